/* SPDX-License-Identifier: MIT */
/*
 * Whether the C library has set up the thread pointer, for architectures where the pointer itself
 * does not tell: execve leaves in its register what the program before had there.
 *
 * A dynamic linker sets it before it relocates anything, and the kernel tells whether it
 * started one.  In a static program the C library sets it before it notes how the
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
