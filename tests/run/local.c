// SPDX-License-Identifier: MIT
/* File-local keys: three files have keys of the same names, and none knows of the others. */
#include "local.h"

#include <string.h>

#include "../tap.h"
#include "counts.h"

static const struct {
	const char *name;
	const struct file *file;
	int factor;
} files[] = { { "first", &first_file, 3 },
	      { "second", &second_file, 5 },
	      { "third", &third_file, 7 } };
enum { FILES = sizeof(files) / sizeof(files[0]) };

static int negative(int x)
{
	return -x;
}

static void increment(int *x)
{
	++*x;
}

/* All files are at their defaults, but the one of index `other`, which negates. */
static void check(int other, const char *state)
{
	for (int i = 0; i < FILES; i++) {
		const struct file *f = files[i].file;
		int factor = i == other ? -1 : files[i].factor;

		is(CALL(f->step(10)), 10 * factor + 1, "%s, %s: call", state, files[i].name);
		is(CALL(f->tail(10)), 10 * factor, "%s, %s: tail call", state, files[i].name);
		is(CALL(f->note(10)), 10 + (i == other), "%s, %s: NULL key", state, files[i].name);
	}
}

static int count_named(const struct ffp *key, void *arg)
{
	struct ffp_info info;
	unsigned *counted = arg;

	if (!ffp_info(key, &info))
		counted[!strcmp(info.name, "step")] +=
		    !strcmp(info.name, "step") || !strcmp(info.name, "note");
	return 0;
}

static void check_info(const struct ffp *key, size_t sites)
{
	struct ffp_info info;

	is(ffp_info(key, &info), 0, "ffp_info");
	is(info.sites, COLLECTED(sites), "%s: only the file's own sites", info.name);
	is(info.direct, COLLECTED(sites), "%s: and all direct", info.name);
}

int main(void)
{
	unsigned counted[2] = { 0, 0 };
	const struct ffp *found = ffp_find("step");
	bool one_of_them = false;

	check(-1, "before any change");
	is(ffp_each(count_named, counted), 0, "ffp_each");
	is(counted[1], FILES, "sees each key named step");
	is(counted[0], FILES, "and each key named note");
	for (int i = 0; i < FILES; i++)
		one_of_them = one_of_them || found == files[i].file->step_key;
	ok(one_of_them, "ffp_find finds one of them");

	for (int i = 0; i < FILES; i++) {
		const struct file *f = files[i].file;

		check_info(f->step_key, 2);
		check_info(f->note_key, 1);
		is(CHANGE(f->set(negative, increment)), 0, "set the keys of %s", files[i].name);
		check(i, "one changed");
		check_info(f->step_key, 2);
		is(CHANGE(f->set_return(-99)), 0, "a constant for %s", files[i].name);
		is(f->tail(1), -99, "is yielded");
		is(files[(i + 1) % FILES].file->tail(1), files[(i + 1) % FILES].factor,
		   "there only");
		is(CHANGE(f->reset()), 0, "reset %s", files[i].name);
		check(-1, "after the reset");
	}
	counts_print();
	return done();
}
