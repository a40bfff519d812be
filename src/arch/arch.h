/* SPDX-License-Identifier: MIT */
/*
 * The one place where the run time chooses its architecture.  Each file says:
 *
 *	FFP_ARCH_OPS		its struct insn_ops, or NULL without a back end
 *	arch_publish(p, n)	make n new bytes of code at p fit for being
 *				fetched, before they are mapped where code runs
 *	arch_serialise()	where membarrier cannot: what the architecture has
 *				to make this thread fetch anew; true if all
 *				threads do
 *	arch_text_prot(type, bits)
 *				the bits of mprotect's, beyond PROT_READ and
 *				PROT_EXEC, that the text of a module has which
 *				says this of itself in a GNU property: 0 but
 *				where ARCH_TEXT_PROT says that there are such
 *	arch_thread_known()	has the C library set up the thread pointer?  Not
 *				while a static program is relocated; startup.h helps
 *				where execve leaves the last program's
 *	ARCH_THREAD_POINTER	without a back end: the thread pointer or what tells
 *				of it, where a static program may be relocated
 *				before it is set
 *	ARCH_MMAP_BLOCK		only where mmap takes the address of a block
 *				that holds its six arguments
 */
#ifndef FFP_SRC_ARCH_H
#define FFP_SRC_ARCH_H

#include "insn.h"

#if defined(__x86_64__) && defined(__LP64__)
#include "arch/x86_64.h"
#elif defined(__aarch64__) && defined(__LP64__) && !defined(__AARCH64EB__)
#include "arch/aarch64.h"
#elif defined(__riscv) && __riscv_xlen == 64
#include "arch/riscv64.h"
#elif defined(__arm__)
#include "arch/arm.h"
#elif defined(__s390x__)
#include "arch/s390x.h"
#else
#include "arch/none.h"
#endif

#ifndef ARCH_TEXT_PROT
#include <stdint.h>

static inline int arch_text_prot(uint32_t type, uint32_t bits)
{
	(void)type;
	(void)bits;
	return 0;
}
#endif

#endif /* FFP_SRC_ARCH_H */
