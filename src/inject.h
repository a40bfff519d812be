/* SPDX-License-Identifier: MIT */
/*
 * Empty hooks at every point where a change can fail or be interleaved.  Only
 * the library that the tests link (built with FFP_INJECT) has anything behind
 * them: tests make a system call fail there, or wait between two steps.
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
	INJECT_POINTS
};

#ifdef FFP_INJECT
/*
 * Returns 0, or the positive errno with which the system call shall fail; of a
 * read or pwrite also minus the number of bytes that it shall transfer at most, and of
 * INJECT_IDENTIFY a negative number that makes the device another one.
 */
extern int (*ffp_inject)(enum inject_point point);
#define INJECT(point) (ffp_inject ? ffp_inject(point) : 0)
#else
#define INJECT(point) 0
#endif

#endif /* FFP_INJECT_H */
