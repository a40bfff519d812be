/* SPDX-License-Identifier: MIT */
/*
 * The keys of the stress program, and what each can be made to do.
 *
 * The keys are of four kinds in turn: plain, exported, a plain NULL key, an exported NULL key; and
 * the last four are local, of which two are NULL keys.  A key of a value is a function
 * `long (long)`; a NULL key is a function `void (long *)`, which is to change the number that it is
 * given.  gen-sites.py has written thousands of callers and branches for the first four of these
 * keys, and a few for the others but the local ones.  Of local keys the compiler makes two callers
 * and a branch, and in the pointer form, for which no caller can be generated, of all keys.
 */
#ifndef STRESS_KEYS_H
#define STRESS_KEYS_H

#include <ffp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../far.h"
#include "../forms.h"
#include "../tap.h"
#include "module.h"

#define GENERATED 20 /* keys of which gen-sites.py has written callers */
#define KEYS 24
#define EACH_PLAIN(X) X(0) X(4) X(8) X(12) X(16)
#define EACH_EXPORTED(X) X(1) X(5) X(9) X(13) X(17)
#define EACH_NULL(X) X(2) X(6) X(10) X(14) X(18)
#define EACH_NULL_EXPORTED(X) X(3) X(7) X(11) X(15) X(19)
#define EACH_LOCAL(X) X(20) X(21)
#define EACH_NULL_LOCAL(X) X(22) X(23)
#define EACH_VALUE_KEY(X) EACH_PLAIN(X) EACH_EXPORTED(X) EACH_LOCAL(X)
#define EACH_NULL_KEY(X) EACH_NULL(X) EACH_NULL_EXPORTED(X) EACH_NULL_LOCAL(X)
#define EACH_KEY(X) EACH_VALUE_KEY(X) EACH_NULL_KEY(X)

enum kind { PLAIN, EXPORTED, PLAIN_NULL, EXPORTED_NULL, LOCAL, LOCAL_NULL, KINDS };
static const char *const kind_names[KINDS] = { "plain keys", "exported keys",
					       "NULL keys",  "exported NULL keys",
					       "local keys", "local NULL keys" };

static enum kind kind_of(unsigned key)
{
	return (enum kind)(key < GENERATED ? key % 4 : LOCAL + (key - GENERATED) / 2);
}

static bool is_null(unsigned key)
{
	return kind_of(key) == PLAIN_NULL || kind_of(key) == EXPORTED_NULL ||
	       kind_of(key) == LOCAL_NULL;
}

#define CONSTANT 77L /* an instruction of a call's length can say it; the other, not */
#define BIG_CONSTANT 0x123456789abcdefL

/*
 * What a key can be made to do: its default, or for a NULL key nothing; two targets; two that are
 * one instruction, or none, and so bodies of call sites; one out of the reach of every branch; and
 * two constants, in whose place NULL keys have the first two targets once more.
 */
enum { A, B, C, D, E, FAR, SMALL, BIG, STATES };
static const char *const state_names[STATES] = {
	"reach the default, or do nothing",
	"reach a target",
	"reach another target",
	"reach a target of one instruction",
	"reach a target without any",
	"reach a target out of a branch's reach",
	"yield a constant",
	"yield a constant that is longer than an instruction",
};

/*
 * Before the targets, so that the entries are close to the compiler's callers, and one window has
 * both.
 */
#define DEFINE_PLAIN(i) DEFINE_FFP(key##i, target_a);
#define DEFINE_EXPORTED(i) DEFINE_FFP_EXPORT(key##i, target_a);
#define DEFINE_NULL(i) DEFINE_FFP_NULL(key##i, effect);
#define DEFINE_NULL_EXPORTED(i) DEFINE_FFP_NULL_EXPORT(key##i, effect);
#define DEFINE_LOCAL(i) DEFINE_FFP_STATIC(key##i, target_a);
#define DEFINE_NULL_LOCAL(i) DEFINE_FFP_NULL_STATIC(key##i, effect);
EACH_PLAIN(DEFINE_PLAIN)
EACH_EXPORTED(DEFINE_EXPORTED)
EACH_NULL(DEFINE_NULL)
EACH_NULL_EXPORTED(DEFINE_NULL_EXPORTED)
EACH_LOCAL(DEFINE_LOCAL)
EACH_NULL_LOCAL(DEFINE_NULL_LOCAL)

/*
 * So far from each other that most bytes of a branch to them differ, with traps
 * between, so that a branch of some bytes of both does not slide into either.
 */
#define FAR_AWAY(name, distance)                                                                   \
	__asm__(".pushsection .text." name ", \"ax\", %progbits\n"                                 \
		".skip " distance ", 0xcc\n"                                                       \
		".popsection")
FAR_AWAY("target_b", "0x123456");
FAR_AWAY("target_c", "0x23578");

long target_b(long x);
long target_c(long x);
long target_d(long x);
long target_e(long x);
void effect_b(long *x);
void effect_c(long *x);
void effect_d(long *x);
void effect_e(long *x);

long target_a(long x)
{
	return x * 3 + 1;
}

__attribute__((section(".text.target_b"))) long target_b(long x)
{
	return x * 5 + 2;
}

__attribute__((section(".text.target_c"))) long target_c(long x)
{
	return x * 7 + 3;
}

/* Compiled with optimisation, one instruction and none or one. */
long target_d(long x)
{
	return x + 1;
}

long target_e(long x)
{
	return x;
}

__attribute__((section(".text.target_b"))) void effect_b(long *x)
{
	*x = *x * 5 + 2;
}

__attribute__((section(".text.target_c"))) void effect_c(long *x)
{
	*x = *x * 7 + 3;
}

/* On x86-64 one instruction. */
void effect_d(long *x)
{
	*x += 1;
}

void effect_e(long *x)
{
	(void)x;
}

/* These are copied to where no branch reaches: they refer to nothing. */
__attribute__((section("far_code"), used, noinline)) static long far_target(long x)
{
	return x * 9 + 4;
}

__attribute__((section("far_code"), used, noinline)) static void far_effect(long *x)
{
	*x = *x * 9 + 4;
}

extern char far_code_start[] __asm__("__start_far_code") __attribute__((visibility("hidden")));
extern char far_code_stop[] __asm__("__stop_far_code") __attribute__((visibility("hidden")));
static void *far_targets[2]; /* the copies: of the target, and of the effect */

/* False if no such place can be had. */
static bool make_far_targets(const void *from)
{
	size_t size = (size_t)(far_code_stop - far_code_start);
	size_t length = (size + 0xffff) & ~(size_t)0xffff;
	uintptr_t page = (uintptr_t)from & ~(uintptr_t)0xffff;

	for (unsigned shift = 36; shift > 30; shift--) {
		for (int up = 0; up < 2; up++) {
			uintptr_t distance = (uintptr_t)1 << shift;
			char *at = mmap((void *)(up ? page + distance : page - distance), length,
					PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

			if (at == MAP_FAILED)
				continue;
			memcpy(at, far_code_start, size);
			__builtin___clear_cache(at, at + size);
			if (is_far(from, at) && !mprotect(at, length, PROT_READ | PROT_EXEC)) {
				far_targets[0] = at + ((char *)far_target - far_code_start);
				far_targets[1] = at + ((char *)far_effect - far_code_start);
				return true;
			}
			munmap(at, length);
		}
	}
	return false;
}

/* The callers that the compiler makes: a call, a tail call, and a branch. */
#define CALL_VALUE(i) CALLERS_OF_VALUE(key##i)
#define CALL_NULL(i) CALLERS_OF_NULL(key##i)
#if FORM == POINTER
#define COMPILED KEYS
#define EACH_COMPILED(X) EACH_KEY(X)
EACH_VALUE_KEY(CALL_VALUE)
EACH_NULL_KEY(CALL_NULL)
#else
#define COMPILED (KEYS - GENERATED)
#define EACH_COMPILED(X) EACH_LOCAL(X) EACH_NULL_LOCAL(X)
EACH_LOCAL(CALL_VALUE)
EACH_NULL_LOCAL(CALL_NULL)
#endif

#define ASK(i)                                                                                     \
	static COUNTED long ask_key##i(void)                                                       \
	{                                                                                          \
		return FFP_ON(key##i);                                                             \
	}
EACH_COMPILED(ASK)

#define RECORD(i) [i] = FFP_KEY(key##i),
static const struct ffp *const keys[KEYS] = { EACH_KEY(RECORD) };

/* What gen-sites.py has written. */
#if FORM != POINTER
extern long (*const callers[])(long);
extern const unsigned char caller_keys[], brancher_keys[];
extern const int n_callers, n_keys, n_crossing;
extern long (*const branchers[])(void);
extern const int n_branchers;
/* Stays that many rounds among the callers, where somebody has written it. */
__attribute__((weak)) long spin(long n);
#else
static long (*const callers[1])(long);
static const unsigned char caller_keys[1], brancher_keys[1];
static const int n_callers, n_keys = GENERATED, n_crossing, n_branchers;
static long (*const branchers[1])(void);
static long (*const spin)(long);
#endif

/* All callers and branches, and the numbers of those of each key, in one array after the other. */
static struct caller *all_callers;
static struct brancher {
	long (*ask)(void);
	unsigned char key;
} * all_branchers;
static int n_all_callers, n_all_branchers;
static struct {
	int first, n;
} of_key[KEYS];
static int *by_key;

static void list_callers(void)
{
#define CALLER(i) CALLER_ENTRIES(key##i, i)
	static const struct caller compiled[] = { EACH_COMPILED(CALLER) };
#define BRANCHER(i) { ask_key##i, i },
	static const struct brancher asking[] = { EACH_COMPILED(BRANCHER) };
	int n = n_callers + 2 * COMPILED, at = 0;

	all_callers = calloc((size_t)n, sizeof(*all_callers));
	by_key = calloc((size_t)n, sizeof(*by_key));
	all_branchers = calloc((size_t)(n_branchers + COMPILED), sizeof(*all_branchers));
	if (!all_callers || !by_key || !all_branchers)
		abort();
	for (int i = 0; i < n_callers; i++)
		all_callers[i] = (struct caller){ (void (*)(void))callers[i], caller_keys[i] };
	memcpy(all_callers + n_callers, compiled, sizeof(compiled));
	n_all_callers = n;
	for (int i = 0; i < n_branchers; i++)
		all_branchers[i] = (struct brancher){ branchers[i], brancher_keys[i] };
	memcpy(all_branchers + n_branchers, asking, sizeof(asking));
	n_all_branchers = n_branchers + COMPILED;
	for (int key = 0; key < KEYS; key++) {
		of_key[key].first = at;
		for (int i = 0; i < n; i++) {
			if (all_callers[i].key == key)
				by_key[at++] = i;
		}
		of_key[key].n = at - of_key[key].first;
	}
}

/* What a call with x then gives. */
static long expected(unsigned key, unsigned state, long x)
{
	switch (state) {
	case A:
		return is_null(key) ? x : target_a(x);
	case B:
		return target_b(x);
	case C:
		return target_c(x);
	case D:
		return target_d(x);
	case E:
		return target_e(x);
	case FAR:
		return far_target(x);
	case SMALL:
		return is_null(key) ? target_b(x) : CONSTANT;
	default:
		return is_null(key) ? target_c(x) : BIG_CONSTANT;
	}
}

static struct ffp_change change_to(unsigned key, unsigned state)
{
	static void *const targets[2][STATES] = {
		{ (void *)target_a, (void *)target_b, (void *)target_c, (void *)target_d,
		  (void *)target_e },
		{ NULL, (void *)effect_b, (void *)effect_c, (void *)effect_d, (void *)effect_e,
		  NULL, (void *)effect_b, (void *)effect_c },
	};
	bool nothing = is_null(key);

	if (!nothing && (state == SMALL || state == BIG))
		return (struct ffp_change){ keys[key], NULL,
					    (uint64_t)(state == SMALL ? CONSTANT : BIG_CONSTANT),
					    FFP_TO_VALUE };
	return (struct ffp_change){ keys[key],
				    state == FAR ? far_targets[nothing] : targets[nothing][state],
				    0, FFP_TO_TARGET };
}

#endif /* STRESS_KEYS_H */
