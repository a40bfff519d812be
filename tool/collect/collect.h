/* SPDX-License-Identifier: MIT */
/*
 * Collecting: write the tables of an object's sites into it.  main.c calls this for `ffp
 * collect`, and driver/ for the objects that compilers and linkers have made.
 */
#ifndef TOOL_COLLECT_H
#define TOOL_COLLECT_H

#include "called.h"
#include "elf/obj.h"

struct collect_stats {
	size_t sites, taken;
	bool changed; /* the object */
};

/*
 * Collect the sites of an object in memory, which obj_open() has opened.  After false, and a
 * message, the object may only be closed.
 */
bool collect_change(struct obj *obj, struct collect_stats *stats);

enum {
	/*
	 * A file that cannot have sites is no error: none at all, a device, no ELF file, an
	 * executable, a file for an unknown machine.  A compiler may have been told to
	 * write any of these.
	 */
	COLLECT_LENIENT = 1,
	/* Link-time optimisation made the code. */
	COLLECT_LTO = 2,
	/*
	 * The object becomes part of Linux.  A file that is no object of a known machine is
	 * left as it is: a 64-bit kernel has some objects of 32 bits.
	 */
	COLLECT_KERNEL = 4,
	/* It becomes part of a module of Linux; with COLLECT_KERNEL. */
	COLLECT_MODULE = 8,
	/*
	 * The compiler may have made calls of a function that the object defines by what it knows
	 * of the function's body: these do not become sites of a key by symbol.
	 */
	COLLECT_KNOWN_BODIES = 16,
};

/*
 * Collect the sites of an object file, of keys and of the functions `called` (NULL: of none).
 * False after a message.
 */
bool collect_file(const char *path, unsigned how, const struct called *called,
		  struct collect_stats *stats);

/* `ffp collect`: the options --symbol and --symbols.  False after a message. */
bool collect_symbol(const char *command, const char *name);
bool collect_symbols(const char *command, const char *path);

/*
 * The files that it names, and a bit for each other option that is given, by these numbers; the
 * exit status.
 */
enum { COLLECT_STATS, COLLECT_OF_KERNEL, COLLECT_OF_MODULE };
int collect_main(char **files, int n, unsigned options);

#endif /* TOOL_COLLECT_H */
