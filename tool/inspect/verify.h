/* SPDX-License-Identifier: MIT */
/* The checks of `ffp verify`, for the fuzzer too (tests/fuzz). */
#ifndef TOOL_VERIFY_H
#define TOOL_VERIFY_H

#include "uses.h"

/*
 * Check the tables of a file that a build has made.  Prints a message for each error, and returns
 * false.  `*uses` becomes what else refers to keys; call uses_free() in any case.
 */
bool verify_obj(struct obj *obj, struct tables *tables, struct uses *uses);

#endif /* TOOL_VERIFY_H */
