/* SPDX-License-Identifier: MIT */
/*
 * The static probe (USDT) ffp:change, for perf, bpftrace, gdb and SystemTap: one for each key that
 * a committed change gives another target.  Its arguments are
 *
 *	the key's name, a string
 *	the target before and the target after, addresses; 0: none, a NULL key does nothing
 *	how many windows of text the whole transaction replaced
 *	the microseconds from the check of its targets to its commit
 *
 * Tracers count themselves in the semaphore.  While that is 0 nothing is computed, and a
 * transaction costs one load and one branch more.  Without <sys/sdt.h> there is no probe.
 */
#ifndef FFP_SRC_PROBE_H
#define FFP_SRC_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef FFP_SDT
#define _SDT_HAS_SEMAPHORES 1
#include <sys/sdt.h>
#include <time.h>

/* The name is made from those of provider and probe.  The kernel or a debugger writes it. */
extern volatile unsigned short ffp_change_semaphore;

static inline bool probe_wanted(void)
{
	return __builtin_expect(ffp_change_semaphore != 0, 0);
}

/* The time in microseconds. */
static inline uint64_t probe_time(void)
{
	struct timespec now = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

#define PROBE_CHANGE(name, before, after, windows, microseconds)                                   \
	STAP_PROBE5(ffp, change, name, before, after, windows, microseconds)
#else
static inline bool probe_wanted(void)
{
	return false;
}

static inline uint64_t probe_time(void)
{
	return 0;
}

#define PROBE_CHANGE(name, before, after, windows, microseconds)                                   \
	((void)(name), (void)(before), (void)(after), (void)(windows), (void)(microseconds))
#endif

#endif /* FFP_SRC_PROBE_H */
