/* SPDX-License-Identifier: MIT */
/*
 * Whether the C library has set up what a thread needs, for architectures where the thread pointer
 * itself does not tell: execve leaves in its register the value of the program before (RISC-V,
 * s390x); to read it before it is set is a fault (i386); or it is set before a static program is
 * relocated, when atexit() is still of no use: the program crashes at its end (PowerPC).
 *
 * A dynamic linker sets these before it relocates anything, and the kernel tells whether it
 * started one.  In a static program the C library sets them before it notes how the
 * program was called, and that before .preinit_array (glibc, csu/libc-start.c and
 * csu/init-first.c).  A program that the linker was given as an argument counts as
 * static: what runs before its libraries' constructors is refused, too.
 */
#include <stdbool.h>
#include <sys/auxv.h>

extern char *program_invocation_name; /* GNU; initially empty */

static inline bool arch_startup_told(void)
{
	return getauxval(AT_BASE) || *program_invocation_name;
}
