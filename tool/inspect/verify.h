/* SPDX-License-Identifier: MIT */
#ifndef TOOL_VERIFY_H
#define TOOL_VERIFY_H

#include "uses.h"

/*
 * Check the tables of a file as it came out of the build; a message for each
 * thing that is wrong.  `*uses`: what else refers to keys; uses_free() in any case.
 */
bool verify_obj(struct obj *obj, struct tables *tables, struct uses *uses);

#endif /* TOOL_VERIFY_H */
