// SPDX-License-Identifier: MIT
/*
 * Targets of one instruction: a call site holds the instruction instead of a call, calls do what
 * the functions do, and what is no such target, or only looks as if it were one, is called.
 */
#include <errno.h>
#include <ffp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

#if FORM != POINTER
#include "bodies.h"
#else
#define LANDING
#define FIVE
#define SECOND
#define PLUS
#define LOAD
#define STORE
#define NOP
#define BREAKPOINT
#define RETURN
#endif

/* Compiled with -fno-plt on x86-64: a call has six bytes in place of five. */
#ifndef WIDE_CALLS
#define WIDE_CALLS 0
#endif

typedef long function(long *p, long v);

#if FORM != POINTER
#define FUNCTION(name, body, otherwise)                                                            \
	function name;                                                                             \
	ASM_FUNCTION(name, body "\n" RETURN)
#else
#define FUNCTION(name, body, otherwise)                                                            \
	static COUNTED long name(long *p, long v)                                                  \
	{                                                                                          \
		(void)p;                                                                           \
		(void)v;                                                                           \
		otherwise;                                                                         \
	}                                                                                          \
	_Static_assert(1, "")
#endif

/* What the functions return is undefined where they do not say. */
FUNCTION(empty, "", return 0);
FUNCTION(five, FIVE, return 5);
FUNCTION(second, SECOND, return v);
FUNCTION(plus, PLUS, return v + 1);
FUNCTION(load, LOAD, return *p);
FUNCTION(store, STORE, *p = v; return 0);
FUNCTION(landed, LANDING "\n" PLUS, return v + 1);
FUNCTION(twice, PLUS "\n" SECOND, return v);
FUNCTION(patchable, NOP, return 0);
FUNCTION(stopped, BREAKPOINT, return 0);
#ifdef SIX
FUNCTION(six, SIX, return v * 1000);
#endif

long by_default(long *p, long v);
COUNTED long by_default(long *p, long v)
{
	return *p * 100 + v;
}

DECLARE_FFP_EXPORT(act, by_default);
DEFINE_FFP_EXPORT(act, by_default);
DEFINE_FFP_STATIC(act_too, by_default);

/* A NULL key, and a function that does no more than call it. */
static int noted;
static void note_it(void)
{
	noted++;
}
DEFINE_FFP_NULL(note, void(void));
COUNTED static void call_note(void)
{
	note();
}
static void hook_default(void)
{
	noted += 100;
}
DEFINE_FFP_STATIC(hook, hook_default);

#define CALLS 3
/* Calls, one behind the other and far from it; and a tail call. */
COUNTED static long call_one(long *p, long v)
{
	return act(p, v) ^ 0x100;
}

/* Without a PLT, Clang would load the address for two calls in a function, which are no sites then.
 */
#if WIDE_CALLS
COUNTED static long call_again(long *p, long v)
{
	return 3 * act(p, v);
}
#else
#define call_again(p, v) (3 * act(p, v))
#endif

COUNTED static long call_two(long *p, long v)
{
	long first = act(p, v);

	return first + call_again(p, v + 1);
}

COUNTED static long call_last(long *p, long v)
{
	return act(p, v);
}

COUNTED static void call_hook(void)
{
	hook();
	noted += 1000;
}

static struct ffp_info info_of(const char *name)
{
	struct ffp_info info;

	memset(&info, 0, sizeof(info));
	if (ffp_info(ffp_find(name), &info))
		ok(0, "ffp_info of %s", name);
	return info;
}

/* How many sites of `act` hold the body of a target that has one. */
static size_t inlined_sites(void)
{
	return FORM == DIRECT ? CALLS : 0;
}

/* What `act` yields is `first` of 7, by every way of calling it, and `next` of 8; *p is `after`. */
static void check(const char *what, long first, long next, long after, size_t inlined,
		  function *target)
{
	struct ffp_info info = info_of("act");
	function *volatile pointer = act;
	long word = 4;

	is(info.inlined, inlined, "%s: %zu sites hold the body", what, inlined);
	is(info.sites, COLLECTED(CALLS + 1), "%s: of all", what);
	is(info.direct, COLLECTED(CALLS + 1), "%s: all are direct", what);
	ok(FFP_TARGET(act) == target, "%s: FFP_TARGET is the function", what);
	is(CALL(call_one(&word, 7)), first ^ 0x100, "%s: a call", what);
	word = 4;
	is(CALL(call_two(&word, 7)), first + 3 * next, "%s: two calls", what);
	word = 4;
	is(CALL(call_last(&word, 7)), first, "%s: a tail call", what);
	word = 4;
	is(CALL(pointer(&word, 7)), first, "%s: by the key's address", what);
	is(word, after, "%s: what it does to memory", what);
}

static void test_values(void)
{
	check("the default", 407, 408, 4, 0, by_default);
	is(CHANGE(SET_FFP(act, five)), 0, "a constant");
	check("a constant", 5, 5, 4, inlined_sites(), five);
	is(CHANGE(SET_FFP(act, second)), 0, "a move");
	check("a move", 7, 8, 4, inlined_sites(), second);
	is(CHANGE(SET_FFP(act, plus)), 0, "an addition");
	check("an addition", 8, 9, 4, inlined_sites(), plus);
	is(CHANGE(SET_FFP(act, load)), 0, "a load");
	check("a load", 4, 4, 4, inlined_sites(), load);
	is(CHANGE(SET_FFP(act, landed)), 0, "with a landing pad");
	check("with a landing pad", 8, 9, 4, inlined_sites(), landed);
#ifdef SIX
	is(CHANGE(SET_FFP(act, six)), 0, "six bytes");
	check("six bytes", 7000, 8000, 4, WIDE_CALLS ? inlined_sites() : 0, six);
#endif
	is(CHANGE(SET_FFP(act, twice)), 0, "two instructions");
	check("two instructions", 7, 8, 4, 0, twice);
	is(CHANGE(SET_FFP_RETURN(act, 5)), 0, "SET_FFP_RETURN");
	is(info_of("act").inlined, 0, "is no body, though it may look like one");
	is(CHANGE(SET_FFP(act, five)), 0, "the same as a function");
	check("the same", 5, 5, 4, inlined_sites(), five);
	is(CHANGE(RESET_FFP(act)), 0, "reset");
	check("reset", 407, 408, 4, 0, by_default);
}

/* What returns nothing that is defined. */
static void test_effects(void)
{
	long word = 4;

	is(CHANGE(SET_FFP(act, store)), 0, "a store");
	is(info_of("act").inlined, inlined_sites(), "is a body");
	(void)CALL(call_two(&word, 7));
	is(word, 8, "and stores");
	is(CHANGE(SET_FFP(act, empty)), 0, "nothing");
	is(info_of("act").inlined, inlined_sites(), "is a body");
	(void)CALL(call_two(&word, 1));
	is(word, 8, "and does nothing");
	is(CHANGE(SET_FFP(act, patchable)), 0, "a no-op, which a patcher may write to");
	is(info_of("act").inlined, 0, "is called");
	(void)CALL(call_two(&word, 1));
	is(CHANGE(SET_FFP(act, stopped)), 0, "a breakpoint");
	is(info_of("act").inlined, 0, "would be called");
	is(CHANGE(RESET_FFP(act)), 0, "reset");
}

/*
 * A function that is a tail call of a key that does nothing is one return just now; and it
 * is not for long.
 */
static void test_sites_in_targets(void)
{
	noted = 0;
	is(CHANGE(SET_FFP(hook, call_note)), 0, "a function that calls a NULL key");
	is(info_of("hook").inlined, 0, "is called, whatever it looks like");
	CALL(call_hook());
	is(noted, 1000, "and does nothing");
	is(CHANGE(SET_FFP(note, note_it)), 0, "the key is set");
	CALL(call_hook());
	is(noted, 2001, "and so it does something");
	is(CHANGE(RESET_FFP(note)), 0, "and is reset");
	CALL(call_hook());
	is(noted, 3001, "and it does not");
	is(CHANGE(RESET_FFP(hook)), 0, "the caller of the caller, too");
}

static void test_calls(void)
{
	const struct ffp_change changes[] = { FFP_CHANGE(act, second), FFP_CHANGE(act_too, five) };
	const struct ffp_change again[] = { FFP_CHANGE(act, second) };

	is(CHANGE(ffp_apply(changes, 2, FFP_CALLS)), 0, "set, with FFP_CALLS");
	check("with FFP_CALLS", 7, 8, 4, 0, second);
	is(CHANGE(ffp_apply(again, 1, FFP_CALLS)), 0, "set again so");
	check("again with FFP_CALLS", 7, 8, 4, 0, second);
	is(CHANGE(SET_FFP(act, second)), 0, "set without the flag");
	check("without the flag", 7, 8, 4, inlined_sites(), second);
	is(CHANGE(SET_FFP(act, second)), 0, "set again");
	check("again without the flag", 7, 8, 4, inlined_sites(), second);
	is(CHANGE(ffp_apply(again, 1, FFP_CALLS)), 0, "set with it");
	check("with it once more", 7, 8, 4, 0, second);
	is(CHANGE(SET_FFP(act, second)), 0, "and without");
	is(CHANGE(ffp_apply(NULL, 0, FFP_AIM)), 0, "FFP_AIM leaves the key as it is");
	check("FFP_AIM", 7, 8, 4, inlined_sites(), second);
	is(CHANGE(ffp_apply(NULL, 0, FFP_AIM | FFP_CALLS)), 0, "with FFP_CALLS not");
	check("FFP_AIM and FFP_CALLS", 7, 8, 4, 0, second);
	is(CHANGE(ffp_apply(changes, 2, FORM == POINTER ? 0 : FFP_ATOMIC)), 0, "at one instant");
	check("at one instant", 7, 8, 4, inlined_sites(), second);
	is(CHANGE(RESET_FFP(act)) | CHANGE(RESET_FFP(act_too)), 0, "reset");
	check("reset in the end", 407, 408, 4, 0, by_default);
	is(ffp_apply(NULL, 0, 1u << 31), -EINVAL, "an unknown flag is refused");
}

/* Code that a program has written may be written to again. */
static void test_generated(void)
{
	uint8_t *page =
	    mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	function *made = (function *)(void *)page;

	if (page == MAP_FAILED || FORM == POINTER) {
		ok(1, "no generated code in this form");
		return;
	}
	memcpy(page, (const void *)(uintptr_t)second, 16);
	__builtin___clear_cache((char *)page, (char *)page + 16);
	if (mprotect(page, 65536, PROT_READ | PROT_EXEC)) {
		ok(1, "# SKIP no generated code on this system");
		return;
	}
	is(CHANGE(SET_FFP(act, made)), 0, "generated code");
	is(info_of("act").inlined, 0, "is called");
	is(CALL(call_one(page ? &(long){ 1 } : NULL, 7)), 7 ^ 0x100, "and does what it does");
	is(CHANGE(RESET_FFP(act)), 0, "reset");
	munmap(page, 65536);
}

int main(void)
{
	test_values();
	test_effects();
	test_sites_in_targets();
	test_calls();
	test_generated();
	counts_print();
	return done();
}
