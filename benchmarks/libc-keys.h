/* SPDX-License-Identifier: MIT */
/*
 * Makes every call of some functions of the C library in somebody else's
 * program a call of a key, without touching that program: for -include.
 */
#ifndef LIBC_KEYS_H
#define LIBC_KEYS_H

#include <ffp.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

DECLARE_FFP(key_free, free);
DECLARE_FFP(key_memcmp, memcmp);
DECLARE_FFP(key_memcpy, memcpy);
DECLARE_FFP(key_realloc, realloc);
DECLARE_FFP(key_strchr, strchr);
DECLARE_FFP(key_strcmp, strcmp);
DECLARE_FFP(key_strcoll, strcoll);
DECLARE_FFP(key_strlen, strlen);
DECLARE_FFP(key_strpbrk, strpbrk);
DECLARE_FFP(key_strspn, strspn);

#undef strchr
#define free key_free
#define memcmp key_memcmp
#define memcpy key_memcpy
#define realloc key_realloc
#define strchr key_strchr
#define strcmp key_strcmp
#define strcoll key_strcoll
#define strlen key_strlen
#define strpbrk key_strpbrk
#define strspn key_strspn

#endif /* LIBC_KEYS_H */
