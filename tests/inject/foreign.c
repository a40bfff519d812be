// SPDX-License-Identifier: MIT
/*
 * Another patcher writes into the same text, before a change and at every step of
 * one, beside the sites and on them, and on branches (FFP_ON).  What it writes survives,
 * or the change is refused with -EBUSY; it is never overwritten.
 */
#include <errno.h>
#include <ffp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/inject.h"
#include "../forms.h"
#include "../run/table.h"
#include "../tap.h"
#include "callers.h"

DEFINE_FFP(key0, target_a);
DEFINE_FFP(other, target_a);

static long page;

/*
 * How many branches of the key are on, of two.  In a section behind the callers, far from them:
 * where one window has calls and branches it is replaced twice, and what is written between is not
 * kept.
 */
__attribute__((section("apart"))) static COUNTED int branches_on(void)
{
	return (FFP_ON(key0) ? 1 : 0) + (FFP_LIKELY_ON(key0) ? 1 : 0);
}

/* What patchers do: make it writable, write, make it executable again. */
static void patch(uint8_t *at, uint8_t byte)
{
	uint8_t *start = (uint8_t *)((uintptr_t)at & -(uintptr_t)page);

	if (mprotect(start, (size_t)page, PROT_READ | PROT_WRITE | PROT_EXEC))
		_exit(9);
	*at = byte;
	if (mprotect(start, (size_t)page, PROT_READ | PROT_EXEC))
		_exit(9);
}

/*
 * A byte of no instruction, in the page that a caller begins in: of the filling, and not
 * the first of it, since the instruction before may end with such bytes.
 */
static uint8_t *beside(int caller)
{
	uint8_t *p = (uint8_t *)((uintptr_t)callers[caller] & -(uintptr_t)page);

	while (memcmp(p, p + 1, 15))
		p++;
	return p + 8;
}

static bool all_call(long (*target)(long))
{
	return callers_of(target) == n_callers && FFP_TARGET(key0) == target &&
	       branches_on() == (target == target_b ? 2 : 0);
}

/* At the `nth` time that a change comes by `point`, this is written. */
static struct {
	enum inject_point point;
	int nth;
	uint8_t *at, byte;
} now;

static int seen[INJECT_POINTS];

static int write_then(enum inject_point point)
{
	if (seen[point]++ == now.nth && point == now.point)
		patch(now.at, now.byte);
	return 0;
}

static int change_while(enum inject_point point, int nth, uint8_t *at, uint8_t byte,
			long (*target)(long))
{
	int r;

	now.point = point;
	now.nth = nth;
	now.at = at;
	now.byte = byte;
	memset(seen, 0, sizeof(seen));
	ffp_inject = write_then;
	r = SET_FFP(key0, target);
	ffp_inject = NULL;
	return r;
}

static int taken, refused, lost, half;

/* One write at one moment of one change; the change is tried again if it was refused. */
static void one_write(enum inject_point point, int nth, uint8_t *at, uint8_t byte)
{
	bool was_b = FFP_TARGET(key0) == target_b;
	long (*old)(long) = was_b ? target_b : target_a, (*new)(long) = was_b ? target_a : target_b;
	int r = change_while(point, nth, at, byte, new);

	if (r == 0)
		taken++;
	if (r == -EBUSY)
		refused++;
	half += !(r == 0 && all_call(new)) && !(r == -EBUSY && all_call(old));
	if (*at != byte && lost++ < 5)
		printf("# point %d, %d: change returned %d, and the byte is gone\n", point, nth, r);
	half += SET_FFP(key0, new) != 0 || !all_call(new);
	lost += *at != byte;
}

static void during_changes(void)
{
	/*
	 * All but the instant before the system call that commits (src/swap.c says
	 * what is not promised).
	 */
	static const enum inject_point points[] = {
		INJECT_MMAP,	    INJECT_MPROTECT,	INJECT_OPEN,	    INJECT_MUNMAP,
		INJECT_STEP_COPIED, INJECT_STEP_EDITED, INJECT_STEP_SEALED, INJECT_STEP_COMMITTED,
		INJECT_MEMBARRIER,  INJECT_STEP_SYNCED,
	};
	int writes = 0;

	for (size_t p = 0; p < sizeof(points) / sizeof(points[0]); p++) {
		int times;

		is(change_while(INJECT_POINTS, 0, NULL, 0,
				FFP_TARGET(key0) == target_a ? target_b : target_a),
		   0, "a change without a write");
		times = seen[points[p]];
		for (int nth = 0; nth < times; nth++) {
			for (int caller = 0; caller < n_callers; caller++) {
				uint8_t *at = beside(caller), byte = *at;

				one_write(points[p], nth, at, (uint8_t)~byte);
				/* And taken back. */
				one_write(points[p], nth, at, byte);
				writes += 2;
			}
		}
	}
	is(lost, 0, "of %d writes during changes, none was lost", writes);
	is(half, 0, "and every change was made whole, or refused and then made");
	ok(taken > 0 && refused > 0, "%d were made in spite of it, %d refused", taken, refused);
}

/* The site of caller 1. */
static uint8_t *a_jump(void)
{
	const struct ffp_module *m = FFP__KEY(key0)->module;

	for (const struct ffp_site *s = m->sites; s < m->sites_end; s++)
		if ((table_key(s) & 3) == FFP_SITE_JUMP)
			return (uint8_t *)table_site(s);
	_exit(8);
}

extern const struct ffp_branch lines[] __asm__("__start_ffp_branches")
    __attribute__((visibility("hidden")));

/* Of branches_on() the FFP_ON, or the FFP_LIKELY_ON. */
static uint8_t *a_branch(int likely)
{
	for (const struct ffp_branch *b = lines;; b++) {
		uint8_t *at = (uint8_t *)((uintptr_t)&b->site + (uintptr_t)(intptr_t)b->site);

		if ((uintptr_t)at - (uintptr_t)branches_on < 4096 && (b->key & 3) == likely)
			return at;
	}
}

/* Before a change. */
static void between_changes(void)
{
	struct {
		const char *name;
		uint8_t *at;
	} places_of_ours[] = { { "a site", a_jump() },
			       { "a branch", a_branch(0) },
			       { "a likely branch", a_branch(FFP_BRANCH_LIKELY) } };
	uint8_t *at = beside(0), fill = *at, foreign = (uint8_t)~fill;
	struct ffp_info info;

	patch(at, foreign);
	is(SET_FFP(key0, target_b), 0, "a change where a byte beside a site is foreign");
	is(*at, foreign, "leaves it alone");
	ok(all_call(target_b), "and re-aims every call");
	patch(at, fill);
	is(SET_FFP(key0, target_a), 0, "and after it was taken back");
	is(*at, fill, "does not bring it back");

	for (int i = 0; i < 3 * 4; i++) {
		const int k = i % 4;
		uint8_t *site = places_of_ours[i / 4].at, byte = site[k];

		/* No branch any more, or one that leads elsewhere. */
		patch(site + k, (uint8_t)~byte);
		is(SET_FFP(key0, target_b), -EBUSY, "byte %d of %s is foreign: refused", k,
		   places_of_ours[i / 4].name);
		ok(FFP_TARGET(key0) == target_a && callers[0](11) == target_a(11) &&
		       callers[2](11) == target_a(11),
		   "and nothing has changed");
		is(ffp_info(FFP__KEY(key0), &info) ? -1 : (long long)info.foreign, 1,
		   "ffp_info tells");
		patch(site + k, byte);
	}
	is(SET_FFP(key0, target_b), 0, "when it is back, the change works");
	ok(all_call(target_b), "for every call");
	is(RESET_FFP(key0), 0, "and back");
}

/* In a child, before any change: what is written to the trampoline is not taken for the build's. */
static int try_first_change(void)
{
	uint8_t *entry = FFP__KEY(key0)->entry, was[4];
	struct ffp_info info;

	/* All of an instruction: with another distance it would be a jump that a linker may make.
	 */
	memcpy(was, entry, sizeof(was));
	for (size_t i = 0; i < sizeof(was); i++)
		patch(entry + i, (uint8_t)~was[i]);
	if (SET_FFP(key0, target_b) != -EBUSY || RESET_FFP(key0) != -EBUSY ||
	    ffp_info(FFP__KEY(key0), &info) != -EBUSY)
		return 1;
	for (size_t i = 0; i < sizeof(was); i++)
		if (entry[i] != (uint8_t)~was[i])
			return 2;
	if (callers_of(target_a) != n_callers || FFP_TARGET(key0) != target_a)
		return 2;
	if (SET_FFP(other, target_b) || other(11) != target_b(11))
		return 3;
	for (size_t i = 0; i < sizeof(was); i++)
		patch(entry + i, was[i]);
	return SET_FFP(key0, target_b) || !all_call(target_b) || RESET_FFP(key0) ||
		       !all_call(target_a)
		   ? 4
		   : 0;
}

static void before_first_change(void)
{
	pid_t child = fork();
	int status = -1;

	if (!child)
		_exit(try_first_change());
	waitpid(child, &status, 0);
	is(status, 0, "foreign bytes on a trampoline before a key's first change: -EBUSY");
}

int main(void)
{
	page = sysconf(_SC_PAGESIZE);
	before_first_change();
	is(SET_FFP(key0, target_b) || SET_FFP(key0, target_a), 0, "there and back");
	between_changes();
	during_changes();
	printf("# callers %d, changes %d\n", n_callers, taken + refused + 2);
	return done();
}
