// SPDX-License-Identifier: MIT
/*
 * Of PLACES of these, number PLACE.  The first and the last have the keys, each key far from
 * its default.
 */
#include "wide.h"

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define CALL JOIN(call, PLACE)
#define TAIL JOIN(tail, PLACE)

long CALL(long x), TAIL(long x);

long CALL(long x)
{
	note();
	return first(x) * 100 + last(x) * 10 + shared(x);
}

long TAIL(long x)
{
	return x < 0 ? first(-x) : x > 100 ? last(x - 100) : shared(x);
}

#if PLACE == 0
long first_default(long x)
{
	return x + 1;
}
DEFINE_FFP(last, last_default);
DEFINE_FFP_EXPORT(shared, shared_default);
#elif PLACE == PLACES - 1
long last_default(long x)
{
	return x + 2;
}
long shared_default(long x)
{
	return x + 3;
}
DEFINE_FFP(first, first_default);
DEFINE_FFP_NULL(note, void(void));
#endif
