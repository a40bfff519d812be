/* SPDX-License-Identifier: MIT */
/* s390x: no back end; but mmap is the kernel's old one (arch/s390/kernel/syscall.c). */
#define ARCH_MMAP_BLOCK 1

#include "arch/none.h"
