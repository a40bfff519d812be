// SPDX-License-Identifier: MIT
/*
 * SET_FFP_RETURN for every integer type, for enumerations and pointers: each
 * value that fits is yielded as it is, each other one refused, whatever type it
 * comes in.
 */
#include <errno.h>
#include <ffp.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

/* Wide enough for all of them; but for one, where there is no such type. */
#ifdef __SIZEOF_INT128__
typedef __int128 wide;
#define WIDE_MAX ULLONG_MAX
#else
typedef long long wide;
#define WIDE_MAX LLONG_MAX
#endif

enum colour { RED, GREEN, BLUE = 0x7fffffff };

/* Name and type of each, and the range of its values. */
#define TYPES(X)                                                                                   \
	X(boolean, _Bool, 0, 1)                                                                    \
	X(character, char, CHAR_MIN, CHAR_MAX)                                                     \
	X(schar, signed char, SCHAR_MIN, SCHAR_MAX)                                                \
	X(uchar, unsigned char, 0, UCHAR_MAX)                                                      \
	X(sshort, short, SHRT_MIN, SHRT_MAX)                                                       \
	X(ushort_, unsigned short, 0, USHRT_MAX)                                                   \
	X(sint, int, INT_MIN, INT_MAX)                                                             \
	X(uint_, unsigned int, 0, UINT_MAX)                                                        \
	X(slong, long, LONG_MIN, LONG_MAX)                                                         \
	X(ulong_, unsigned long, 0, ULONG_MAX)                                                     \
	X(sllong, long long, LLONG_MIN, LLONG_MAX)                                                 \
	X(ullong, unsigned long long, 0, WIDE_MAX)                                                 \
	X(enumeration, enum colour, 0, UINT_MAX)

static const wide values[] = {
	0,
	1,
	2,
	-1,
	-2,
	INT8_MAX,
	INT8_MAX + 1,
	UINT8_MAX,
	UINT8_MAX + 1,
	INT8_MIN,
	INT8_MIN - 1,
	INT16_MAX,
	INT16_MAX + 1,
	UINT16_MAX,
	UINT16_MAX + 1,
	INT16_MIN,
	INT16_MIN - 1,
	INT32_MAX,
	(wide)INT32_MAX + 1,
	UINT32_MAX,
	(wide)UINT32_MAX + 1,
	INT32_MIN,
	(wide)INT32_MIN - 1,
	(wide)0x12345678,
	(wide)0x123456789abc,
	INT64_MAX,
	INT64_MIN,
#ifdef __SIZEOF_INT128__
	(wide)INT64_MAX + 1,
	UINT64_MAX,
#endif
};
enum { VALUES = sizeof(values) / sizeof(values[0]) };

/* A key of each type, its parameters such that C can see the return type. */
#define DEFINE_KEY(name, type, low, high)                                                          \
	type name##_default(long x, const char *s);                                                \
	type name##_default(long x, const char *s)                                                 \
	{                                                                                          \
		return (type)(x + !s);                                                             \
	}                                                                                          \
	DEFINE_FFP(name, name##_default);                                                          \
	static COUNTED wide call_##name(void)                                                      \
	{                                                                                          \
		type r = name(0, "");                                                              \
                                                                                                   \
		return r;                                                                          \
	}                                                                                          \
	static COUNTED type tail_##name(void)                                                      \
	{                                                                                          \
		return name(0, "");                                                                \
	}
TYPES(DEFINE_KEY)

static unsigned wrong, fitted, refused;

/* What SET_FFP_RETURN said and what calls yield now, of what they yielded before. */
static void judge(const char *key, const char *from, wide v, wide low, wide high, int said,
		  wide call, wide tail, wide *last)
{
	bool fits = v >= low && v <= high;

	if (fits) {
		fitted++;
		*last = v;
	} else {
		refused++;
	}
	if (said == (fits ? 0 : -ERANGE) && call == *last && tail == *last)
		return;
	wrong++;
	printf("# %s from %s: value %lld (of 2^64 %lld) gave %d and %lld, %lld\n", key, from,
	       (long long)v, (long long)(v >> 32 >> 32), said, (long long)call, (long long)tail);
}

/* Each value that the type `from` can hold, for a key of the type `to`. */
#define TRY(from, from_type, to, low, high)                                                        \
	for (int i = 0; i < VALUES; i++) {                                                         \
		volatile from_type v = (from_type)values[i];                                       \
		wide call;                                                                         \
		int said;                                                                          \
                                                                                                   \
		if ((wide)v != values[i] || (v > 0) != (values[i] > 0))                            \
			continue;                                                                  \
		said = CHANGE(SET_FFP_RETURN(to, v));                                              \
		call = CALL(call_##to());                                                          \
		judge(#to, #from, v, low, high, said, call, CALL(tail_##to()), &last);             \
	}

#define CHECK_KEY(to, type, low, high)                                                             \
	static void check_##to(void)                                                               \
	{                                                                                          \
		wide last = 0;                                                                     \
                                                                                                   \
		wrong = 0;                                                                         \
		TRY(boolean, _Bool, to, low, high)                                                 \
		TRY(character, char, to, low, high)                                                \
		TRY(schar, signed char, to, low, high)                                             \
		TRY(uchar, unsigned char, to, low, high)                                           \
		TRY(sshort, short, to, low, high)                                                  \
		TRY(ushort, unsigned short, to, low, high)                                         \
		TRY(sint, int, to, low, high)                                                      \
		TRY(uint, unsigned int, to, low, high)                                             \
		TRY(slong, long, to, low, high)                                                    \
		TRY(ulong, unsigned long, to, low, high)                                           \
		TRY(sllong, long long, to, low, high)                                              \
		TRY(ullong, unsigned long long, to, low, high)                                     \
		TRY(enumeration, enum colour, to, low, high)                                       \
		is(wrong, 0, #to ": %u values yielded, %u refused, so far", fitted, refused);      \
		is(CHANGE(RESET_FFP(to)), 0, #to ": reset");                                       \
		is((long long)CALL(call_##to()), 0, #to ": the default again");                    \
	}
TYPES(CHECK_KEY)

/* Pointers: what the value points to is the caller's business. */
const char *text_default(int x);
const char *text_default(int x)
{
	return x ? "one" : "none";
}
DEFINE_FFP(text, text_default);

/* Parameters that hide the return type from C: a pointer is taken at its word. */
void *memory_default(char c, float f);
void *memory_default(char c, float f)
{
	return c && f > 0 ? &wrong : NULL;
}
DEFINE_FFP(memory, memory_default);

static COUNTED const char *tail_text(int x)
{
	return text(x);
}

static COUNTED bool memory_is(void *p)
{
	return memory('c', 1) == p;
}

static void check_pointers(void)
{
	static const char word[] = "word";
	const char *volatile other = word + 1;
	void *const high = (void *)(uintptr_t)0xfedcba9876543210;
	struct ffp_info info;

	is(CHANGE(SET_FFP_RETURN(text, word)), 0, "a pointer");
	ok(CALL(text(1)) == word && CALL(tail_text(1)) == word, "is yielded");
	is(CHANGE(SET_FFP_RETURN(text, other)), 0, "another, known at run time");
	ok(CALL(text(1)) == word + 1 && CALL(tail_text(1)) == word + 1, "is yielded");
	is(CHANGE(SET_FFP_RETURN(text, (const char *)NULL)), 0, "a null pointer");
	ok(!CALL(text(1)) && !CALL(tail_text(1)), "is yielded");
	is(CHANGE(SET_FFP_RETURN(memory, high)), 0, "a pointer of 64 bit");
	ok(CALL(memory_is(high)), "is yielded");
	is(ffp_info(FFP__KEY(memory), &info), 0, "ffp_info");
	ok(info.constant && info.value == (uintptr_t)high, "tells it");
	is(CHANGE(RESET_FFP(memory)), 0, "reset");
	ok(CALL(memory_is(&wrong)), "the default again");
}

/* Constants, as most programs have them; each kind of value that a site can say. */
static void check_literals(void)
{
	struct ffp_info info;
	int evaluated = 0;

	is(CHANGE(SET_FFP_RETURN(sint, -1)), 0, "int -1");
	is((long long)CALL(call_sint()), -1, "is yielded");
	is(ffp_info(FFP__KEY(sint), &info), 0, "ffp_info");
	is(info.constant, 1, "says it is constant");
	ok(info.value == FFP__WIDEN(-1), "as the register holds it");
	is(CHANGE(SET_FFP_RETURN(sllong, -1)), 0, "long long -1");
	is((long long)CALL(call_sllong()), -1, "is yielded");
	is(ffp_info(FFP__KEY(sllong), &info), 0, "ffp_info");
	ok(info.value == UINT64_MAX, "says it is of 64 bit");
	is(info.direct, COLLECTED(2), "without the key's trampoline");
	is(CHANGE(SET_FFP_RETURN(ulong_, UINT32_MAX)), 0, "unsigned long 2^32 - 1");
	is((long long)CALL(call_ulong_()), UINT32_MAX, "is yielded");
	is(CHANGE(SET_FFP_RETURN(ullong, UINT64_MAX)), 0, "unsigned long long 2^64 - 1");
	ok((uint64_t)CALL(call_ullong()) == UINT64_MAX, "is yielded");
	is(CHANGE(SET_FFP_RETURN(boolean, true)), 0, "true");
	ok(CALL(tail_boolean()), "is yielded");
	is(CHANGE(SET_FFP_RETURN(enumeration, BLUE)), 0, "an enumerator");
	ok(CALL(tail_enumeration()) == BLUE, "is yielded");
	is(CHANGE(SET_FFP_RETURN(character, 'x')), 0, "a character");
	is(CALL(tail_character()), 'x', "is yielded");
	is(CHANGE(SET_FFP_RETURN(sint, ++evaluated)), 0, "an expression");
	is(evaluated, 1, "is evaluated once");
	is((long long)CALL(call_sint()), 1, "and yielded");
}

#define RUN(name, type, low, high) check_##name();

int landed_default(int x);
int landed_default(int x)
{
	return x;
}
DEFINE_FFP(landed, landed_default);

/* Set where the compiler is told to make landing pads. */
#ifndef GUARDED
#define GUARDED 0
#endif

/*
 * What FFP_TARGET yields may be called by a pointer, also where that must find a landing pad:
 * the instruction that the key's own entry begins with.
 */
static void check_landing(void)
{
	int (*target)(int);

	is(CHANGE(ffp_set_return(FFP__KEY(landed), 7)), 0, "a constant");
	target = FFP_TARGET(landed);
	is(target(1), 7, "called by a pointer");
	if (GUARDED && FORM != POINTER)
		ok(!memcmp((const void *)(uintptr_t)target, (const void *)(uintptr_t)&landed, 4),
		   "its code begins with a landing pad, as the key's entry");
	is(CHANGE(RESET_FFP(landed)), 0, "reset");
	is(CALL(landed(1)), 1, "the default");
	is(CHANGE(SET_FFP(landed, target)), 0, "set to that code");
	is(CALL(landed(1)), 7, "the constant again");
	is(CHANGE(RESET_FFP(landed)), 0, "reset");
}

int main(void)
{
	check_landing();
	TYPES(RUN)
	check_pointers();
	check_literals();
	printf("# %u values yielded, %u refused\n", fitted, refused);
	counts_print();
	return done();
}
