/* SPDX-License-Identifier: MIT */
/*
 * Code in a file: the bytes of a site, and in a linked file where a branch leads in the end,
 * past what the linker put on its way.
 */
#ifndef TOOL_CODE_H
#define TOOL_CODE_H

#include "obj.h"

/* The bytes of a site, and their number; NULL if the section ends before. */
const uint8_t *code_site(const struct obj *obj, const struct section *s, uint64_t at, unsigned kind,
			 unsigned *length);

/* In a linked file: where the code at an address leads, by steps of at least this kind. */
uint64_t code_follow(const struct obj *obj, uint64_t address, enum insn_step least);

/*
 * In a linked file: does the code at an address lead to another one, directly or by code that
 * a linker may have put between, plain branches included?  Returns 0, or 1 more than the number
 * of such places between, whose addresses are stored in `way`.  A way ends at a key's entry.
 */
unsigned code_way(const struct obj *obj, uint64_t address, uint64_t to, uint64_t way[INSN_STEPS]);

/* Do two addresses of a linked file lead to the same code, past the veneers of linkers? */
bool code_same(const struct obj *obj, uint64_t a, uint64_t b);

#endif /* TOOL_CODE_H */
