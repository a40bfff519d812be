/* SPDX-License-Identifier: MIT */
/*
 * What a collection will do to an object: which branches become sites, and with which bytes;
 * which veneers are added.  collect.c makes a plan, and then changes the object by it.
 */
#ifndef TOOL_PLAN_H
#define TOOL_PLAN_H

#include "branches.h"

/* A branch that is to become a site. */
struct new_site {
	struct branch branch;
	bool nothing; /* the site of a NULL key gets `bytes`, and no relocation */
	uint8_t bytes[INSN_MAX];
};

/* A veneer (see insn_ops.veneer_size) that is to be appended to a section. */
struct new_veneer {
	struct place at;
	struct key *key;
};

struct plan {
	struct branches branches;
	struct new_site *site; /* by section and offset */
	size_t n;
	struct new_veneer *veneer; /* by section and offset */
	size_t nveneers;
	size_t nfar; /* branches that do not become sites: every veneer would be too far away */
};

/*
 * Plan the collection of an object that obj_open() has opened.  This changes nothing.  Whatever
 * can fail in a collection fails here or in obj_write().  False after a message.  Call
 * plan_free() in any case.
 */
bool plan_make(struct obj *obj, struct plan *plan);
void plan_free(struct plan *plan);

#endif /* TOOL_PLAN_H */
