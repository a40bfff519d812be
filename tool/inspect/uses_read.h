/* SPDX-License-Identifier: MIT */
/* The uses of keys in any file. */
#ifndef TOOL_USES_READ_H
#define TOOL_USES_READ_H

#include "uses.h"

/* To be called after tables_read().  False after a message.  Call uses_free() in any case. */
bool uses_read(struct obj *obj, const struct tables *tables, struct uses *uses);

#endif /* TOOL_USES_READ_H */
