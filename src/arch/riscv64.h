/* SPDX-License-Identifier: MIT */
/*
 * RISC-V (64 bits).  Instruction fetch is not coherent with stores: a processor
 * sees what others wrote once it has executed fence.i after them, or the kernel
 * has on its behalf.  Linux does so for the pages themselves, when it first makes
 * them executable (arch/riscv/mm/cacheflush.c: flush_icache_pte).  What remains
 * is that each processor drops what it fetched ahead.  membarrier's SYNC_CORE has
 * every one execute fence.i; before Linux 6.10, which lacks it on this
 * architecture, the system call of riscv_flush_icache does: flags 0 mean all
 * processors that run this process now, and the others before they next do.
 */
#include <errno.h>
#include <stdbool.h>
#include <sys/syscall.h>

#include "arch/startup.h"

/* Of <unistd.h>, which does not declare it in strict C. */
long syscall(long number, ...);

#define FFP_ARCH_OPS (&ffp_insn_riscv64)

#ifndef SYS_riscv_flush_icache
#define SYS_riscv_flush_icache 259 /* arch-specific call 15, from the start */
#endif

static inline void arch_flush_icache(void *p, size_t n)
{
	(void)p;
	(void)n;
	__asm__ volatile("fence.i" : : : "memory");
}

static inline bool arch_serialise(void)
{
	int errno_before = errno;
	long r = syscall(SYS_riscv_flush_icache, 0L, 0L, 0L);

	errno = errno_before;
	__asm__ volatile("fence.i" : : : "memory");
	return r == 0;
}

static inline bool arch_thread_known(void)
{
	return arch_startup_told();
}
