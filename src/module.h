/* SPDX-License-Identifier: MIT */
/*
 * Which modules are loaded, and what is known of each: its phase, its object, its image.
 * register.c puts a module on the list when its constructor runs and takes it off when its
 * destructor does; all others walk the list.  All of this needs the update lock, but for
 * ffp_module_valid(), ffp_module_inside() and ffp_module_same(), which only read descriptors.
 */
#ifndef FFP_SRC_MODULE_H
#define FFP_SRC_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp/abi.h"
#include "object.h"

struct image;

/*
 * Keep what is known of a module's object, unless it is known: what the loader told, or
 * with NULL what can be found out without the loader.
 */
void ffp_module_learn(const struct ffp_module *module, const struct object *object);

/* What has been learned of it. */
struct object ffp_module_object(const struct ffp_module_state *state);

/*
 * ffp_module_state.phase, which only the module's constructor and destructor change.  The list
 * holds registered modules; an unregistered one, whose keys are changed before it has started,
 * is on it only for as long as the lock is held: if loading fails it is unmapped, and no
 * destructor tells.
 */
enum phase {
	PHASE_UNREGISTERED, /* its constructor has not run */
	PHASE_REGISTERED,   /* its constructor has run, and its destructor has not */
	PHASE_ENDED,	    /* its destructor has run */
};

/*
 * Put a module on the list, unless it is on it.  Returns what stands there for it: its state, or
 * that of another descriptor with the same tables.  NULL, and the module is not on the list, if
 * the descriptor names anything outside of its object, or if the module's text has been moved
 * away from its tables.
 */
struct ffp_module_state *ffp_module_list(const struct ffp_module *module);

/*
 * `other` has the same tables as the listed `state`, which represents it: take the branches that
 * only `other` has told of.  True if there are any; then the module's image is made anew.
 */
bool ffp_module_adopt(struct ffp_module_state *state, const struct ffp_module_state *other);

/*
 * 1 + how many registered modules have come to the list: a key whose sites were all aimed before
 * the last one may have sites in it that are not.  Needs no lock.
 */
uint64_t ffp_module_loads(void);

/* Take a module that ends off the list, and free what is known of it. */
void ffp_module_unlist(const struct ffp_module *module);

/* Take all unregistered modules off the list, before the lock is released. */
void ffp_module_unlist_unregistered(void);

/* Is this an address in a module's text?  Needs no memory. */
bool ffp_module_has_text(const struct ffp_module *module, uintptr_t address);

/*
 * Do two descriptors have the same tables?  Objects that were joined (ld -r) and whose
 * symbols were then made local (objcopy --localize-hidden) each bring a descriptor, with
 * the bounds of all.
 */
bool ffp_module_same(const struct ffp_module *a, const struct ffp_module *b);

/* The first module of the list, or NULL; the others follow by `next`. */
struct ffp_module_state *ffp_module_first(void);

/* Are a descriptor, its state and its tables in memory, and in this object? */
bool ffp_module_inside(const struct ffp_module *module, const struct object *object);

/*
 * Is the descriptor of a listed module still what it was found to be when the module was listed? It
 * is read-only then, but for who writes to what is read-only.
 */
bool ffp_module_sound(const struct ffp_module_state *state);

/* How many lines the table module->wide of a valid module has; 0: it has none. */
size_t ffp_module_wide(const struct ffp_module *module);

/* Is this a module that this library can read? */
bool ffp_module_valid(const struct ffp_module *module);

/*
 * The image of a module, made when it is first asked for; or NULL with *error: -ENOMEM;
 * -EINVAL, a table is damaged; -ENOTSUP, text cannot be read.
 */
struct image *ffp_module_image(struct ffp_module_state *state, int *error);

/*
 * Find the files of the modules whose images want it, all at once: /proc/self/maps may
 * have tens of thousands of lines.  0 or -ENOMEM; what cannot be found stays unknown.
 */
int ffp_module_find_files(void);

#endif /* FFP_SRC_MODULE_H */
