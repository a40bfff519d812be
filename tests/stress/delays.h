/* SPDX-License-Identifier: MIT */
/* With FFP_INJECT every change is held up between its steps; without, nothing is. */
#ifndef STRESS_DELAYS_H
#define STRESS_DELAYS_H

#include "roles.h"

#ifdef FFP_INJECT

#include "../../src/inject.h"

static long held_up[INJECT_POINTS];

/* Hold a change up, a while in one way or another.  Under the update lock. */
static int hold_up(enum inject_point point)
{
	long n = held_up[point]++;

	switch (n % 5) {
	case 0:
		sched_yield();
		break;
	case 1:
		for (volatile int i = 0; i < 2000; i++)
			;
		break;
	case 2:
		usleep(1);
		break;
	case 3:
		if (n % 4 == 0)
			usleep(300);
		break;
	}
	return 0;
}

static void hold_up_from_now_on(void)
{
	ffp_inject = hold_up;
}

static void check_held_up(void)
{
	static const struct {
		enum inject_point point;
		const char *name;
	} points[] = {
		{ INJECT_MMAP, "before a copy is mapped" },
		{ INJECT_STEP_COPIED, "after COPY" },
		{ INJECT_STEP_EDITED, "after EDIT" },
		{ INJECT_MPROTECT, "before a copy is sealed" },
		{ INJECT_STEP_SEALED, "after SEAL" },
		{ INJECT_MREMAP, "before COMMIT" },
		{ INJECT_STEP_COMMITTED, "after COMMIT" },
		{ INJECT_MEMBARRIER, "before SYNC" },
		{ INJECT_STEP_SYNCED, "after SYNC" },
	};

	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		ok(held_up[points[i].point] >= made / 2, "held up %s, %ld times", points[i].name,
		   held_up[points[i].point]);
}

#else

static void hold_up_from_now_on(void)
{
}

static void check_held_up(void)
{
}

#endif /* FFP_INJECT */

#endif /* STRESS_DELAYS_H */
