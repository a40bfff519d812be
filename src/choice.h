/* SPDX-License-Identifier: MIT */
/*
 * What was chosen when a module started, kept for whoever asks: one allocation for each
 * module with candidates, which is complete before anyone can see it and then constant.
 * choose.c makes it, choice.c tells of it.
 */
#ifndef FFP_SRC_CHOICE_H
#define FFP_SRC_CHOICE_H

#include <stdbool.h>

#include "ffp.h"
#include "module.h"

/* A word of FFP_USE. */
struct word {
	const char *text;	  /* ends with a NUL */
	size_t key;		  /* length of the key's name in it; 0: it names none */
	enum ffp_use_state state; /* the best that any key of that name has made of it */
};

/* What became of a candidate.  As long as words can follow a number of. */
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

/* The candidate in this line of a module's table. */
static inline const struct ffp_impl *choice_candidate(const struct ffp_module *module, size_t i)
{
	return (const struct ffp_impl *)relative(&module->impls[i], module->impls[i]);
}

static inline size_t choice_candidates(const struct ffp_module *module)
{
	return (size_t)(module->impls_end - module->impls);
}

/*
 * The state in which the choice of a module with candidates is kept: of several descriptors
 * with one table of them (see ffp_module_same()), that of the first.
 */
struct ffp_module_state *ffp_choice_state(const struct ffp_module *module);

/* Show what was chosen: a choice, or NULL because of an error.  Takes no lock. */
void ffp_choice_publish(struct ffp_module_state *state, const struct choice *choice, int error);

/* A module goes: with the update lock held. */
void ffp_choice_forget(struct ffp_module_state *state);

/* ffp_each_impl(), for the modules of this copy of the library alone. */
int ffp_choice_each(const struct ffp *key,
		    int (*callback)(const struct ffp_impl_info *impl, void *arg), void *arg);

#endif /* FFP_SRC_CHOICE_H */
