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
 *
 * Text that says of itself that each place where an indirect branch may arrive has a
 * landing pad (its GNU property, see the ELF standard for the Arm 64-bit architecture)
 * is guarded by the dynamic linker or the kernel, on processors that can: PROT_BTI
 * makes other places a fault (DDI 0487, D8, "Guarded pages").
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/auxv.h>

#include "auxval.h"

#define FFP_ARCH_OPS (&ffp_insn_aarch64)

static inline void arch_flush_icache(void *p, size_t n)
{
	__builtin___clear_cache((char *)p, (char *)p + n);
}

static inline bool arch_serialise(void)
{
	__asm__ volatile("isb" : : : "memory");
	return false;
}

#define ARCH_TEXT_PROT 1

static inline int arch_text_prot(uint32_t type, uint32_t bits)
{
	/* As the kernel's headers, new ones, have them. */
	const uint32_t feature_1_and = 0xc0000000, feature_1_bti = 1;
	const unsigned long hwcap2_bti = 1 << 17;
	const int prot_bti = 0x10;

	if (type != feature_1_and || !(bits & feature_1_bti))
		return 0;
	/* The kernel refuses what the processor cannot. */
	return arch_auxval(AT_HWCAP2) & hwcap2_bti ? prot_bti : 0;
}

static inline bool arch_thread_known(void)
{
	void *pointer;

	__asm__("mrs %0, tpidr_el0" : "=r"(pointer));
	return pointer;
}
