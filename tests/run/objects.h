/* SPDX-License-Identifier: MIT */
/* C++: sites in inline functions and templates, which several files have copies of. */
#ifndef OBJECTS_H
#define OBJECTS_H

#include <ffp.h>

#include "../forms.h"

extern "C" int twice(int x);
DECLARE_FFP(scale, twice);
DECLARE_FFP_NULL(tell, void(const char *));

COUNTED inline int scale_inline(int x)
{
	return scale(x) + 1;
}

template <class T> COUNTED T scale_as(T x)
{
	return static_cast<T>(scale(static_cast<int>(x))) + 2;
}

/* A class whose objects call and change keys when they come and go. */
struct guard {
	int before, set, after;
	guard();
	~guard();
	COUNTED int call(int x) const
	{
		return scale(x) + 3;
	}
};

int (*other_file_address())(int);
int other_file_inline(int x);
int other_file_int(int x);
long other_file_long(long x);
int other_file_member(int x);
extern const guard other_file_guard;

#endif /* OBJECTS_H */
