/* SPDX-License-Identifier: MIT */
/*
 * s390x: no back end.  The thread pointer is in access registers, which keep across
 * execve what the program before had there: that one is set does not tell that it is
 * ours.  A dynamic linker sets it before it relocates anything, and the kernel tells
 * whether it started one.  In a static program the C library sets it before it notes
 * how the program was called, and that before .preinit_array (glibc, csu/libc-start.c
 * and csu/init-first.c).  A program that the linker was given as an argument counts as
 * static: what runs before its libraries' constructors is refused, too.
 *
 * mmap is the kernel's old one (arch/s390/kernel/syscall.c).
 */
#include <sys/auxv.h>

extern char *program_invocation_name; /* GNU; initially empty */

#define ARCH_THREAD_POINTER (getauxval(AT_BASE) || *program_invocation_name)
#define ARCH_MMAP_BLOCK 1

#include "arch/none.h"
