// SPDX-License-Identifier: MIT
/*
 * 100,000 branches (FFP_ON, FFP_LIKELY_ON) of eight flags, at every alignment, some across the end
 * of a page: after each change, of one flag, of all, at one instant, in a child, every branch is
 * what its flag is.
 */
#define BRANCHER_KEY(i) DEFINE_FFP_FLAG(key##i);
#include "../branchers.h"

#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"

#define CHANGE_ON(i) FFP_CHANGE_FLAG(key##i, 1),
#define CHANGE_OFF(i) FFP_CHANGE_FLAG(key##i, 0),
static struct ffp_change on[KEYS], off[KEYS];

static void counted(unsigned set)
{
	size_t branches = 0, others = 0;
	unsigned say = 0;

	for (unsigned i = 0; i < KEYS; i++) {
		struct ffp_info info;

		if (ffp_info(on[i].key, &info))
			ok(0, "ffp_info");
		branches += info.branches;
		others += info.foreign + info.behind;
		say |= (unsigned)(info.branches_on == info.branches) << i;
		others += info.branches_on && info.branches_on != info.branches;
	}
	is(branches, n_branchers + 1, "all branches are counted");
	is(others, 0, "none is foreign, behind, or other than the rest of its flag");
	is(say, set, "they are on as the flags are");
}

static void all_at_once(unsigned flags, const char *how)
{
	is(ffp_apply(on, KEYS, flags), 0, "all flags are set, %s", how);
	is(wrong_here(0xff), 0, "every branch is on");
	counted(0xff);
	is(ffp_apply(off, KEYS, flags), 0, "all are set off, %s", how);
	is(wrong_here(0), 0, "every branch is off");
	counted(0);
}

int main(void)
{
	const struct ffp_change to_on[] = { EACH_KEY(CHANGE_ON) };
	const struct ffp_change to_off[] = { EACH_KEY(CHANGE_OFF) };
	int status = -1, failed = 0;
	unsigned set = 0;
	pid_t child;

	for (int i = 0; i < KEYS; i++) {
		on[i] = to_on[i];
		off[i] = to_off[i];
	}
	is(n_branchers, 100000, "branches");
	is(wrong_here(0), 0, "at first none is on");
	all_at_once(0, "in one transaction");
	all_at_once(FFP_ATOMIC, "at one instant");
	for (unsigned i = 0; i < 2 * KEYS; i++) {
		unsigned key = i * 5 % KEYS;
		const struct ffp_change *change = i < KEYS ? &on[key] : &off[key];

		failed += ffp_apply(change, 1, 0) != 0;
		set ^= 1u << key;
		failed += wrong_here(set);
	}
	is(failed, 0, "one flag after the other, on and off again");
	is(ffp_apply(on, KEYS / 2, 0), 0, "half of them");
	fflush(stdout);
	child = fork();
	if (!child)
		_exit(wrong_here(0x0f) || ffp_apply(off, KEYS / 2, 0) || wrong_here(0) ||
		      ffp_apply(on + KEYS / 2, KEYS / 2, FFP_ATOMIC) || wrong_here(0xf0));
	waitpid(child, &status, 0);
	is(status, 0, "a child inherits them, and changes its own");
	is(wrong_here(0x0f), 0, "the parent's are as they were");
	return done();
}
