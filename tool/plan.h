/* SPDX-License-Identifier: MIT */
/* Which sites an object holds, and which of them are in no table yet. */
#ifndef TOOL_PLAN_H
#define TOOL_PLAN_H

#include "keys.h"

/* A place in a section. */
struct place {
	uint32_t section;
	uint64_t offset;
};

/* A site that is to be collected. */
struct new_site {
	uint32_t section;
	uint32_t rela; /* index of its relocation, in the section's relocations */
	struct key *key;
	struct insn_site insn;
	bool nothing; /* of a NULL key: becomes `bytes` and loses its relocation */
	uint8_t bytes[INSN_MAX];
};

struct plan {
	struct keys keys;
	struct new_site *site; /* by section and offset */
	size_t n;
	size_t taken;	     /* other uses of keys in code: their address is taken */
	struct place *known; /* sites that stand in a table already, sorted */
	size_t nr_known;
};

/*
 * Read an object (obj_open() before) and plan: changes nothing, and all that
 * can fail of a collection fails here or in obj_write().  False after a
 * message.  plan_free() in any case.
 */
bool plan_make(struct obj *obj, struct plan *plan);
void plan_free(struct plan *plan);

/* The place that a relocation refers to, if it is one in this object. */
bool plan_place(const struct obj *obj, const struct rela *r, struct place *place);

#endif /* TOOL_PLAN_H */
