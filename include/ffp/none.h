/* SPDX-License-Identifier: MIT */
/* An architecture without a back end: every key is of the pointer form. */
#ifndef FFP_NONE_H
#define FFP_NONE_H

#ifndef FFP_POINTER
#define FFP_POINTER 1
#endif

/*
 * In most calling conventions a function extends its result to the whole register by the
 * sign of its type (ppc64), in some by bit 31 even if the type is unsigned.  The others
 * leave the upper bits undefined, and any extension will do.
 */
#if defined(__loongarch__) || defined(__mips__) || defined(__alpha__)
#define FFP__WIDEN(value) FFP__TO(uint64_t, FFP__TO(int64_t, FFP__TO(int32_t, value)))
#else
#define FFP__WIDEN(value) FFP__TO(uint64_t, value)
#endif

#endif /* FFP_NONE_H */
