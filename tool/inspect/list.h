/* SPDX-License-Identifier: MIT */
/* The printing of `ffp list`, for the fuzzer too (tests/fuzz). */
#ifndef TOOL_LIST_H
#define TOOL_LIST_H

#include "uses.h"

/* Print the keys of a file that was read; source lines are those of the file of its path. */
void list_obj(const struct obj *obj, const struct tables *tables, const struct uses *uses,
	      bool json);

#endif /* TOOL_LIST_H */
