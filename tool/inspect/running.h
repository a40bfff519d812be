/* SPDX-License-Identifier: MIT */
/*
 * The keys of a running process: its modules, the state of each key, its candidates, and what each
 * site and branch holds, found in its memory alone.  The layouts are those of ffp/abi.h.  Nothing
 * in that memory is believed before it was checked, and it may change while it is read; so tables
 * have limits, and a process that is beyond one is refused.
 */
#ifndef TOOL_RUNNING_H
#define TOOL_RUNNING_H

#include "process.h"

#include "arch/arch_ops.h"

/* So much of one process is read. */
enum {
	RUN_OBJECTS = 1 << 14,
	RUN_HEADERS = 64, /* program headers of an object */
	RUN_KEYS = 1 << 20,
	RUN_LINES = 1 << 23, /* of all tables, and what else must be searched line by line */
	RUN_NAME = 1 << 12,  /* bytes of one name */
	RUN_NAMES = 1 << 27, /* and of all */
	RUN_ID = 32,	     /* of a build ID */
};

/* What a site holds: the words of ffp_info(), and of src/site.h. */
enum run_site_state {
	RUN_DIRECT,
	RUN_INLINED,
	RUN_UNREACHABLE,
	RUN_UNAIMED,
	RUN_FOREIGN,
	RUN_BEHIND,
	RUN_SITE_STATES
};

extern const char *const run_site_names[RUN_SITE_STATES];

/* What a branch (FFP_ON) holds: src/branch.h. */
enum run_branch_state {
	RUN_BRANCH_OFF,
	RUN_BRANCH_ON,
	RUN_BRANCH_FOREIGN,
	RUN_BRANCH_BEHIND, /* the other one of the first two than the key demands */
	RUN_BRANCH_STATES
};

extern const char *const run_branch_names[RUN_BRANCH_STATES];

/* A segment of an object, at the addresses where it is loaded. */
struct run_segment {
	uint64_t start, end;
	uint32_t rights; /* PF_… */
};

/* An ELF object in memory. */
struct run_object {
	const struct mapping *mapping; /* the one with its header */
	uint64_t bias;		       /* what is to be added to the addresses in its file */
	struct run_segment *segments;
	unsigned n;
	uint64_t notes, notes_size; /* the segment with our note; 0: none */
	uint8_t id[RUN_ID];
	size_t id_size;	     /* 0: it has no build ID */
	uint8_t headers[64]; /* its ELF header */
};

/* The bounds of a table. */
struct run_table {
	uint64_t start, end;
};

/* A line of a table of sites: running_sites.c. */
struct run_line;

struct run_module {
	const struct run_object *object;
	uint64_t descriptor, state, library, choice;
	struct run_table sites, keys, impls, wide;
	uint64_t branches; /* its struct ffp_branches; 0: it has told of none */
	uint8_t phase;	   /* an enum phase of src/module.h */
	bool waiting;	   /* sites of other modules' keys are not up to date */
	const char *error; /* what is wrong with its tables, or NULL; and where that was found */
	uint64_t error_at;
	size_t nkeys, nsites, nbranches;
	struct run_line *lines; /* of a module with branches: its table of sites, by address */
	size_t nlines;
};

/* A key's struct ffp_state. */
struct run_state {
	uint64_t target, constant, value, other, origin;
	uint32_t pending;
	uint8_t form, other_form, mixed, known;
	struct insn_body body, other_body;
};

struct run_key {
	char *name;
	size_t module;			       /* index */
	uint64_t record, entry, def, stub, at; /* `at`: the address of its state */
	uint32_t flags;
	struct run_state state;
	bool read; /* `state` has been read, and what an unchanged key does been found out */
	const char *error; /* what is wrong with it, or NULL */
	bool entry_foreign;
	size_t nsites, counts[RUN_SITE_STATES];
	size_t nbranches, branches[RUN_BRANCH_STATES];
	bool wanted; /* its sites and branches are kept */
};

struct run_site {
	size_t key, module;
	uint64_t at;
	uint8_t kind, state;
};

struct run_branch {
	size_t key, module;
	uint64_t at;
	uint8_t state;
	bool likely;
};

struct run_impl {
	size_t key, module;
	char *name;
	uint64_t function;
	int32_t rank, error;
	int state;  /* an enum ffp_impl_state, -1: not known */
	bool named; /* FFP_USE asked for it */
};

/* A copy of the library, and what it remembers of its last change: struct ffp_log. */
struct run_library {
	uint64_t at;
	bool logs; /* a copy of an older release does not */
	uint64_t changes, last, keys;
	uint8_t way;
	bool anonymous, serialised;
};

struct running {
	const char *name; /* of the process, for messages */
	struct memory *memory;
	const struct arch_ops *arch;
	struct run_object *objects; /* by address */
	size_t nobjects;
	struct run_module *modules;
	size_t nmodules;
	struct run_key *keys; /* by the address of their state */
	size_t nkeys;
	struct run_site *sites; /* of wanted keys, by key and address */
	size_t nsites;
	struct run_branch *branches; /* likewise */
	size_t nbranches;
	struct run_impl *impls; /* by key */
	size_t nimpls;
	struct run_library *libraries; /* by address */
	size_t nlibraries;
	size_t all_sites; /* those that are not kept, too */
	size_t names;	  /* bytes of all names */
	size_t lines;	  /* that were read */
	bool changing;	  /* something was changed while it was read */
};

/*
 * Read a process.  `wanted` is asked for each key whether its sites and branches are to be kept.
 * False after a message.  running_free() in any case.
 */
bool running_read(struct running *running, const char *name, struct memory *memory,
		  uint16_t machine, const struct mapping *mappings, size_t n,
		  bool (*wanted)(void *arg, const char *key), void *arg);
void running_free(struct running *running);

/* The object that has a byte at this address, or NULL. */
const struct run_object *running_object(const struct running *running, uint64_t at);

/* The key with its state at this address, or NULL. */
struct run_key *running_key(const struct running *running, uint64_t state);

/* Does an object map these bytes, with at least these rights (PF_…)? */
bool running_has(const struct run_object *object, uint64_t at, uint64_t length, uint32_t rights);

/* The segment that does, or NULL. */
const struct run_segment *running_segment(const struct run_object *object, uint64_t at,
					  uint64_t length, uint32_t rights);

/* Like memory_get_string(), within the limits; NULL: there is no such string. */
char *running_string(struct running *running, uint64_t at);

/* Count so many lines; false after a message: they are too many. */
bool running_count(struct running *running, uint64_t lines);

/* For running_read(): read the objects; and judge the sites, and the branches, of a module. */
bool running_objects(struct running *running, uint16_t machine, const struct mapping *mappings,
		     size_t n);
bool running_sites(struct running *running, size_t module);
/* Does a site of the module, whose sites have been judged, overlap these bytes? */
bool running_on_site(const struct running *running, const struct run_module *module, uint64_t at,
		     unsigned length);
bool running_branches(struct running *running, size_t module);
/* Find out what a key does, that may never have been changed, and whether its entry says so. */
void running_learn(struct running *running, struct run_key *key);

#endif /* TOOL_RUNNING_H */
