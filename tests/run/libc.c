// SPDX-License-Identifier: MIT
/*
 * Defaults and targets in libc, which in most programs is out of a branch's
 * reach: such calls go through the trampoline's far jump, and say so.
 */
#include <ffp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../far.h"
#include "../forms.h"
#include "../tap.h"
#include "counts.h"
#include "table.h"

/* The default lives in libc. */
DEFINE_FFP(length, strlen);
DEFINE_FFP(sort, qsort);
/* The default is here, the target will be in libc. */
size_t count_default(const char *s);
size_t count_default(const char *s)
{
	return s[0] ? 1000 : 0;
}
DEFINE_FFP(count, count_default);
DEFINE_FFP_NULL(give_back, void(void *));

static size_t always_77(const char *s)
{
	(void)s;
	return 77;
}

static COUNTED size_t call_length(const char *s)
{
	return length(s) + 1;
}

static COUNTED size_t tail_length(const char *s)
{
	return length(s);
}

static COUNTED size_t call_count(const char *s)
{
	return count(s) + 1;
}

static COUNTED size_t tail_count(const char *s)
{
	return count(s);
}

static COUNTED size_t cond_count(const char *s)
{
	return s ? count(s) : 5;
}

static COUNTED void call_sort(int *p, size_t n, int (*compare)(const void *, const void *))
{
	sort(p, n, sizeof(*p), compare);
}

static COUNTED void call_give_back(void *p)
{
	give_back(p);
}

static int by_size(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Counts, and sorts nothing. */
static unsigned times_sorted;
static void no_sort(void *p, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	(void)p, (void)n, (void)size, (void)compare;
	times_sorted++;
}

/* The text of all sites of a key, for comparison. */
#define TEXT_MAX 64
static size_t save_text(const struct ffp *key, uint8_t *out)
{
	const struct ffp_module *m = key->module;
	size_t n = 0;

	for (const struct ffp_site *s = m->sites; s < m->sites_end && n < TEXT_MAX - 6; s++)
		if ((table_key(s) & ~(uintptr_t)3) == (uintptr_t)key->entry) {
			memcpy(out + n, (const void *)table_site(s), 6);
			n += 6;
		}
	return n;
}

static void check_info(const struct ffp *key, size_t sites, bool far, const char *state)
{
	struct ffp_info info;

	is(ffp_info(key, &info), 0, "ffp_info, %s", state);
	is(info.sites, COLLECTED(sites), "%s: sites", info.name);
	is(info.direct, COLLECTED(far ? 0 : sites), "%s: direct", info.name);
	is(info.trampoline, COLLECTED(far ? sites : 0), "%s: through the trampoline", info.name);
	is(info.unreachable, info.trampoline, "%s: since the target is out of reach", info.name);
}

/* What only a program that is not static has. */
extern const char _DYNAMIC[] __attribute__((weak));

static size_t by_plt(const struct ffp *key)
{
	struct ffp_info info;

	return ffp_info(key, &info) ? 1000 : info.plt;
}

static void check_length(void)
{
	const struct ffp *key = FFP__KEY(length);
	uint8_t before[TEXT_MAX], after[TEXT_MAX];
	size_t n = save_text(key, before);

	is(CALL(call_length("four")), 5, "default in libc: call");
	is(CALL(tail_length("four")), 4, "default in libc: tail call");
	check_info(key, 2, false, "default in libc");
	/* In a static program it may be called by a PLT, being chosen by a resolver, or not. */
	if (_DYNAMIC)
		is(by_plt(key), COLLECTED(2), "its sites go by the PLT, as any call of it");
	ok(FFP_TARGET(length) == strlen, "FFP_TARGET is libc's function");
	is(CHANGE(SET_FFP(length, always_77)), 0, "set");
	is(CALL(call_length("")), 78, "call");
	is(CALL(tail_length("")), 77, "tail call");
	check_info(key, 2, false, "target here");
	is(by_plt(key), 0, "which its sites call by no PLT");
	if (n)
		ok(save_text(key, after) == n && memcmp(before, after, n) != 0,
		   "the instructions are others");
	is(CHANGE(RESET_FFP(length)), 0, "reset");
	is(CALL(call_length("four")), 5, "call");
	ok(save_text(key, after) == n && !memcmp(before, after, n),
	   "the very instructions of before, %zu bytes", n);
	is(CHANGE(SET_FFP(length, always_77)), 0, "set");
	is(CHANGE(SET_FFP(length, strlen)), 0, "set to the default by its name");
	ok(save_text(key, after) == n && !memcmp(before, after, n), "is the same as a reset");
}

static void check_count(void)
{
	const struct ffp *key = FFP__KEY(count);
	uint8_t before[TEXT_MAX], after[TEXT_MAX];
	size_t n = save_text(key, before);
	size_t (*volatile value)(const char *) = count;
	bool far = is_far((void *)call_length, (void *)strlen);

	printf("# libc is %s of reach\n", far ? "out" : "within");
	is(CALL(call_count("ab")), 1001, "default here");
	is(CHANGE(SET_FFP(count, strlen)), 0, "set to libc's function");
	is(CALL(call_count("ab")), 3, "call");
	is(CALL(tail_count("ab")), 2, "tail call");
	is(CALL(cond_count("ab")), 2, "conditional, taken");
	is(CALL(cond_count(NULL)), 5, "conditional, not taken");
	if (FORM != POINTER)
		is(value("abc"), 3, "through its address");
	check_info(key, 3, far, "target in libc");
	is(CHANGE(SET_FFP(count, strlen)), 0, "setting what is set");
	is(CHANGE(SET_FFP(count, always_77)), 0, "from far to near");
	is(CALL(cond_count("ab")), 77, "call");
	check_info(key, 3, false, "target here");
	is(CHANGE(SET_FFP(count, strlen)), 0, "from near to far");
	is(CALL(tail_count("abc")), 3, "call");
	is(CHANGE(ffp_set_return(key, UINT64_MAX)), 0, "from far to a constant");
	ok(CALL(tail_count("abc")) == SIZE_MAX, "call");
	check_info(key, 3, false, "constant");
	is(CHANGE(SET_FFP(count, strlen)), 0, "from a constant to far");
	is(CALL(tail_count("abc")), 3, "call");
	is(CHANGE(RESET_FFP(count)), 0, "reset");
	is(CALL(tail_count("abc")), 1000, "call");
	ok(save_text(key, after) == n && !memcmp(before, after, n),
	   "the very instructions of before, %zu bytes", n);
}

static void check_others(void)
{
	int p[] = { 3, 1, 2 };
	bool far = is_far((void *)call_length, (void *)free);

	is(CHANGE(SET_FFP(sort, no_sort)), 0, "set sort");
	CALL(call_sort(p, 3, by_size));
	is(times_sorted, 1, "called");
	is(CHANGE(RESET_FFP(sort)), 0, "reset sort");
	CALL(call_sort(p, 3, by_size));
	ok(p[0] == 1 && p[1] == 2 && p[2] == 3, "libc sorts");

	/* A NULL key that frees, once it is told to; the sanitizer would see a leak. */
	CALL(call_give_back(p));
	is(CHANGE(SET_FFP(give_back, free)), 0, "a NULL key set to free");
	CALL(call_give_back(malloc(10)));
	check_info(FFP__KEY(give_back), 1, far, "NULL key with a target in libc");
	is(CHANGE(SET_FFP(give_back, NULL)), 0, "and to nothing");
	CALL(call_give_back(p));
	check_info(FFP__KEY(give_back), 1, false, "nothing");
}

int main(void)
{
	check_length();
	check_count();
	check_others();
	counts_print();
	return done();
}
