/* SPDX-License-Identifier: MIT */
/* The uses of keys in an object, by its relocations. */
#ifndef TOOL_USES_OBJECT_H
#define TOOL_USES_OBJECT_H

#include "uses.h"

/* False after a message. */
bool uses_of_object(struct obj *obj, const struct tables *tables, struct uses *uses);

#endif /* TOOL_USES_OBJECT_H */
