/* SPDX-License-Identifier: MIT */
/* An architecture without a back end: every key is of the pointer form. */
#include <stdbool.h>

#include "arch/startup.h"

#define FFP_ARCH_OPS ((const struct insn_ops *)NULL)

static inline void arch_flush_icache(void *p, size_t n)
{
	(void)p;
	(void)n;
}

static inline bool arch_serialise(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return false;
}

static inline bool arch_thread_known(void)
{
	return arch_startup_told();
}
