/* SPDX-License-Identifier: MIT */
/* Keys that start.c defines and start-other.c uses, each before the other's constructors too. */
#ifndef START_H
#define START_H

#include <ffp.h>

int level_default(int x);
int level_first(int x);
DECLARE_FFP(level, level_default);
DECLARE_FFP_NULL(event, void(int));

/* What was seen before main, to be judged there. */
struct seen {
	const char *when;
	int before, set, after, reset, again, null_set;
	size_t sites;
};
extern struct seen seen[];
extern int n_seen;
void look(const char *when);

#endif /* START_H */
