// SPDX-License-Identifier: MIT
/*
 * DEFINE_FFP_RETURN: hooks that return a value until they are set, of every type that a register
 * holds, from function types and from pointer types.
 */
#include <ffp.h>
#include <limits.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

enum colour { RED, BLUE = 300 };
typedef int (*hook_type)(int);
typedef unsigned char byte_type(void);
typedef void (*null_type)(int);

DECLARE_FFP_RETURN(plain, hook_type);
DEFINE_FFP_RETURN(plain, hook_type, -7);
DECLARE_FFP_RETURN_EXPORT(exported, hook_type);
DEFINE_FFP_RETURN_EXPORT(exported, hook_type, INT_MIN);
DECLARE_FFP_NULL(note, null_type);
DEFINE_FFP_NULL(note, null_type);

/* Each with the least and the greatest value of its type. */
DEFINE_FFP_RETURN_STATIC(truth, _Bool(void), 1);
DEFINE_FFP_RETURN_STATIC(byte, byte_type, UCHAR_MAX);
DEFINE_FFP_RETURN_STATIC(tiny, signed char(void), SCHAR_MIN);
DEFINE_FFP_RETURN_STATIC(small, short(void), SHRT_MIN);
DEFINE_FFP_RETURN_STATIC(wide_small, unsigned short(void), USHRT_MAX);
DEFINE_FFP_RETURN_STATIC(least, int(void), INT_MIN);
DEFINE_FFP_RETURN_STATIC(natural, unsigned(void), UINT_MAX);
DEFINE_FFP_RETURN_STATIC(large, long(void), LONG_MIN);
DEFINE_FFP_RETURN_STATIC(huge, unsigned long long(void), ULLONG_MAX - 1);
DEFINE_FFP_RETURN_STATIC(negative, long long(void), LLONG_MIN);
DEFINE_FFP_RETURN_STATIC(paint, enum colour(int), BLUE);
DEFINE_FFP_RETURN_STATIC(text, const char *(int), "text");
DEFINE_FFP_RETURN_STATIC(nothing, void *(int), NULL);
/* C does not see what these return. */
DEFINE_FFP_RETURN_STATIC(unseen_small, int(short, float, ...), -1);
DEFINE_FFP_RETURN_STATIC(unseen_byte, unsigned char(char), 200);
DEFINE_FFP_RETURN_STATIC(unseen_large, long(_Bool), -5);
DEFINE_FFP_RETURN_STATIC(unseen_text, const char *(char), "unseen");

static COUNTED int call_plain(int x)
{
	return plain(x);
}

static COUNTED int call_exported(int x)
{
	return exported(x);
}

#if FORM != POINTER
/* What assembly would call. */
extern int plain_by_symbol(int x) __asm__(FFP_SYMBOL(plain, plain_ffp_default));
extern int exported_by_symbol(int x) __asm__(FFP_SYMBOL_EXPORT(exported, exported_ffp_default));
#endif

static int (*previous)(int);

static int add_1(int x)
{
	return previous(x) + x + 1;
}

static int noted;

static void note_it(int x)
{
	noted += x;
}

int main(void)
{
	struct ffp_info info;

	is(CALL(call_plain(3)), -7, "a plain key returns its value");
	is(CALL(call_exported(3)), INT_MIN, "an exported one");
	ok(truth(), "a bool");
	is(byte(), UCHAR_MAX, "an unsigned char");
	is(tiny(), SCHAR_MIN, "a signed char");
	is(small(), SHRT_MIN, "a short");
	is(wide_small(), USHRT_MAX, "an unsigned short");
	is(least(), INT_MIN, "an int");
	ok(natural() == UINT_MAX, "an unsigned");
	is(large(), LONG_MIN, "a long");
	ok(huge() == ULLONG_MAX - 1, "an unsigned long long");
	ok(negative() == LLONG_MIN, "a long long");
	is(paint(1), BLUE, "an enumeration");
	ok(!strcmp(text(1), "text"), "a pointer");
	ok(!nothing(1), "a null pointer");
	is(unseen_small(1, 1, 1), -1, "an int that C does not see");
	is(unseen_byte('a'), 200, "a byte that C does not see");
	is(unseen_large(1), -5, "a long that C does not see");
	ok(!strcmp(unseen_text('a'), "unseen"), "a pointer that C does not see");

	is(ffp_info(FFP_KEY(plain), &info), 0, "ffp_info");
	is(info.sites, COLLECTED(2), "its sites, one by its symbol");
	is(info.direct, COLLECTED(2), "are direct");
	ok(info.def && info.target == info.def && !info.constant, "the value is a function's");
	is(FFP_ON(plain), 0, "the key is not set");

	previous = FFP_TARGET(plain);
	is(CHANGE(SET_FFP(plain, add_1)), 0, "set to a function that calls on");
	is(CALL(call_plain(3)), -3, "to the value");
	is(CHANGE(SET_FFP_RETURN(plain, 9)), 0, "set to another value");
	is(CALL(call_plain(3)), 9, "which is returned");
	is(CHANGE(RESET_FFP(plain)), 0, "reset");
	is(CALL(call_plain(3)), -7, "to its own");
	is(CHANGE(SET_FFP(exported, add_1)), 0, "an exported one is set");
	is(CALL(call_exported(3)), -3, "and called");
#if FORM != POINTER
	is(plain_by_symbol(3) * 10 + exported_by_symbol(3), -73, "keys called by their symbols");
#endif
	is(CHANGE(RESET_FFP(exported)), 0, "and reset");
	is(CALL(call_exported(3)), INT_MIN, "to its own");

	note(1);
	is(CHANGE(SET_FFP(note, note_it)), 0, "a NULL key from a pointer type");
	note(2);
	is(noted, 2, "is called while it is set");
	counts_print();
	return done();
}
