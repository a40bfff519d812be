/* SPDX-License-Identifier: MIT */
/*
 * x86-64.  Instruction fetch is coherent with stores (Intel SDM vol. 3, 12.6;
 * AMD APM vol. 2, 7.6.1), so there is nothing to flush.  What remains is that
 * a thread must execute a serialising instruction before it may rely on
 * fetching what another processor wrote (SDM vol. 3, 9.1.3).
 */
#include <asm/prctl.h>
#include <stdbool.h>
#include <sys/syscall.h>

#define FFP_ARCH_OPS (&ffp_insn_x86_64)

static inline void arch_flush_icache(void *p, size_t n)
{
	(void)p;
	(void)n;
}

static inline bool arch_serialise(void)
{
	unsigned a = 0, b, c = 0, d;

	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d) : : "memory");
	return false;
}

/* The pointer is the base of %fs, which on some processors only a system call can read. */
static inline bool arch_thread_known(void)
{
	unsigned long base = 0;
	long result = SYS_arch_prctl;

	__asm__ volatile("syscall"
			 : "+a"(result)
			 : "D"(ARCH_GET_FS), "S"(&base)
			 : "rcx", "r11", "memory");
	return result || base;
}
