// SPDX-License-Identifier: MIT
/*
 * A call of a key is a C call with all that belongs to it: any number and type
 * of arguments, any return, an aligned stack, registers kept.  Each signature
 * is called through a default, another target, and the default again.
 */
#include <ffp.h>
#include <complex.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

struct big {
	long a[9];
};

struct mixed {
	double d;
	long l;
};

struct odd {
	char c[3];
};

typedef double pair_of_doubles __attribute__((vector_size(16)));
#ifdef __SIZEOF_INT128__
typedef __int128 widest;
#else
typedef long long widest;
#endif
typedef int (*callback)(const void *, const void *);

static unsigned misaligned;

/* A compiler places a variable without aligning the stack, which its caller has done. */
#define CHECK_STACK()                                                                              \
	do {                                                                                       \
		volatile max_align_t here;                                                         \
		misaligned += (uintptr_t)&here % _Alignof(max_align_t) != 0;                       \
	} while (0)

/*
 * Two versions of each function: `sign` is 1 in the default, -1 in the other
 * target, so that the argument list is written once.
 */
#define TWO(type, name, parameters, ...)                                                           \
	type name##_default parameters;                                                            \
	type name##_other parameters;                                                              \
	__attribute__((noinline)) type name##_default parameters                                   \
	{                                                                                          \
		enum { sign = 1 };                                                                 \
		CHECK_STACK();                                                                     \
		__VA_ARGS__                                                                        \
	}                                                                                          \
	__attribute__((noinline)) type name##_other parameters                                     \
	{                                                                                          \
		enum { sign = -1 };                                                                \
		CHECK_STACK();                                                                     \
		__VA_ARGS__                                                                        \
	}                                                                                          \
	DEFINE_FFP(name, name##_default)

TWO(long, ten,
    (long a, long b, long c, long d, long e, long f, long g, signed char h, short i, int j),
    return sign * (a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j););
TWO(double, floats,
    (double a, float b, long c, double d, float e, double f, double g, double h, double i, double j,
     double k, int l),
    return sign * (a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j +
		   11 * k + 12 * l););
TWO(float, single, (float x), return sign * x / 2;);
TWO(long double, extended, (long double x, int n, long double y), return sign * (x * n + y););
TWO(double complex, complexes, (double complex z), return sign * z * z;);
TWO(struct big, bigs, (long x, struct big b), for (int i = 0; i < 9; i++) b.a[i] *= sign * x;
    return b;);
TWO(struct mixed, mixeds, (struct mixed m, int x), m.d *= sign * x; m.l += sign * x; return m;);
TWO(struct odd, odds, (struct odd o), o.c[sign + 1] = 'x'; return o;);
TWO(pair_of_doubles, vectors, (pair_of_doubles v), return v * (double)sign;);
TWO(widest, wide, (widest x, widest y), return sign * (x + y););
TWO(_Bool, boolean, (_Bool x), return sign > 0 ? x : !x;);
TWO(signed char, narrow, (signed char x), return (signed char)(sign * x););
TWO(const char *, pointer, (const char *s), return s + 1 + sign;);
TWO(callback, function, (callback f), return sign > 0 ? f : NULL;);

/* A variadic default hands its list on, as a logger does. */
TWO(int, format, (char *to, size_t n, const char *fmt, ...), va_list ap; int r; va_start(ap, fmt);
    r = vsnprintf(to, n, fmt, ap); va_end(ap); return sign * r;);

int op_default(int x);
int op_default(int x)
{
	return x;
}

static int op_other(int x)
{
	char text[64];

	/* Something that uses many registers. */
	return snprintf(text, sizeof(text), "%d %f", x, (double)x);
}

static void note_it(int x)
{
	(void)op_other(x);
}

DEFINE_FFP(op, op_default);
DEFINE_FFP_NULL(note, void(int));
/* In the architecture's registers.S, if there is one. */
__attribute__((weak)) unsigned registers_op(void), registers_note(void);

static void check_calls(int sign, const char *state)
{
	struct big b = { { 1, 2, 3, 4, 5, 6, 7, 8, 9 } }, b2;
	struct mixed m = { 1.5, 7 };
	struct odd o = { "abc" };
	pair_of_doubles v = { 1.5, -2.5 };
	double complex z;
	widest top = (widest)1 << (sizeof(widest) * 8 - 28);
	char text[200];
	const char *s = "string";
	int length;

	is(CALL(ten(1, 2, 3, 4, 5, 6, 7, -8, -9, 10)), sign * 95L, "%s: ten arguments", state);
	ok(CALL(floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)) == sign * 650.0,
	   "%s: twelve arguments of which ten are floating", state);
	ok(CALL(single(3)) == sign * 1.5f, "%s: float", state);
	ok(CALL(extended(1.25L, 4, 0.5L)) == sign * 5.5L, "%s: long double", state);
	z = CALL(complexes(1 + 2 * I));
	ok(creal(z) == -3 * sign && cimag(z) == 4 * sign, "%s: double complex", state);
	b2 = CALL(bigs(2, b));
	ok(b2.a[0] == 2 * sign && b2.a[8] == 18 * sign && b.a[8] == 9,
	   "%s: a large structure, in and out of memory", state);
	m = CALL(mixeds(m, 2));
	ok(m.d == 3.0 * sign && m.l == 7 + 2 * sign, "%s: a structure in two kinds of register",
	   state);
	o = CALL(odds(o));
	ok(!memcmp(o.c, sign > 0 ? "abx" : "xbc", 3), "%s: a structure of three bytes", state);
	v = CALL(vectors(v));
	ok(v[0] == 1.5 * sign && v[1] == -2.5 * sign, "%s: a vector", state);
	ok(CALL(wide(top, 5)) == sign * (top + 5), "%s: integers of %zu bytes", state, sizeof(top));
	ok(CALL(boolean(1)) == (sign > 0), "%s: bool", state);
	is(CALL(narrow(-100)), sign * -100, "%s: signed char", state);
	ok(CALL(pointer(s)) == s + 1 + sign, "%s: pointer", state);
	ok(CALL(function(NULL)) == NULL, "%s: pointer to function", state);
	length = CALL(format(text, sizeof(text), "%d %s %.2f %ld %c %.1f %.1f %Lg %d", 1, "two",
			     3.0, 4L, '5', 6.0, 7.0, 8.0L, 9));
	is(length, sign * 26, "%s: variadic", state);
	ok(!strcmp(text, "1 two 3.00 4 5 6.0 7.0 8 9"), "%s: and what it printed: %s", state, text);
}

#define CHANGE_ALL(to)                                                                             \
	(CHANGE(to(ten)) + CHANGE(to(floats)) + CHANGE(to(single)) + CHANGE(to(extended)) +        \
	 CHANGE(to(complexes)) + CHANGE(to(bigs)) + CHANGE(to(mixeds)) + CHANGE(to(odds)) +        \
	 CHANGE(to(vectors)) + CHANGE(to(wide)) + CHANGE(to(boolean)) + CHANGE(to(narrow)) +       \
	 CHANGE(to(pointer)) + CHANGE(to(function)) + CHANGE(to(format)))
#define TO_OTHER(key) SET_FFP(key, key##_other)
#define TO_DEFAULT(key) RESET_FFP(key)

static void check_registers(const char *state)
{
	if (!registers_op || !registers_note) {
		skip(state, "registers are not looked at in assembly of this architecture");
		return;
	}
	is(CALL(registers_op()), 0, "%s: registers kept by a call of op", state);
	is(CALL(registers_note()), 0, "%s: registers kept by a call of note", state);
}

int main(void)
{
	check_calls(1, "default");
	is(CHANGE_ALL(TO_OTHER), 0, "set all");
	check_calls(-1, "target");
	is(CHANGE_ALL(TO_DEFAULT), 0, "reset all");
	check_calls(1, "reset");
	is(misaligned, 0, "no callee found its stack misaligned");

	check_registers("default");
	is(CHANGE(SET_FFP(op, op_other)) + CHANGE(SET_FFP(note, note_it)), 0, "set");
	check_registers("target");
	is(CHANGE(SET_FFP_RETURN(op, -1)) + CHANGE(SET_FFP(note, NULL)), 0, "constant, nothing");
	check_registers("constant and nothing");
	counts_print();
	return done();
}
