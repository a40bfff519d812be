/* SPDX-License-Identifier: MIT */
/*
 * The lines of the auxiliary vector that not every kernel has, as AT_HWCAP2: arch_auxval() tells
 * such a line's value, or 0, and leaves errno alone.
 *
 * Without the line musl's getauxval sets errno.  That of glibc knows the types that are asked for
 * here without a look at the vector; and there the caller may be the resolver of an IFUNC, which
 * has no errno that could be kept.  (musl has no IFUNC.)
 */
#ifndef FFP_SRC_ARCH_AUXVAL_H
#define FFP_SRC_ARCH_AUXVAL_H

#include <errno.h>
#include <sys/auxv.h>

static inline unsigned long arch_auxval(unsigned long type)
{
#ifdef __GLIBC__
	return getauxval(type);
#else
	int before = errno;
	unsigned long value = getauxval(type);

	errno = before;
	return value;
#endif
}

#endif /* FFP_SRC_ARCH_AUXVAL_H */
