/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What ffp_outside has for ffp_outside_user: keys that it exports, and what tells of tasks in
 * targets. */
#ifndef FFP_OUTSIDE_H
#define FFP_OUTSIDE_H

#include <linux/jiffies.h>
#include <linux/processor.h>

#include "ffp_selftest.h"

int outside_one(int x);
long outside_wide_def(long x);
DECLARE_FFP(outside_shared, outside_one);
DECLARE_FFP(outside_wide, outside_wide_def);
DECLARE_FFP_NULL(outside_hook, void(int *));

#define OUTSIDE_CONSTANT 41
/* A stub returns it, since no instruction of a call does. */
#define OUTSIDE_WIDE (BITS_PER_LONG == 64 ? 0x123456789 : 0x12345678)

/* Calls of outside_shared() in ffp_outside, which a task of it makes all the time. */
extern size_t outside_sites;
int outside_call_shared(int x);

/*
 * A task stays in a target of the module whose code this is for a second.  It does not sleep: only
 * if it can be preempted, or on another processor, somebody sees it there.
 */
extern int outside_inside;
#define OUTSIDE_SEEN (IS_ENABLED(CONFIG_PREEMPTION) || num_online_cpus() > 1)

static __always_inline void outside_stay(void)
{
	unsigned long end = jiffies + HZ;

	WRITE_ONCE(outside_inside, 1);
	while (time_before(jiffies, end))
		cpu_relax();
	WRITE_ONCE(outside_inside, 0);
}

/* Wait for a task to be in there. */
bool outside_wait(void);

#endif /* FFP_OUTSIDE_H */
