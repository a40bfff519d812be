/* SPDX-License-Identifier: MIT */
/*
 * What status.c has found out about a process, for itself, for status_json.c and for the fuzzer
 * (tests/fuzz).
 */
#ifndef TOOL_STATUS_H
#define TOOL_STATUS_H

#include "names.h"

struct status {
	struct process process;
	struct running running;
	char **words; /* the names of the keys that are asked for */
	size_t nwords;
	bool *found;		     /* which of them are names of keys */
	struct names **names;	     /* of each object, NULL: not needed yet */
	uint64_t names_left;	     /* bytes of files that may be read for them */
	const struct run_key **keys; /* by module and name; those that are asked for */
	size_t nkeys;
};

/* A function, as people know it. */
struct function {
	const char *name; /* NULL: not known */
	uint64_t offset;  /* from the start of the function; or without a name, of the file */
	const char *file; /* NULL: in no file */
	uint64_t address;
};

/* The names of an object's functions. */
struct names *status_names(struct status *status, const struct run_object *object);

/* What stands at an address; `key`, unless it is NULL, has candidates that may name it. */
struct function status_function(struct status *status, const struct run_key *key, uint64_t address);

/*
 * Of a key, `*n` from the returned one on, or NULL for none: its candidates; those of its sites and
 * branches that were kept.
 */
const struct run_impl *status_candidates(const struct running *r, const struct run_key *key,
					 size_t *n);
const struct run_site *status_sites(const struct running *r, const struct run_key *key, size_t *n);
const struct run_branch *status_branches(const struct running *r, const struct run_key *key,
					 size_t *n);

/* Does a key do what its default does? */
bool status_is_default(const struct run_key *key);

/* Words for people, NULL: not known. */
const char *status_impl_state(const struct run_impl *impl);
const char *status_library(const struct running *r, const struct run_module *module);
const char *status_phase(const struct run_module *module);
const char *status_way(const struct run_library *library);

/*
 * Print what was read, and messages of what is wrong with it; false if anything is.  `status` has
 * the process and what was read of it, and the words with their `found`; the rest of it is zero.
 */
bool status_show(struct status *status, const char *pid, bool json);

/* Print all of it as JSON. */
void status_print_json(struct status *status, const char *pid);

#endif /* TOOL_STATUS_H */
