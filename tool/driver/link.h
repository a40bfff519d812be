/* SPDX-License-Identifier: MIT */
/*
 * What the command line of a linker asks for: read for ld.c, which makes two other command lines
 * of it.
 */
#ifndef TOOL_LINK_H
#define TOOL_LINK_H

#include "array.h"

#include <stdbool.h>

struct link {
	const char *linker;
	bool mold, lld;
	bool any_order;	    /* the linker finds symbols in any order of the command line */
	struct words words; /* the command line with each @FILE expanded; the linker is first */
	const char *output;
	const char *dependencies; /* the file for a list of the inputs, or NULL */
	bool relocatable;	  /* the result is an object: -r */
	size_t move;		  /* link_descriptor_to_move(), if it is needed */
	const char *unusual;	  /* an option for which the linker must run alone, or NULL */
};

/* Read `argv`, after link->linker is set.  words_free(&link->words) later. */
void link_parse(struct link *link, char **argv);

/* The argument of option `name`, in word `i` or in the next; NULL: it is another option. */
const char *link_argument(const struct words *words, size_t i, const char *name);

/* How many words the option at `i` takes, if it is `name`, with one dash or two; else 0. */
size_t link_option(const struct words *words, size_t i, const char *name);

/* The archive that word `i` stands for, for free(); NULL if it stands for none. */
char *link_archive(const struct link *link, size_t i);

/* Behind this word, does the linker take archives whole?  `now`: and before it? */
bool link_whole_archive(const char *word, bool now);

/*
 * The word of the first object with a module descriptor, if that object has to move before the
 * bitcode; else 0.  Bitcode may have a descriptor too, but not the COMDAT group that assembly
 * puts it in: GNU ld and gold would take the symbols of the bitcode, and the group of the object.
 */
size_t link_descriptor_to_move(const struct link *link);

/*
 * The word before which objects that replace bitcode are to stand.  lld and mold find symbols in
 * any order, so the objects come last.  But lld would take bitcode again from an archive behind
 * which an object asks for it, so with lld they come before the first archive with bitcode.  For
 * other linkers they must come before all archives, and not between --start-lib and --end-lib.
 */
size_t link_place_of_objects(const struct link *link);

#endif /* TOOL_LINK_H */
