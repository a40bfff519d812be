// SPDX-License-Identifier: MIT
#include "throw.h"

extern "C" int step_default(int x)
{
	return x + 1;
}

DEFINE_FFP_EXPORT(step, step_default);
#ifdef FFP_PUBLIC
FFP_PUBLIC_AS(step, public_step);
#else
extern "C" int public_step(int x)
{
	return step(x);
}
#endif
DEFINE_FFP_NULL_EXPORT(watch, void(int));

int destroyed;

COUNTED int library_step(int x)
{
	try {
		witness w;

		return step(x) * 2;
	} catch (int thrown) {
		return 1000 + thrown;
	}
}

COUNTED int library_public(int x)
{
	try {
		witness w;

		return public_step(x) * 2;
	} catch (int thrown) {
		return 5000 + thrown;
	}
}

COUNTED int library_watch(int x)
{
	try {
		witness w;

		watch(x);
	} catch (int thrown) {
		return 1000 + thrown;
	}
	return 0;
}

COUNTED int library_template(int x)
{
	return step_as<long>(x) * 3;
}

int library_throws(int x)
{
	throw x;
}

static int at_start(int x)
{
	return x + 70;
}

/* A static object of the library changes the key, before any in the program. */
static int start()
{
	int first = library_step(1);
	int set = SET_FFP(step, at_start);
	int second = library_step(1);

	return set || RESET_FFP(step) ? -1 : first * 1000 + second;
}

const int library_start = start();
