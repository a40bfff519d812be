/* SPDX-License-Identifier: MIT */
/*
 * Hooks at every point where a change can fail or be interleaved.  They are empty but in the
 * library that tests link (built with FFP_INJECT): a test makes a system call fail at a
 * hook, or waits between two steps.
 */
#ifndef FFP_INJECT_H
#define FFP_INJECT_H

enum inject_point {
	/* System calls, each about to be made. */
	INJECT_MMAP,
	INJECT_MUNMAP,
	INJECT_MPROTECT,
	INJECT_MREMAP,
	INJECT_MEMBARRIER,
	INJECT_OPEN,
	INJECT_READ,
	INJECT_PWRITE,
	INJECT_MEMFD,
	INJECT_IDENTIFY,
	INJECT_ATFORK,
	/* Steps of the swap (src/swap.c), each just done. */
	INJECT_STEP_COPIED,
	INJECT_STEP_EDITED,
	INJECT_STEP_SEALED,
	INJECT_STEP_COMMITTED,
	INJECT_STEP_SYNCED,
	/* Between the steps of waiting for the update lock (src/lock.c). */
	INJECT_LOCK,
	/* A transaction asks for memory: otherwise than with 0 it gets pages of its own. */
	INJECT_SCRATCH,
	INJECT_POINTS
};

#ifdef FFP_INJECT
/*
 * Returns 0, or the positive errno with which the system call is to fail.  For INJECT_READ and
 * INJECT_PWRITE it may also return -n, and at most n bytes are transferred; for INJECT_IDENTIFY
 * a negative number, which makes the device another one.
 */
extern int (*ffp_inject)(enum inject_point point);
#define INJECT(point) (ffp_inject ? ffp_inject(point) : 0)
#else
#define INJECT(point) 0
#endif

#endif /* FFP_INJECT_H */
