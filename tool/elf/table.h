/* SPDX-License-Identifier: MIT */
/*
 * What the tables of sites and keys (see ffp/abi.h) look like in a file.  The collector
 * writes them by this, and the commands that only read a file find them by it.
 */
#ifndef TOOL_TABLE_H
#define TOOL_TABLE_H

#include "obj.h"

/*
 * In an object: is section `index` a table that is to go with another section, and with
 * none?
 */
bool table_is_loose(const struct obj *obj, uint32_t index);

#endif /* TOOL_TABLE_H */
