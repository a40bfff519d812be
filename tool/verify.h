/* SPDX-License-Identifier: MIT */
#ifndef TOOL_VERIFY_H
#define TOOL_VERIFY_H

#include "tables.h"

/*
 * Check the tables of a file as it came out of the build; a message for each
 * thing that is wrong.  `*missed`: sites of an object that are in no table.
 */
bool verify_obj(struct obj *obj, struct tables *tables, size_t *missed);

#endif /* TOOL_VERIFY_H */
