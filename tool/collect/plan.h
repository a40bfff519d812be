/* SPDX-License-Identifier: MIT */
/* Which sites an object holds, and which of them are in no table yet. */
#ifndef TOOL_PLAN_H
#define TOOL_PLAN_H

#include "keys.h"

/* A site that is to be collected. */
struct new_site {
	uint32_t section;
	uint32_t rela; /* index of its relocation, in the section's relocations */
	struct key *key;
	struct arch_site insn;
	unsigned length;
	bool nothing; /* of a NULL key of this module: becomes `bytes`, loses its relocation */
	uint8_t bytes[INSN_MAX];
};

/* A veneer that is to be appended to a section: see insn_ops.veneer_size. */
struct new_veneer {
	struct place at;
	struct key *key;
};

/* Another use of a key in code: its address is taken. */
struct taken {
	struct place at; /* of the relocation */
	uint32_t type;
	struct key *key;
};

struct plan {
	struct keys keys;
	struct new_site *site; /* by section and offset */
	size_t n;
	struct new_veneer *veneer; /* by section and offset */
	size_t nveneers;
	struct taken *taken;
	size_t ntaken;
	struct new_site *far; /* not in `site`: no veneer can be near enough to them */
	size_t nfar;
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

/* The bytes of a site, and their number; NULL: it is cut off by the section's end. */
const uint8_t *plan_site(const struct obj *obj, const struct section *s, uint64_t at, unsigned kind,
			 unsigned *length);

/* The place that a relocation refers to, if it is one in this object. */
bool plan_place(const struct obj *obj, const struct rela *r, struct place *place);

#endif /* TOOL_PLAN_H */
