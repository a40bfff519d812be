/* SPDX-License-Identifier: MIT */
/* An architecture without a back end: every key is of the pointer form. */
#ifndef FFP_NONE_H
#define FFP_NONE_H

#ifndef FFP_POINTER
#define FFP_POINTER 1
#endif

/*
 * Most calling conventions have a function extend what it returns to the whole
 * register by the sign of its type (ppc64), some by the highest of 32
 * bits even if it is unsigned; to the others it is all the same.
 */
#if defined(__loongarch__) || defined(__mips__) || defined(__alpha__)
#define FFP__WIDEN(value) FFP__TO(uint64_t, FFP__TO(int64_t, FFP__TO(int32_t, value)))
#else
#define FFP__WIDEN(value) FFP__TO(uint64_t, value)
#endif

#endif /* FFP_NONE_H */
