/* SPDX-License-Identifier: MIT */
/* Between uses.c and search.c, which searches linked files. */
#ifndef TOOL_SEARCH_H
#define TOOL_SEARCH_H

#include "uses.h"

/* Every use of a key in a linked file. */
void search(const struct obj *obj, const struct tables *tables, struct uses *uses);

void uses_add(struct uses *uses, const struct use *use);

/*
 * The key of the tables that a symbol's name means, or a new one in uses->key,
 * which has room.  A key that is not exported is always new.
 */
struct table_key *uses_key(const struct tables *tables, struct uses *uses, const struct key *key);

#endif /* TOOL_SEARCH_H */
