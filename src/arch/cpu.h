/* SPDX-License-Identifier: MIT */
/*
 * The one place where the library chooses its table of processor features.  Each file beside this
 * one defines, for src/cpu.c, which has included src/cpu.h before:
 *
 *	cpu_features[]		the table, whose line 0 is CPU_NO_FEATURE
 *	CPU_WORDS		the number of words to which it refers
 *	cpu_read(words)		fill them in: what the processor has and the kernel
 *				lets programs use.  They are all 0 before
 *
 * A name is that of GCC's target attribute, target_clones or __builtin_cpu_supports, or Clang's
 * where that has another.  A table says in `needs` what either compiler takes for granted.
 */
#ifndef FFP_SRC_ARCH_CPU_H
#define FFP_SRC_ARCH_CPU_H

#if defined(__x86_64__) || defined(__i386__)
#include "arch/cpu-x86.h"
#elif defined(__aarch64__)
#include "arch/cpu-aarch64.h"
#elif defined(__riscv)
#include "arch/cpu-riscv.h"
#elif defined(__s390x__)
#include "arch/cpu-s390.h"
#elif defined(__powerpc64__)
#include "arch/cpu-powerpc.h"
#elif defined(__arm__)
#include "arch/cpu-arm.h"
#else
#include "arch/cpu-none.h"
#endif

#endif /* FFP_SRC_ARCH_CPU_H */
