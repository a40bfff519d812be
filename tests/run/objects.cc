// SPDX-License-Identifier: MIT
/*
 * C++: static objects that call and change keys, sites in inline functions,
 * templates and members, keys in namespaces, exceptions, lambdas.
 */
#include "objects.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "../tap.h"
#include "counts.h"

/* File-local keys need a default of C linkage as all do; the caller is C++. */
extern "C" {
int twice(int x)
{
	return 2 * x;
}

static int thrice(int x)
{
	return 3 * x;
}

const char *name_default(int i)
{
	return i ? "one" : "none";
}

double half(double x) noexcept
{
	return x / 2;
}
}

DEFINE_FFP(scale, twice);
DEFINE_FFP_NULL(tell, void(const char *));
DEFINE_FFP_STATIC(half_of, half);

/* Nothing in this file changes the keys whose names begin with "lone". */
typedef bool (*may_hook)(const char *);
typedef const char *text_hook(double);
DEFINE_FFP_RETURN_STATIC(lone_may, may_hook, true);
DEFINE_FFP_STATIC(lone, thrice);
extern "C" {
DEFINE_FFP_RETURN_STATIC(lone_text, text_hook, "of a hook");
DEFINE_FFP_STATIC(lone_c, thrice);
FFP_IMPL(lone_c, twice, 1, true);
}

namespace inner
{
DEFINE_FFP(name, name_default);
DECLARE_FFP_RETURN(level, unsigned long(short));
DEFINE_FFP_RETURN(level, unsigned long(short), ~0ul);

static int rename(const char *(*to)(int))
{
	return SET_FFP(name, to);
}
} // namespace inner

/* Compilers make up to three constructors of one: the site is to be one. */
static COUNTED int scale_here(int x)
{
	return scale(x);
}

guard::guard()
{
	before = scale_here(10);
	set = SET_FFP(scale, thrice);
	after = scale_here(10);
	set += RESET_FFP(scale);
}

guard::~guard()
{
	(void)SET_FFP(scale, thrice);
	if (call(1) != 6 || RESET_FFP(scale) || call(1) != 5)
		abort();
}

static const guard own_guard;

static void throw_it(const char *what)
{
	throw std::runtime_error(what);
}

static COUNTED int catch_it(const char *what)
{
	try {
		tell(what);
	} catch (const std::runtime_error &e) {
		return strcmp(e.what(), what) ? -1 : 1;
	}
	return 0;
}

/* Overloaded: the key's type says which one is meant. */
static int pick(int x)
{
	return 1000 + x;
}

static double pick(double x)
{
	return -x;
}

static void check_scale(int factor, const char *state)
{
	is(CALL(scale_inline(5)), 5 * factor + 1, "%s: inline function", state);
	is(CALL(scale_as<int>(5)), 5 * factor + 2, "%s: template", state);
	is(CALL(own_guard.call(5)), 5 * factor + 3, "%s: member", state);
	is(CALL(other_file_inline(5)), 5 * factor + 1, "%s: inline function, other file", state);
	is(CALL(other_file_int(5)), 5 * factor + 2, "%s: template, other file", state);
	is(CALL(other_file_long(5)), 5 * factor + 2, "%s: another instance of it", state);
	is(CALL(other_file_member(5)), 5 * factor + 3, "%s: member, other file", state);
}

static void check_guard(const guard &g, const char *which)
{
	is(g.before, 20, "%s: its constructor called the default", which);
	is(g.set, 0, "%s: set and reset", which);
	is(g.after, 30, "%s: called the target", which);
}

int main()
{
	volatile long long large = 1LL << 31;
	struct ffp_info info;

	check_guard(own_guard, "static object");
	check_guard(other_file_guard, "static object of another file");

	ok(other_file_address() == scale, "a key has one address in all files");
	check_scale(2, "default");
	is(CHANGE(SET_FFP(scale, thrice)), 0, "set");
	check_scale(3, "target");
	is(ffp_info(FFP__KEY(scale), &info), 0, "ffp_info");
	/* In scale_here, the inline function, the member, two instances of the template. */
	is(info.sites, COLLECTED(5), "one site of each function, however many files have it");
	is(info.direct, COLLECTED(5), "all direct");
	is(CHANGE(RESET_FFP(scale)), 0, "reset");
	check_scale(2, "reset");

	is(CHANGE(SET_FFP(scale, pick)), 0, "an overloaded function");
	is(CALL(scale_inline(1)), 1002, "the right one of its name");
	is(CHANGE(SET_FFP(scale, [](int x) { return -x; })), 0, "a lambda that captures nothing");
	is(CALL(scale_inline(1)), 0, "is called");
	is(CHANGE(SET_FFP_RETURN(scale, -4)), 0, "a constant");
	is(CALL(scale_inline(1)), -3, "is yielded");
	is(CHANGE(SET_FFP_RETURN(scale, large)), -ERANGE, "one too large is refused");
	is(CHANGE(RESET_FFP(scale)), 0, "reset");
	ok(FFP_TARGET(scale) == twice, "FFP_TARGET has the key's type");
	is(pick(2.0) < 0, 1, "(the other of the overloaded functions)");

	is(CALL(catch_it("a")), 0, "a NULL key throws nothing");
	is(CHANGE(SET_FFP(tell, throw_it)), 0, "a target that throws");
	is(CALL(catch_it("b")), 1, "is caught behind the call");
	is(CHANGE(SET_FFP(tell, NULL)), 0, "nothing again");
	is(CALL(catch_it("c")), 0, "and no more thrown");
	is(CHANGE(SET_FFP(tell, nullptr)), 0, "nullptr is a NULL too");

	ok(!strcmp(CALL(inner::name(1)), "one"), "a key in a namespace");
	is(CHANGE(inner::rename([](int) { return "lambda"; })), 0, "set");
	ok(!strcmp(CALL(inner::name(1)), "lambda"), "and called");
	ok(ffp_find("name") != nullptr, "found by its plain name");

	ok(CALL(half_of(5)) == 2.5, "a key whose type is noexcept");
	is(CHANGE(SET_FFP(half_of, [](double x) noexcept { return x * 2; })), 0, "set");
	ok(CALL(half_of(5)) == 10, "and called");
	ok(lone_may("a") && !strcmp(lone_text(1), "of a hook"), "hooks return their values");
	is(CHANGE(SET_FFP(inner::level, [](short x) { return 1000ul + x; })), 0, "one is set");
	ok(CALL(inner::level(5)) == 1005, "and called");
	is(CHANGE(RESET_FFP(inner::level)), 0, "and reset");
	ok(CALL(inner::level(5)) == ~0ul, "to its value");
	is(lone(2) * 10 + lone_c(2), 64, "keys that nothing here changes, and a candidate for one");
	counts_print();
	return done();
}
