/* SPDX-License-Identifier: MIT */
/*
 * The names of functions of which every call is to be a site: of the key that DEFINE_FFP_SYMBOL()
 * defines for the function.  They come from options and from the environment.
 */
#ifndef TOOL_CALLED_H
#define TOOL_CALLED_H

#include <stdbool.h>
#include <stddef.h>

struct called_name {
	char *name;
	bool needed; /* some object must define the key, or the program does not link */
};

/* Begins as zeros. */
struct called {
	struct called_name *name; /* sorted by name, each of them once */
	size_t n;
};

/*
 * What GCC must be told.  Where it sees the body of the function that is called, it keeps values
 * in registers over the call that this body does not change (-fipa-ra), and the target of a key
 * may change them.  And of two functions with the same body it calls one for both (-fipa-icf).
 */
#define CALLED_GCC_REGISTERS "-fno-ipa-ra"
#define CALLED_GCC_EQUALS "-fno-ipa-icf"

/*
 * What every compiler must be told that GNU as assembles for.  On x86-64 that resolves a jump to a
 * function of the same section by itself, and no relocation tells of it.
 */
#define CALLED_AS_OPTION "-ffunction-sections"

/* The environment variable: words as for called_add(), separated by colons. */
#define CALLED_VARIABLE "FFP_SYMBOLS"

/*
 * Add what a word stands for: NAME; +NAME, of which the key is needed; or @FILE, a file with such
 * names, separated by white space, in which # begins a comment.  False after a message, which
 * begins with `where`.
 */
bool called_add(struct called *called, const char *where, const char *word);

/* Add the words of the environment variable.  False after a message. */
bool called_add_environment(struct called *called);

/* NULL: it is none of the names.  `called` may be NULL, and has no names then. */
const struct called_name *called_find(const struct called *called, const char *name);

void called_free(struct called *called);

#endif /* TOOL_CALLED_H */
