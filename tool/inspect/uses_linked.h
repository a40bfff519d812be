/* SPDX-License-Identifier: MIT */
/* The uses of keys in a linked file, by a search of its code and data. */
#ifndef TOOL_USES_LINKED_H
#define TOOL_USES_LINKED_H

#include "uses.h"

void uses_of_linked(struct obj *obj, const struct tables *tables, struct uses *uses);

#endif /* TOOL_USES_LINKED_H */
