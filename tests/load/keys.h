/* SPDX-License-Identifier: MIT */
/* The interface of a shared library that exports keys. */
#ifndef KEYS_H
#define KEYS_H

#include <ffp.h>

/* The default is the library's own, and hidden. */
int shape_default(int x) __attribute__((visibility("hidden")));
DECLARE_FFP_EXPORT(shape, shape_default);
DECLARE_FFP_NULL_EXPORT(trace, void(int));

/* Of this a plugin has a candidate. */
int weighed_default(int x);
DECLARE_FFP_EXPORT(weighed, weighed_default);

int keys_weighed(int x);
int shape_other(int x); /* another target for `shape`, in the library */
int keys_call(int x);	/* a site of `shape` in the file that defines it */
int keys_call_2(int x); /* a site in another file, a site of `trace` */
int keys_own(int x);	/* a site of a key that only the library knows */
int keys_set_own(int other);

/*
 * What the library's constructor is to set its own key to, if the program has written it here
 * before: the program has not started then.  And what came of it.
 */
#define KEYS_EARLY 8
extern struct keys_early {
	void *target;
	const char *what;
	int returned;
} keys_early[KEYS_EARLY];

/* The program exports a key of its own, to its plugins. */
int host_default(int x);
DECLARE_FFP_EXPORT(host_key, host_default);

#endif /* KEYS_H */
