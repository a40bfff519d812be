// SPDX-License-Identifier: MIT
/*
 * Constants of the pointer form, without a C library or libffp: what a call of each
 * stub gives.  With -DWIDE also of keys that return more than a word of 32 bits.
 */
#include <ffp.h>

#include <stdbool.h>

typedef signed char schar;

/* Key, what it returns and takes, and what has the size of that. */
#define BITS UINT64_C(0x1122334495667788)
#define KEYS(X)                                                                                    \
	X(of_bool, bool, float, bool)                                                              \
	X(of_char, schar, schar, schar)                                                            \
	X(of_short, short, int, short)                                                             \
	X(of_int, int, int, int)                                                                   \
	X(of_unsigned, unsigned, char, unsigned)                                                   \
	X(of_long, long, long, long)                                                               \
	X(of_pointer, void *, const char *, uintptr_t)                                             \
	X(of_pointer_2, const char *, bool, uintptr_t)

/* C cannot see what it returns. */
#define UNSEEN(X) X(of_unseen, long long, char, long long)

#define WIDE_KEYS(X)                                                                               \
	X(of_wide, long long, int, long long)                                                      \
	X(of_unsigned_wide, unsigned long long, void *, unsigned long long)

#define DEFINE(key, type, parameter, number)                                                       \
	type key##_default(parameter x);                                                           \
	type key##_default(parameter x)                                                            \
	{                                                                                          \
		(void)x;                                                                           \
		return 0;                                                                          \
	}                                                                                          \
	DEFINE_FFP(key, key##_default);

KEYS(DEFINE)
UNSEEN(DEFINE)
#ifdef WIDE
WIDE_KEYS(DEFINE)
#endif
DEFINE_FFP_NULL(of_nothing, void(char));

/* The library, which is not here: a constant is set as it does that. */
void ffp_module_add(const struct ffp_module *module)
{
	(void)module;
}

void ffp_module_remove(const struct ffp_module *module)
{
	(void)module;
}

const struct ffp_library ffp_library;

/* Of a type of a word or less, the upper half is nobody's business. */
#define CHECK(key, type, parameter, number)                                                        \
	which++;                                                                                   \
	FFP__KEY(key)->state->constant =                                                           \
	    sizeof(number) > 4 ? BITS : (BITS >> 32 << 32 | (uint32_t)(number)BITS);               \
	key = (type(*)(parameter))FFP__KEY(key)->stub;                                             \
	if (key((parameter)0) != (type)(number)BITS)                                               \
		return which;

/* 0, or the number of the first that gives what it should not. */
int check(void);
int check(void)
{
	int which = 0;

	KEYS(CHECK)
	if (UNSEEN_WIDE) {
		UNSEEN(CHECK)
	}
#ifdef WIDE
	WIDE_KEYS(CHECK)
#endif
	FFP__KEY(of_nothing)->state->constant = BITS;
	((void (*)(char))FFP__KEY(of_nothing)->stub)(1);
	return 0;
}
