/* SPDX-License-Identifier: MIT */
/*
 * AArch64.  Instruction fetch is not coherent with stores: what was written has
 * to be cleaned to the point of unification and the instruction caches
 * invalidated, on all processors (DDI 0487, B2.7.4), which is done here while
 * the copy lies where it was written.  Caches that find instructions by virtual
 * address, which could hold old ones for the text's own, are the kernel's care:
 * it does the same once more, for all addresses, when a page that was written
 * becomes executable (arch/arm64/mm/flush.c), so also for copies filled through
 * /proc/self/mem or a memfd.
 *
 * A thread that fetched ahead is made to fetch anew by a context synchronisation
 * event: membarrier's, or where it is missing an ISB, which serves the caller.
 */
#include <stdbool.h>

#define FFP_ARCH_OPS (&ffp_insn_aarch64)

static inline void arch_publish(void *p, size_t n)
{
	__builtin___clear_cache((char *)p, (char *)p + n);
}

static inline bool arch_serialise(void)
{
	__asm__ volatile("isb" : : : "memory");
	return false;
}

static inline bool arch_thread_known(void)
{
	void *pointer;

	__asm__("mrs %0, tpidr_el0" : "=r"(pointer));
	return pointer;
}
