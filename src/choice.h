/* SPDX-License-Identifier: MIT */
/*
 * What was chosen when a module started, kept for a program that asks: one allocation for each
 * module with candidates, which is complete before any thread can see it and then constant.
 * choose.c makes it, choice.c tells of it, register.c has it freed.
 */
#ifndef FFP_SRC_CHOICE_H
#define FFP_SRC_CHOICE_H

#include <stdbool.h>

#include "entry.h"
#include "ffp.h"
#include "module.h"

/* A word of FFP_USE. */
struct word {
	const char *text;	  /* ends with a NUL */
	size_t key;		  /* length of the key's name, or pattern, in it; 0: none */
	enum ffp_use_state state; /* the best that it came to with any key that it names */
};

/* What became of a candidate.  Aligned, and so as long, that words can follow an array of it. */
struct outcome {
	_Alignas(struct word) int error;
	uint32_t word; /* 1 + the index of the word that asks for it, or 0 */
	enum ffp_impl_state state;
};

struct choice {
	size_t size; /* of this allocation */
	size_t n;    /* candidates, as many as the module has */
	size_t n_words;
	struct word *words;  /* behind the outcomes, in the order of FFP_USE */
	char *text;	     /* behind the words: FFP_USE, with NULs for its commas */
	struct outcome of[]; /* by the candidates' index in the module's table */
};

_Static_assert(offsetof(struct choice, of) % _Alignof(struct word) == 0 &&
		   sizeof(struct outcome) % _Alignof(struct word) == 0,
	       "words stand behind any number of outcomes, aligned");

/* The candidate in this line of a module's table, if ffp_choice_valid() says so. */
static inline const struct ffp_impl *choice_candidate(const struct ffp_module *module, size_t i)
{
	return (const struct ffp_impl *)relative(&module->impls[i], module->impls[i]);
}

static inline size_t choice_candidates(const struct ffp_module *module)
{
	return (size_t)(module->impls_end - module->impls);
}

/*
 * Does this line lead to a candidate that the module could have, and that to a key?  Of the memory
 * of a module not known yet nobody can tell.  Needs the update lock.
 */
bool ffp_choice_valid(const struct ffp_module *module, size_t i);

/*
 * The module state in which the choice of a module is kept.  If several descriptors have one table
 * of candidates (see ffp_module_same()), that of the first.  Takes the update lock.
 */
struct ffp_module_state *ffp_choice_state(const struct ffp_module *module);

/* Keep what was chosen, for all threads to see: a choice, or NULL and an error.  Needs no lock. */
void ffp_choice_store(struct ffp_module_state *state, const struct choice *choice, int error);

/* A module has ended: free its choice.  Needs the update lock. */
void ffp_choice_free(struct ffp_module_state *state);

/* ffp_each_impl(), for the modules of this copy of the library alone.  Takes the update lock. */
int ffp_choice_each(const struct ffp *key,
		    int (*callback)(const struct ffp_impl_info *impl, void *arg), void *arg);

#endif /* FFP_SRC_CHOICE_H */
