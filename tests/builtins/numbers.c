// SPDX-License-Identifier: MIT
/*
 * libffp-builtins, of helpers that compute: calls that compilers make by themselves, and calls of
 * libm, hold one instruction where the processor has it, and yield what the helper yields: for
 * edge values and random ones, in every rounding mode, with the same exceptions.
 *
 *	numbers chosen|forced|left HELPER...
 *
 * "chosen": the processor has the instructions, and the library finds out.  "forced": it has
 * them, and nobody tells (qemu-user, of RISC-V); the test sets what the library would have.
 * "left": it does not have what some of these need.  HELPER: what the library knows.
 */
#include <fenv.h>
#include <ffp.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define RANDOM_SEED 20181001
#include "../random.h"
#include "../tap.h"

int __popcountdi2(unsigned long x);
int __clzdi2(unsigned long x);
int __ctzdi2(unsigned long x);
unsigned long __bswapdi2(unsigned long x);

enum { RANDOM = 20000 };

/* What a helper is of: bits to a number; one or three of floating point to such, or to an integer.
 */
enum kind { BITS, BITS_NOT_0, DOUBLES, FLOATS, DOUBLE, FLOAT, DOUBLE_TO_LONG, FLOAT_TO_LONG };

/* Compiled with -fno-plt, on x86-64: a call is as long as an instruction of six bytes. */
#ifndef WIDE_CALLS
#define WIDE_CALLS 0
#endif

union value {
	uint64_t bits;
	double d;
	float f;
};

/* The calls.  Each is a site of its helper, unless the library does not know that. */
#define OF_BITS(helper)                                                                            \
	__attribute__((noinline)) static union value call_##helper(const union value *v)           \
	{                                                                                          \
		uint64_t r = (uint64_t)helper(v->bits);                                            \
                                                                                                   \
		__asm__ volatile("" : "+r"(r)); /* no tail call: those stay jumps */               \
		return (union value){ .bits = r };                                                 \
	}                                                                                          \
	static union value pass_##helper(void *function, const union value *v)                     \
	{                                                                                          \
		return (union value){ .bits =                                                      \
					  (uint64_t)((__typeof__(&helper))function)(v->bits) };    \
	}
#define OF_THREE(helper, field)                                                                    \
	__attribute__((noinline)) static union value call_##helper(const union value *v)           \
	{                                                                                          \
		union value r = { 0 };                                                             \
                                                                                                   \
		r.field = helper(v[0].field, v[1].field, v[2].field);                              \
		return r;                                                                          \
	}                                                                                          \
	static union value pass_##helper(void *function, const union value *v)                     \
	{                                                                                          \
		union value r = { 0 };                                                             \
                                                                                                   \
		r.field = ((__typeof__(&helper))function)(v[0].field, v[1].field, v[2].field);     \
		return r;                                                                          \
	}
#define OF_ONE(helper, field)                                                                      \
	__attribute__((noinline)) static union value call_##helper(const union value *v)           \
	{                                                                                          \
		union value r = { 0 };                                                             \
                                                                                                   \
		r.field = helper(v->field);                                                        \
		return r;                                                                          \
	}                                                                                          \
	static union value pass_##helper(void *function, const union value *v)                     \
	{                                                                                          \
		union value r = { 0 };                                                             \
                                                                                                   \
		r.field = ((__typeof__(&helper))function)(v->field);                               \
		return r;                                                                          \
	}
#define TO_LONG(helper, field)                                                                     \
	__attribute__((noinline)) static union value call_##helper(const union value *v)           \
	{                                                                                          \
		uint64_t r = (uint64_t)helper(v->field);                                           \
                                                                                                   \
		__asm__ volatile("" : "+r"(r));                                                    \
		return (union value){ .bits = r };                                                 \
	}                                                                                          \
	static union value pass_##helper(void *function, const union value *v)                     \
	{                                                                                          \
		return (union value){ .bits =                                                      \
					  (uint64_t)((__typeof__(&helper))function)(v->field) };   \
	}

OF_BITS(__popcountdi2)
OF_BITS(__clzdi2)
OF_BITS(__ctzdi2)
OF_BITS(__bswapdi2)
OF_THREE(fma, d)
OF_THREE(fmaf, f)
OF_ONE(floor, d)
OF_ONE(ceil, d)
OF_ONE(trunc, d)
OF_ONE(rint, d)
OF_ONE(nearbyint, d)
OF_ONE(floorf, f)
OF_ONE(ceilf, f)
OF_ONE(truncf, f)
OF_ONE(rintf, f)
OF_ONE(nearbyintf, f)
TO_LONG(lrint, d)
TO_LONG(llrint, d)
TO_LONG(lround, d)
TO_LONG(llround, d)
TO_LONG(lrintf, f)
TO_LONG(llrintf, f)
TO_LONG(lroundf, f)
TO_LONG(llroundf, f)

#define ROW(helper, kind)                                                                          \
	{                                                                                          \
#helper, kind, call_##helper, pass_##helper                                        \
	}
static const struct helper {
	const char *name;
	enum kind kind;
	union value (*call)(const union value *);
	union value (*pass)(void *function, const union value *);
} helpers[] = {
	ROW(__popcountdi2, BITS),    ROW(__clzdi2, BITS_NOT_0),
	ROW(__ctzdi2, BITS_NOT_0),   ROW(__bswapdi2, BITS),
	ROW(fma, DOUBLES),	     ROW(fmaf, FLOATS),
	ROW(floor, DOUBLE),	     ROW(ceil, DOUBLE),
	ROW(trunc, DOUBLE),	     ROW(rint, DOUBLE),
	ROW(nearbyint, DOUBLE),	     ROW(floorf, FLOAT),
	ROW(ceilf, FLOAT),	     ROW(truncf, FLOAT),
	ROW(rintf, FLOAT),	     ROW(nearbyintf, FLOAT),
	ROW(lrint, DOUBLE_TO_LONG),  ROW(llrint, DOUBLE_TO_LONG),
	ROW(lround, DOUBLE_TO_LONG), ROW(llround, DOUBLE_TO_LONG),
	ROW(lrintf, FLOAT_TO_LONG),  ROW(llrintf, FLOAT_TO_LONG),
	ROW(lroundf, FLOAT_TO_LONG), ROW(llroundf, FLOAT_TO_LONG),
};
enum { HELPERS = sizeof(helpers) / sizeof(helpers[0]) };

/* What a compiler writes without being asked for the helper by its name. */
__attribute__((noinline)) static int count_bits(unsigned long x)
{
	return __builtin_popcountl(x);
}

static const double edges[] = {
	0.0,	       0.5,	     1.0,
	1.5,	       2.5,	     0x1.fffffffffffffp-2,
	0x1p-1022,     0x1p-1074,    0x1.fffffffffffffp1023,
	0x1p52,	       0x1p52 + 0.5, 0x1p53 + 2,
	0x1p31,	       0x1p31 - 0.5, 0x1p63,
	0x1p63 - 1024, 0x1p64,	     1e300,
	0.1,	       3.0,	     INFINITY,
	NAN,
};
enum { EDGES = sizeof(edges) / sizeof(edges[0]) };

static double edge(unsigned i)
{
	return i % 2 ? -edges[i / 2 % EDGES] : edges[i / 2 % EDGES];
}

/* Edge values first, and after these random bits, half of them with exponents near 1. */
static union value number(enum kind kind, unsigned i, unsigned n_edges)
{
	union value v = { .bits = random64() };

	switch (kind) {
	case BITS:
	case BITS_NOT_0:
		if (i < 64 * 3)
			v.bits = (UINT64_C(1) << i % 64) + i / 64 - 1;
		else if (i % 2)
			v.bits &= random64() & random64();
		if (kind == BITS_NOT_0 && !v.bits)
			v.bits = 1;
		break;
	case DOUBLES:
	case DOUBLE:
	case DOUBLE_TO_LONG:
		if (i < n_edges)
			v.d = edge(i);
		else if (i % 2)
			v.d = ldexp((double)(int64_t)v.bits, (int)(random64() % 16) - 64);
		break;
	case FLOATS:
	case FLOAT:
	case FLOAT_TO_LONG:
		v.bits &= UINT32_MAX;
		if (i < n_edges)
			v.f = (float)edge(i);
		else if (i % 2)
			v.f = ldexpf((float)(int32_t)v.bits, (int)(random64() % 16) - 32);
		break;
	}
	return v;
}

static bool same(enum kind kind, union value a, union value b)
{
	if ((kind == DOUBLES || kind == DOUBLE) && isnan(a.d))
		return isnan(b.d);
	if ((kind == FLOATS || kind == FLOAT) && isnan(a.f))
		return isnan(b.f);
	return a.bits == b.bits;
}

/*
 * Is this infinity times zero, plus a number that is none?  IEEE 754 (7.2) leaves it open whether
 * that is an invalid operation, and the instruction and a C library's own code decide differently.
 */
static bool is_open(enum kind kind, const union value v[3])
{
	double x, y, z;

	if (kind != DOUBLES && kind != FLOATS)
		return false;
	x = kind == DOUBLES ? v[0].d : (double)v[0].f;
	y = kind == DOUBLES ? v[1].d : (double)v[1].f;
	z = kind == DOUBLES ? v[2].d : (double)v[2].f;
	return isnan(z) && ((isinf(x) && y == 0) || (isinf(y) && x == 0));
}

/* How often a call and the helper differ, in value or in what they raise. */
static unsigned compare(const struct helper *h, void *helper, unsigned *calls)
{
	static const int modes[] = { FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };
	const unsigned edges3 = 2 * EDGES;
	unsigned wrong = 0, n = RANDOM;

	if (h->kind == DOUBLES || h->kind == FLOATS)
		n += edges3 * edges3 * edges3;
	for (unsigned i = 0; i < n; i++) {
		union value v[3], a, b;
		int raised_a, raised_b;

		if (h->kind == DOUBLES || h->kind == FLOATS) {
			bool of_edges = i < edges3 * edges3 * edges3;

			for (unsigned k = 0, rest = i; k < 3; k++, rest /= edges3)
				v[k] = number(h->kind, of_edges ? rest % edges3 : i,
					      of_edges ? edges3 : 0);
		} else {
			v[0] = number(h->kind, i, 2 * EDGES);
		}
		if (h->kind > BITS_NOT_0)
			fesetround(modes[i % 4]);
		feclearexcept(FE_ALL_EXCEPT);
		a = h->call(v);
		raised_a = fetestexcept(FE_ALL_EXCEPT);
		feclearexcept(FE_ALL_EXCEPT);
		b = h->pass(helper, v);
		raised_b = fetestexcept(FE_ALL_EXCEPT);
		fesetround(FE_TONEAREST);
		if (!same(h->kind, a, b) || (raised_a != raised_b && !is_open(h->kind, v))) {
			if (wrong++ < 3)
				printf("# of %llx %llx %llx: %llx raising %x, the helper %llx "
				       "raising %x\n",
				       (unsigned long long)v[0].bits, (unsigned long long)v[1].bits,
				       (unsigned long long)v[2].bits, (unsigned long long)a.bits,
				       raised_a, (unsigned long long)b.bits, raised_b);
		}
	}
	*calls = n;
	return wrong;
}

static int force(const struct ffp_impl_info *impl, void *arg)
{
	(void)arg;
	return ffp_set_target(impl->key, impl->function);
}

static bool is_named(char **names, const char *name)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

/* Needs no newer processor. */
static bool is_everywhere(const char *name)
{
	return strchr(name, 'l') == name;
}

/* Is one instruction, but longer than a call that is not wide? */
static bool is_long(enum kind kind)
{
	return kind == DOUBLE || kind == FLOAT;
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	bool left = !strcmp(how, "left");

	if (argc < 3)
		return 2;
	printf("# seed %d\n", RANDOM_SEED);
	if (!strcmp(how, "forced"))
		is(ffp_each_impl(NULL, force, NULL), 0, "what the library would have set is set");
	for (unsigned i = 0; i < HELPERS; i++) {
		const struct helper *h = &helpers[i];
		const struct ffp *key = ffp_find(h->name);
		bool known = is_named(argv + 2, h->name);
		struct ffp_info info = { 0 };
		unsigned calls = 0;

		is(!!key, known, "%s: a key if the library knows it, here %s", h->name,
		   known ? "it does" : "it does not");
		if (!key || ffp_info(key, &info))
			continue;
		is(compare(h, info.def, &calls), 0, "%s: %s", h->name,
		   "values and exceptions are the helper's");
		printf("# %u calls\n", calls);
		if (left && !is_everywhere(h->name)) {
			ok(info.target == info.def && info.sites && info.direct == info.sites,
			   "%s: the processor lacks it: %zu sites call the helper", h->name,
			   info.sites);
			is(info.inlined, 0, "%s: and none holds an instruction", h->name);
		} else if (is_long(h->kind) && !WIDE_CALLS) {
			ok(info.target != info.def && info.sites && info.direct == info.sites,
			   "%s: all sites, %zu, call the instruction", h->name, info.sites);
			is(info.inlined, 0, "%s: and none can hold it", h->name);
		} else {
			ok(info.sites && info.inlined == info.sites,
			   "%s: all sites, %u of %zu, hold the instruction", h->name, info.inlined,
			   info.sites);
		}
	}
	is(count_bits(0xf0f0f0f0f0f0f0f1), 33, "what the compiler makes of its own builtin");
	return done();
}
