/* SPDX-License-Identifier: MIT */
/*
 * s390x.  Instruction fetch is coherent with stores: what another processor wrote is
 * fetched once the processor has serialised, which discards all instructions that it
 * fetched ahead, and without that only these may be old (z/Architecture Principles of
 * Operation, SA22-7832, chapter 5: instruction fetching, CPU serialization).  So there
 * is nothing to flush.
 *
 * A processor does not fetch ahead from an address without a valid translation, and
 * step 4 of the swap (IPTE, IDTE or CSPG, complete when no processor uses the old one any
 * more) leaves none until the copy appears.  What remains is what a processor had fetched
 * before, and it serialises with every interruption.  The kernel of Debian 12 lacks
 * membarrier's SYNC_CORE, but its PRIVATE_EXPEDITED does the same here: it interrupts
 * each processor that runs this process, and the others come back to it by an
 * interruption and a new PSW.  Later kernels offer just that as SYNC_CORE, with nothing
 * added (Documentation/features/sched/membarrier-sync-core/arch-support.txt: s390).
 * Where even that is refused, what was fetched ahead may be executed until the next
 * interruption, the timer's at the latest.
 *
 * The thread pointer is in access registers, which keep across execve what the
 * program before had there.
 *
 * mmap is the kernel's old one (arch/s390/kernel/syscall.c).
 */
#include <errno.h>
#include <linux/membarrier.h>
#include <stdbool.h>
#include <sys/syscall.h>

#include "arch/startup.h"

/* Of <unistd.h>, which does not declare it in strict C. */
long syscall(long number, ...);

#define FFP_ARCH_OPS (&ffp_insn_s390x)
#define ARCH_MMAP_BLOCK 1

static inline void arch_flush_icache(void *p, size_t n)
{
	(void)p;
	(void)n;
}

static inline bool arch_serialise(void)
{
	int errno_before = errno;
	/* Refused until registered, which is cheap to repeat. */
	long r = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);

	r = r ? r : syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
	errno = errno_before;
	/* This thread, on kernels that leave the caller out. */
	__asm__ volatile("bcr 15, %%r0" : : : "memory");
	return r == 0;
}

static inline bool arch_thread_known(void)
{
	return arch_startup_told();
}
