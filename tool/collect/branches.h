/* SPDX-License-Identifier: MIT */
/*
 * How the code of an object refers to keys: branches that no table has yet, and instructions
 * that take a key's address.  The collector (plan.c) makes sites of the branches; `ffp list` and
 * `ffp verify` report both.  Reading does not change the object.
 */
#ifndef TOOL_BRANCHES_H
#define TOOL_BRANCHES_H

#include "keys.h"

/* A branch to a key, which may become a site. */
struct branch {
	uint32_t section;
	uint32_t rela; /* index of its relocation, in the section's relocations */
	struct key *key;
	struct arch_site site;
	unsigned length; /* of the site */
};

/* Any other reference to a key in code: an instruction takes its address. */
struct taken {
	struct place at; /* of the relocation */
	uint32_t type;
	struct key *key;
};

struct branches {
	struct keys keys;
	struct branch *branch; /* by section and offset */
	size_t n;
	struct taken *taken;
	size_t ntaken;
	size_t nknown_body;  /* calls that are no sites because of obj->known_bodies */
	struct place *known; /* the sites that tables of this object have, sorted */
	size_t nr_known;
};

/*
 * Read all relocations of code that refer to keys, of an object that obj_open() has opened.
 * False after a message.  Call branches_free() in any case.
 */
bool branches_read(struct obj *obj, struct branches *branches);
void branches_free(struct branches *branches);

#endif /* TOOL_BRANCHES_H */
