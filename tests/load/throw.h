/* SPDX-License-Identifier: MIT */
/* C++: a library that exports a key, and a program far from it that uses it. */
#ifndef THROW_H
#define THROW_H

#include <ffp.h>

#include "../forms.h"

extern "C" int step_default(int x);
DECLARE_FFP_EXPORT(step, step_default);
DECLARE_FFP_NULL_EXPORT(watch, void(int));
/* What callers that know of no key call: the symbol of step's entry. */
extern "C" int public_step(int x);

/* Both modules have an instance of their own, and a site in it. */
template <class T> COUNTED T step_as(T x)
{
	return static_cast<T>(step(static_cast<int>(x))) + 1;
}

/* Counts how many objects between a throw and its catch were destroyed. */
extern int destroyed;
struct witness {
	~witness()
	{
		destroyed++;
	}
};

int library_step(int x);	/* 1000 + what was thrown, if something was */
int library_public(int x);	/* 5000 + what was thrown through the public symbol */
int library_watch(int x);	/* likewise, for a NULL key */
int library_template(int x);	/* the library's instance */
int library_throws(int x);	/* a target that throws x */
extern const int library_start; /* what a static object of the library saw at its start */

#endif /* THROW_H */
