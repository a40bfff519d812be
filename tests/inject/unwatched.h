/* SPDX-License-Identifier: MIT */
/*
 * For a program whose first change is to have forks watched: when it starts, that is
 * refused.
 */
#ifndef UNWATCHED_H
#define UNWATCHED_H

#include <errno.h>

#include "../../src/inject.h"

static int refuse_to_watch(enum inject_point point)
{
	return point == INJECT_ATFORK ? ENOMEM : 0;
}

static void refuse_at_start(void)
{
	ffp_inject = refuse_to_watch;
}

__attribute__((section(".preinit_array"),
	       used)) static void (*const unwatched)(void) = refuse_at_start;

#endif /* UNWATCHED_H */
