/* SPDX-License-Identifier: MIT */
/*
 * One system call that fails: of its calls those counted `from` and later, `times` of
 * them.  As ffp_inject, or asked by a program's own hook.
 */
#ifndef FAULT_H
#define FAULT_H

#include <errno.h>

#include "../../src/inject.h"

#define ALWAYS 1000000

static struct {
	enum inject_point point;
	int error, from, times;
	int made;   /* calls of the point since fault_set() */
	int failed; /* of these and of earlier ones */
} fault;

static int inject_fault(enum inject_point point)
{
	int n;

	if (point != fault.point)
		return 0;
	n = fault.made++;
	if (n < fault.from || n >= fault.from + fault.times)
		return 0;
	fault.failed++;
	return fault.error;
}

static inline void fault_set(enum inject_point point, int error, int from, int times)
{
	fault.point = point;
	fault.error = error;
	fault.from = from;
	fault.times = times;
	fault.made = 0;
}

/* What may fail while a module comes or goes. */
__attribute__((unused)) static const struct system_call {
	enum inject_point point;
	int error;
	const char *name;
} system_calls[] = {
	{ INJECT_MMAP, ENOMEM, "mmap" },
	{ INJECT_MUNMAP, ENOMEM, "munmap" },
	{ INJECT_MPROTECT, EPERM, "mprotect" },
	{ INJECT_MREMAP, ENOMEM, "mremap" },
	{ INJECT_OPEN, EMFILE, "open" },
	{ INJECT_READ, EIO, "read" },
	{ INJECT_MEMBARRIER, EPERM, "membarrier" },
};
#define SYSTEM_CALLS (sizeof(system_calls) / sizeof(system_calls[0]))

#endif /* FAULT_H */
