/* SPDX-License-Identifier: MIT */
/* Two exported keys, and the sites of them that each module of atomic.c's program has. */
#ifndef ATOMIC_H
#define ATOMIC_H

#include <ffp.h>

#include "../forms.h"

int left_default(void);
int right_default(void);
DECLARE_FFP_EXPORT(left, left_default);
DECLARE_FFP_EXPORT(right, right_default);

/* Sites so far apart that each is a window of its own. */
#define FAR __attribute__((aligned(1 << 17))) COUNTED

static FAR int call_left(void)
{
	return left() + 1;
}

static FAR int call_right(void)
{
	return right() + 1;
}

static FAR int tail_left(void)
{
	return left();
}

static FAR int tail_right(void)
{
	return right();
}

/*
 * The third way is by address, through the entry of the module that defines the
 * key.  In the pointer form an address is the target of its moment, and a library
 * with sites of its own changes at another instant than that entry.
 */
#ifdef MODULE
#define WAYS (FORM == TRAMPOLINE ? 3 : 2)
#else
#define WAYS (FORM == POINTER ? 2 : 3)
#endif

/* Call left (0) or right (1) in one of the ways that this module has. */
static int ways(int key, int way)
{
	/* A compiler that saw what it calls would make a site of it. */
	int (*volatile by)(void) = key ? right : left;

	switch (2 * (way % WAYS) + key) {
	case 0:
		return call_left() - 1;
	case 1:
		return call_right() - 1;
	case 2:
		return tail_left();
	case 3:
		return tail_right();
	default:
		return by();
	}
}

#endif /* ATOMIC_H */
