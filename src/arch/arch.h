/* SPDX-License-Identifier: MIT */
/*
 * The one place where the run time chooses its architecture.  Each file beside this one
 * defines, without any lock:
 *
 *	FFP_ARCH_OPS		the architecture's struct insn_ops; NULL: no back end
 *	arch_flush_icache(p, n)	make n new bytes of code at p fit for being
 *				fetched, before they are mapped where code runs
 *	arch_serialise()	for kernels whose membarrier cannot: make this
 *				thread fetch its instructions anew; true if all
 *				threads do
 *	arch_text_prot(type, bits)
 *				what a property of a module's GNU note, of this
 *				type and with these bits, adds to PROT_READ and
 *				PROT_EXEC in the rights of its text; 0 unless
 *				the file defines ARCH_TEXT_PROT
 *	arch_thread_known()	true once the C library has set up the thread
 *				pointer, which in a static program is later than
 *				relocation; startup.h serves where the pointer
 *				cannot be asked
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
