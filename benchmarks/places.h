/* SPDX-License-Identifier: MIT */
/*
 * The places that a change of a key rewrites, for doing the same in place, the
 * way that peers do: make the page writable, store, make it executable again.
 * That is what a change is compared with.  It stores what is there already, so
 * that nothing gets out of step with the library.
 */
#ifndef PLACES_H
#define PLACES_H

#include <ffp.h>
#include <stddef.h>
#include <stdint.h>

/* The pages from `start` on, and a displacement in them. */
struct place {
	char *start;
	size_t length;
	volatile int32_t *displacement;
};

/* The only site of a key: one page.  Stops the program if there is not just one. */
struct place place_of_site(const struct ffp *key);

/* The instruction in the key's trampoline: its page. */
struct place place_of_entry(const struct ffp *key);

/* 0, or an errno: some systems refuse pages that are writable and executable. */
int store_in_place(const struct place *place);

#endif /* PLACES_H */
