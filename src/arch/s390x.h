/* SPDX-License-Identifier: MIT */
/*
 * s390x: no back end; the thread pointer is in access registers, and mmap is the
 * kernel's old one (arch/s390/kernel/syscall.c).
 */
#include "arch/startup.h"

#define ARCH_THREAD_POINTER arch_startup_told()
#define ARCH_MMAP_BLOCK 1

#include "arch/none.h"
