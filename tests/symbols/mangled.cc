// SPDX-License-Identifier: MIT
/*
 * C++: keys by symbol go by mangled names, which C++ declares as functions of C.  A call in a
 * function of which the linker keeps one is one site, and a function of which it keeps one is the
 * default.
 */
#include "mangled.h"

#include <ffp.h>

#include "../forms.h"
#include "../tap.h"

extern "C" {
int _ZN6shapes4areaEi(int side);
int _ZNK6shapes3box4areaEv(const shapes::box *box);
int _ZN6shapes3box5countEi(int x);
int _ZN6shapes4halfIiEET_S1_(int x);
}

DEFINE_FFP_SYMBOL(_ZN6shapes4areaEi);
DEFINE_FFP_SYMBOL(_ZNK6shapes3box4areaEv);
DEFINE_FFP_SYMBOL(_ZN6shapes3box5countEi);
DEFINE_FFP_SYMBOL(_ZN6shapes4halfIiEET_S1_);

extern "C" {
static int area_and_100(int side)
{
	return FFP_DEFAULT(_ZN6shapes4areaEi)(side) + 100;
}

static int area_of_box(const shapes::box *box)
{
	return -box->width;
}

static int half_and_100(int x)
{
	return FFP_DEFAULT(_ZN6shapes4halfIiEET_S1_)(x) + 100;
}
}

__attribute__((noinline)) int here(int x)
{
	return shapes::half(x) + shapes::through(x);
}

__attribute__((noinline)) static int area_of(const shapes::box *box)
{
	return box->area() + 1;
}

__attribute__((noinline)) static int count(int x)
{
	return shapes::box::count(x) * 2;
}

static size_t sites(const char *name)
{
	struct ffp_info info;

	return ffp_info(ffp_find(name), &info) || info.direct != info.sites ? 99 : info.sites;
}

int main()
{
	const int on = FORM == DIRECT;
	const shapes::box box = { 3, 4 };

	is(here(4), 2 + 17, "before: a call in this file");
	is(there(4), 2 + 17, "and in the other");
	is(SET_FFP(_ZN6shapes4areaEi, area_and_100), 0, "a function of a namespace");
	is(here(4), 19 + 100 * on, "a call in a function that both files have, by this file");
	is(there(4), 19 + 100 * on, "and by the other");
	is(sites("_ZN6shapes4areaEi"), COLLECTED(1), "is one site");
	is(shapes::area(2, 3), 6, "another function of that name is left alone");

	is(SET_FFP(_ZN6shapes4halfIiEET_S1_, half_and_100), 0, "an instance of a template");
	is(here(4) - 100 * on, 19 + 100 * on, "a call in this file");
	is(there(4) - 100 * on, 19 + 100 * on, "and in the other");
	is(sites("_ZN6shapes4halfIiEET_S1_"), COLLECTED(2), "are two sites");
	is(RESET_FFP(_ZN6shapes4halfIiEET_S1_), 0, "reset");
	is(here(4) + there(4), 2 * (19 + 100 * on), "as before");

	is(SET_FFP(_ZNK6shapes3box4areaEv, area_of_box), 0, "a member");
	is(area_of(&box), on ? -2 : 13, "is called for an object");
	is(sites("_ZNK6shapes3box4areaEv"), COLLECTED(1), "from one site");
	is(SET_FFP_RETURN(_ZN6shapes3box5countEi, 50), 0, "a static member");
	is(count(1), on ? 100 : 4, "returns a constant");
	return done();
}
