// SPDX-License-Identifier: MIT
/*
 * Every system call on the path of a change fails, the first time it is made,
 * the second, … and always.  Whatever the change then says: every call goes to
 * one target, the one that FFP_TARGET names; nothing is left mapped; no mapping
 * was ever writable and executable; and a later change works.
 *
 * The sites lie so far apart that they make several windows, so that commits of
 * later windows fail as well.  Branches (FFP_ON) have a window, too: none is ever on unless
 * all calls go to the new target.
 */
#include <errno.h>
#include <ffp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../forms.h"
#include "../mappings.h"
#include "../tap.h"
#include "bodies.h"
#include "callers.h"
#include "fault.h"
#include "unwatched.h"

DEFINE_FFP(key0, target_a);

/* What the system refuses all the time, so that another way is taken; a bit for each point. */
static unsigned refused;

static int seen[INJECT_POINTS], ever[INJECT_POINTS], failed[INJECT_POINTS];
static int writable_and_executable;

/* How many mappings there are. */
static int look_at_maps(void)
{
	struct mapped all = mapped(0);

	writable_and_executable += all.writable_and_executable;
	return all.n;
}

static int inject(enum inject_point point)
{
	int error;

	seen[point]++;
	ever[point]++;
	if (point >= INJECT_STEP_COPIED)
		look_at_maps();
	error = inject_fault(point);
	failed[point] += error != 0;
	if (error)
		return error;
	return refused >> point & 1 ? EACCES : 0;
}

/* Far from the callers: how many branches of the key are on, of two. */
static COUNTED int branches_on(void)
{
	return (FFP_ON(key0) ? 1 : 0) + (FFP_LIKELY_ON(key0) ? 1 : 0);
}

/* How many callers reach target_b; -1 if one reaches neither, or if a branch is on too early. */
static int reached_so_far(void)
{
	int b = callers_of(target_b);

	return callers_of(target_a) + b == n_callers && (b == n_callers || !branches_on()) ? b : -1;
}

/* All, and every branch is on; or 0, and none is; else -1. */
static int callers_of_b(void)
{
	int b = reached_so_far();

	return branches_on() == (b ? 2 : 0) && (!b || b == n_callers) ? b : -1;
}

/* Each point fails in each of these. */
static const struct mode {
	const char *name;
	unsigned refused;
	bool fresh; /* the module has just come, and nothing is known of it */
} modes[] = {
	{ "by mprotect", 0, false },
	{ "by mprotect, at first", 0, true },
	{ "by /proc/self/mem", 1u << INJECT_MPROTECT, false },
	{ "by a memfd", 1u << INJECT_MPROTECT | 1u << INJECT_OPEN, true },
};
static const struct mode *mode = modes;

/* As if the module had been unloaded and loaded again: its sites are as they were. */
static void refresh(void)
{
	if (!mode->fresh)
		return;
	ffp_module_remove(&__ffp_module);
	ffp_module_add(&__ffp_module);
}

static int set_with_fault(enum inject_point point, int from, int times, int error, bool to_b)
{
	int r;

	memset(seen, 0, sizeof(seen));
	fault_set(point, error, from, times);
	ffp_inject = inject;
	refresh();
	r = SET_FFP(key0, to_b ? target_b : target_a);
	ffp_inject = NULL;
	return r;
}

static const struct {
	enum inject_point point;
	int error;
	const char *name;
} points[] = {
	{ INJECT_MMAP, ENOMEM, "mmap, no memory" },
	{ INJECT_MMAP, EACCES, "mmap, not allowed" },
	{ INJECT_MPROTECT, EACCES, "mprotect" },
	{ INJECT_MREMAP, ENOMEM, "mremap" },
	{ INJECT_MEMBARRIER, ENOSYS, "membarrier" },
	{ INJECT_OPEN, EMFILE, "open" },
	{ INJECT_READ, EIO, "read" },
	{ INJECT_READ, -1, "read, a byte each," },
	{ INJECT_PWRITE, EIO, "pwrite" },
	{ INJECT_PWRITE, -777, "pwrite, in pieces," },
	{ INJECT_MEMFD, EMFILE, "memfd_create" },
	{ INJECT_IDENTIFY, EIO, "fstat" },
	{ INJECT_IDENTIFY, -1, "fstat, with another device," },
	{ INJECT_MUNMAP, ENOMEM, "munmap" },
	{ INJECT_READ, EINTR, "read, interrupted," },
	{ INJECT_PWRITE, EINTR, "pwrite, interrupted," },
};

static void one_fault(size_t p, int from, int times)
{
	bool was_b = FFP_TARGET(key0) == target_b;
	int before, after, r;
	struct ffp_info info;

	before = look_at_maps();
	refused = mode->refused;
	r = set_with_fault(points[p].point, from, times, points[p].error, !was_b);
	refused = 0;
	/* Only a commit that can be neither finished nor undone may leave some of both. */
	if (r == -ENOTRECOVERABLE)
		ok(points[p].point == INJECT_MREMAP && from > 0 && times == ALWAYS &&
		       reached_so_far() >= 0,
		   "%s fails at %d and always: every call goes to the old or the new target",
		   points[p].name, from);
	else
		is(callers_of_b(), FFP_TARGET(key0) == target_b ? n_callers : 0,
		   "%s fails at %d%s: returned %d, all calls go to the target that is told",
		   points[p].name, from, times == ALWAYS ? " and always" : "", r);
	if (points[p].error < 0 || (points[p].error == EINTR && times == 1))
		is(r, 0, "which is no failure");
	ok((r == 0) == ((FFP_TARGET(key0) == target_b) != was_b),
	   "and it changed exactly if it returned 0");
	is(ffp_info(ffp_find("key0"), &info) ? -1 : (long long)info.foreign, 0,
	   "and no site is foreign");
	after = look_at_maps();
	/*
	 * A change that succeeds may split the text's mapping once more, and so may
	 * the first one that fails in its commit.  What munmap refuses stays.
	 */
	if (points[p].point != INJECT_MUNMAP)
		ok(after <= before + 2 * (n_callers + 1) + mode->fresh,
		   "and nothing is left mapped");
	is(SET_FFP(key0, target_b), 0, "and a later change works");
	is(callers_of_b(), n_callers, "for every call");
	is(SET_FFP(key0, target_a), 0, "and back");
}

/* How often a clean change makes this call. */
static int clean_count(enum inject_point point)
{
	int r;

	refused = mode->refused;
	r = set_with_fault(INJECT_POINTS, 0, 0, 0, FFP_TARGET(key0) != target_b);
	refused = 0;
	return r ? -1 : seen[point];
}

static void ways(void)
{
	bool memory = mappings_writable_by_mem();

	is(set_with_fault(INJECT_MPROTECT, 0, ALWAYS, EACCES, true), 0, "without mprotect");
	ok(seen[INJECT_PWRITE] > 0 && !seen[INJECT_MEMFD] == memory, "%s was the way",
	   memory ? "/proc/self/mem" : "a memfd, as this kernel guards /proc/self/mem,");
	is(callers_of_b(), n_callers, "and every call is changed");
}

static int no_mprotect_no_mem(enum inject_point point)
{
	seen[point]++;
	ever[point]++;
	if (point == INJECT_MPROTECT)
		return EACCES;
	/* The first pwrite goes to /proc/self/mem, the second to the memfd. */
	return point == INJECT_PWRITE && seen[point] % 2 == 1 ? EACCES : 0;
}

static int no_way(enum inject_point point)
{
	return point == INJECT_MPROTECT || point == INJECT_PWRITE || point == INJECT_MEMFD ? EACCES
											   : 0;
}

static void more_ways(void)
{
	memset(seen, 0, sizeof(seen));
	ffp_inject = no_mprotect_no_mem;
	is(SET_FFP(key0, target_a), 0, "without mprotect and /proc/self/mem");
	ffp_inject = NULL;
	ok(seen[INJECT_MEMFD] > 0, "a memfd was the way");
	is(callers_of_b(), 0, "and every call is changed");

	ffp_inject = no_way;
	is(SET_FFP(key0, target_b), -EACCES, "without any way the change is refused");
	ffp_inject = NULL;
	is(callers_of_b(), 0, "and nothing has changed");
}

/* The commit of a later window fails, and so does undoing the earlier ones. */
static void broken_off(void)
{
	int r, b;

	is(RESET_FFP(key0), 0, "reset");
	r = set_with_fault(INJECT_MREMAP, 1, ALWAYS, EPERM, true);
	is(r, -ENOTRECOVERABLE, "a commit that cannot be undone says so");
	b = reached_so_far();
	ok(b > 0 && b < n_callers, "%d calls reach the new target, the others the old one", b);
	is(SET_FFP(key0, target_b), 0, "a later change puts it right");
	is(callers_of_b(), n_callers, "for every call");
	is(RESET_FFP(key0), 0, "and back");
	r = set_with_fault(INJECT_MREMAP, 1, ALWAYS, EPERM, true);
	is(r, -ENOTRECOVERABLE, "again");
	is(RESET_FFP(key0), 0, "setting what is told to be set puts it right as well");
	is(callers_of_b(), 0, "for every call");
}

/* Functions of one instruction. */
long target_one(long x);
long target_two(long x);
ASM_FUNCTION(target_one, FIVE "\n" RETURN);
ASM_FUNCTION(target_two, NEXT "\n" RETURN);

/*
 * The same with targets of one instruction: a call site holds a call of the old target or the new
 * one's instruction, or of two instructions one.
 */
static void broken_off_bodies(void)
{
	struct ffp_info info;

	for (int from_one = 0; from_one < 2; from_one++) {
		long (*old)(long) = from_one ? target_one : target_a;
		int r, reached;

		is(SET_FFP(key0, old), 0, "set to %s", from_one ? "one instruction" : "a call");
		is(callers_of(old), n_callers, "for every call");
		memset(seen, 0, sizeof(seen));
		fault_set(INJECT_MREMAP, EPERM, 4, ALWAYS);
		ffp_inject = inject;
		r = SET_FFP(key0, target_two);
		ffp_inject = NULL;
		is(r, -ENOTRECOVERABLE, "a commit of bodies that cannot be undone says so");
		reached = callers_of(target_two);
		ok(reached > 0 && reached < n_callers && reached + callers_of(old) == n_callers,
		   "%d calls do what the new target does, the others what the old one does",
		   reached);
		is(ffp_info(ffp_find("key0"), &info) ? -1 : (long long)info.foreign, 0,
		   "and no body of either is foreign");
		ok(info.inlined > 0, "%u sites hold one", info.inlined);
		is(SET_FFP(key0, target_b), 0, "a change to a third target puts it right");
		is(callers_of_b(), n_callers, "for every call");
	}
	is(RESET_FFP(key0), 0, "and back");
}

int main(void)
{
	int faults = 0;

	is(set_with_fault(INJECT_ATFORK, 0, ALWAYS, ENOMEM, true), -ENOMEM,
	   "the first change when fork cannot be watched");
	is(callers_of_b(), 0, "and nothing has changed");
	/* The very first change, which also looks at the module, without memory. */
	for (int from = 0; from < 3; from++) {
		is(set_with_fault(INJECT_MMAP, from, ALWAYS, ENOMEM, true), -ENOMEM,
		   "the first change without memory from allocation %d on", from);
		is(callers_of_b(), 0, "and nothing has changed");
	}
	is(SET_FFP(key0, target_a), 0, "set what is set");
	for (mode = modes; mode < modes + sizeof(modes) / sizeof(modes[0]); mode++) {
		for (size_t p = 0; p < sizeof(points) / sizeof(points[0]); p++) {
			int n = clean_count(points[p].point);

			/* A call that is interrupted for ever is one that never returns. */
			bool ends = points[p].error != EINTR;

			ok(n >= 0, "a change %s makes %d calls of %s", mode->name, n,
			   points[p].name);
			for (int from = 0; from < n; from++) {
				one_fault(p, from, 1);
				if (ends)
					one_fault(p, from, ALWAYS);
				faults += 1 + ends;
			}
		}
	}
	mode = modes;
	RESET_FFP(key0);
	ways();
	more_ways();
	broken_off();
	broken_off_bodies();
	for (int point = 0; point < INJECT_LOCK; point++)
		ok(ever[point] > 0 && (failed[point] > 0 || point >= INJECT_STEP_COPIED),
		   "point %d was come by %d times, and failed %d times", point, ever[point],
		   failed[point]);
	is(writable_and_executable, 0, "no mapping was ever writable and executable");
	printf("# callers %d, faults %d\n", n_callers, faults);
	return done();
}
