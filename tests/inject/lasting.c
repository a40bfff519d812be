// SPDX-License-Identifier: MIT
/*
 * Very many changes: memory, mappings and open files do not grow, on each of the
 * ways to change text, nor when every change fails.  The keys are changed one by
 * one: with a site in each page of text, as many windows as there can be.
 *
 * usage: lasting CHANGES
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <ffp.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/inject.h"
#include "../emulated.h"
#include "../forms.h"
#include "../hundreds.h"
#include "../mappings.h"
#include "../tap.h"
#include "callers.h"

#define FIRST(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9)
#define ALL(X)                                                                                     \
	FIRST(X)                                                                                   \
	TEN(X, 1)                                                                                  \
	TEN(X, 2) TEN(X, 3) TEN(X, 4) TEN(X, 5) TEN(X, 6) TEN(X, 7) TEN(X, 8) TEN(X, 9)
#define KEYS 100

#define DEFINE_KEY(n) DEFINE_FFP(key##n, target_a);
ALL(DEFINE_KEY)

#define TO_A(n) FFP_CHANGE(key##n, target_a),
#define TO_B(n) FFP_CHANGE(key##n, target_b),
static const struct ffp_change changes[2][KEYS] = { { ALL(TO_A) }, { ALL(TO_B) } };
static bool is_b[KEYS];

struct usage {
	long mappings, files, resident, data; /* kB, the last two */
};

static int failed_to_look;

static struct usage look(void)
{
	struct usage u = { .mappings = mapped(0).n };
	FILE *f = fopen("/proc/self/status", "re");
	DIR *files;
	char line[4096];

	while (f && fgets(line, sizeof(line), f)) {
		sscanf(line, "VmRSS: %ld", &u.resident);
		sscanf(line, "VmData: %ld", &u.data);
	}
	if (f)
		fclose(f);
	files = opendir("/proc/self/fd");
	while (files && readdir(files))
		u.files++;
	if (files)
		closedir(files);
	failed_to_look += !u.mappings || !u.files || !u.resident || !u.data;
	return u;
}

/* What the system refuses: a bit for each point. */
static unsigned refused;
static int commits, commit_to_fail;

static int inject(enum inject_point point)
{
	if (point == INJECT_MREMAP && ++commits == commit_to_fail)
		return EPERM;
	return refused >> point & 1 ? EACCES : 0;
}

static unsigned long wrong, failed;
static int last_error;

static unsigned random_key(void)
{
	static uint32_t random = 1;

	random = random * 1664525 + 1013904223;
	return (random >> 16) % KEYS;
}

/* Change a key to its other target. */
static void one_change(unsigned key, bool fails)
{
	int r;

	commits = 0;
	r = ffp_apply(&changes[!is_b[key]][key], 1, 0);
	if ((r != 0) != fails) {
		failed++;
		last_error = r;
	}
	is_b[key] ^= r == 0;
	for (int i = (int)key; i < n_callers; i += KEYS)
		wrong += callers[i](7) != (is_b[key] ? target_b(7) : target_a(7));
}

static long most;

static void check(const char *how, long n, unsigned refuse, int fail)
{
	struct usage before, after;

	refused = refuse;
	commit_to_fail = fail;
	ffp_inject = inject;
	wrong = failed = 0;
	/* Every key has been there and back. */
	for (unsigned i = 0; i < 2 * KEYS; i++)
		one_change(i % KEYS, fail);
	before = look();
	for (long i = 0; i < n; i++) {
		one_change(random_key(), fail);
		if (i % (n / 8 + 1) == 0) {
			struct usage now = look();

			most = now.mappings > most ? now.mappings : most;
		}
	}
	ffp_inject = NULL;
	after = look();
	is(wrong, 0, "%ld changes %s: every call right", n, how);
	ok(!failed, "%lu of them returned another result than expected, the last %d", failed,
	   failed ? last_error : 0);
	/* Two mappings that touch may be one or two: by as many as there are windows, at most. */
	ok(after.mappings <= before.mappings + 16, "%s: %ld mappings, before %ld", how,
	   after.mappings, before.mappings);
	is(after.files, before.files, "%s: as many open files", how);
	if (emulated()) {
		skip("memory used", "qemu-user's own grows with the code that it translates");
		return;
	}
	ok(after.data <= before.data, "%s: %ld kB of data, before %ld", how, after.data,
	   before.data);
	/* The kernel counts these in batches. */
	ok(after.resident <= before.resident + 1024, "%s: %ld kB resident, before %ld", how,
	   after.resident, before.resident);
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1200;
	struct usage first = look();

	check("by mprotect", n / 2, 0, 0);
	check("by /proc/self/mem", n / 6, 1u << INJECT_MPROTECT, 0);
	check("by a memfd", n / 6, 1u << INJECT_MPROTECT | 1u << INJECT_OPEN, 0);
	check("that fail in the commit of their third window", n / 6, 0, 3);
	is(failed_to_look, 0, "and all of it could be looked at");
	/* docs/design.md: at most 1,025 cells of a segment, each a mapping of its own. */
	ok(most > first.mappings + n_callers * 3 / 4 && most <= first.mappings + 1025,
	   "with sites in %d places, %ld mappings at most, %ld before the first change", n_callers,
	   most, first.mappings);
	printf("# %d keys, %d sites\n", KEYS, n_callers);
	return done();
}
