/* SPDX-License-Identifier: MIT */
/* What a program of tests/run exercised, for its last lines: a test that ran over nothing shows. */
#ifndef COUNTS_H
#define COUNTS_H

#include <ffp.h>
#include <stdio.h>

static struct {
	unsigned long calls, changes;
	size_t keys, sites, direct;
} counts;

/* Around a call of a key, around a change of one: yields what it yields. */
#define CALL(expression) (counts.calls++, (expression))
#define CHANGE(expression) (counts.changes++, (expression))

static int counts_add(const struct ffp *key, void *arg)
{
	struct ffp_info info;

	(void)arg;
	if (!ffp_info(key, &info)) {
		counts.keys++;
		counts.sites += info.sites;
		counts.direct += info.direct;
	}
	return 0;
}

__attribute__((unused)) static void counts_print(void)
{
	(void)ffp_each(counts_add, NULL);
	printf("# %zu keys, %zu sites collected, %zu direct now, %lu calls, %lu changes\n",
	       counts.keys, counts.sites, counts.direct, counts.calls, counts.changes);
}

#endif /* COUNTS_H */
