/* SPDX-License-Identifier: MIT */
/*
 * Arm, 32 bits: no back end; but static programs are relocated before there is a
 * thread pointer, as they are on AArch64 (glibc, csu/libc-start.c), and without one
 * errno is out of bounds.
 */
#define ARCH_THREAD_POINTER __builtin_thread_pointer()

#include "arch/none.h"
