// SPDX-License-Identifier: MIT
/*
 * No key is a target: its entry is refused, of whichever module it is, whether or not that has
 * started, and however its address is known; and the filter's idiom works with targets.  Built
 * also as a program that is not moved, in which another module's function has the address of
 * a PLT entry.
 */
#include "keys.h"

#include <errno.h>
#include <string.h>

#include "../forms.h"
#include "../run/table.h"
#include "../tap.h"

int host_default(int x)
{
	return x + 7;
}

DEFINE_FFP_EXPORT(host_key, host_default);

static int value_default(int x)
{
	return x + 1;
}

static int value_other(int x)
{
	return x + 2;
}

static void note(int x)
{
	(void)x;
}

DEFINE_FFP_STATIC(top, value_default);
DEFINE_FFP_STATIC(next, value_other);
DEFINE_FFP_NULL_STATIC(hook, void(int));

static int filter(int x)
{
	return next(x) + 100;
}

static COUNTED int call_top(void)
{
	return top(0);
}

static COUNTED int call_next(void)
{
	return next(0);
}

static COUNTED void call_trace(void)
{
	trace(0);
	(void)shape(0);
}

/* So that no compiler knows what it is. */
static void *address(void *volatile function)
{
	return function;
}

static void refused(const struct ffp *key, void *target, const char *what)
{
	void *before = ffp_target(key);
	struct ffp_change changes[] = {
		{ FFP__KEY(host_key), NULL, 0, FFP_TO_DEFAULT },
		{ key, target, 0, FFP_TO_TARGET },
	};

	is(ffp_set_target(key, target), -EINVAL, "%s is no target", what);
	is(ffp_apply(changes, 2, 0), -EINVAL, "%s: nor among others", what);
	ok(ffp_target(key) == before, "%s: nothing has changed", what);
}

/* This module's entries for others' keys, which its table of sites leads to. */
static int find_imports(char *found[2])
{
	const struct ffp_module *module = &__ffp_module;
	int n = 0;

	for (const struct ffp_site *s = module->sites; s < module->sites_end; s++) {
		char *entry = (char *)(table_key(s) & ~(uintptr_t)3);
		uint32_t flags;

		memcpy(&flags, entry + FFP_ENTRY_FLAGS, sizeof(flags));
		if ((n && entry == found[0]) || (n > 1 && entry == found[1]) ||
		    !(flags & FFP_KEY_IMPORT))
			continue;
		if (n < 2)
			found[n] = entry;
		n++;
	}
	return n;
}

static void imports(void)
{
	char *found[2];
	int n = find_imports(found);

	is(n, COLLECTED(2), "the imports of this module");
	for (int i = 0; i < n && i < 2; i++) {
		refused(FFP__KEY(next), found[i], "an import");
		refused(FFP__KEY(hook), found[i], "an import, of a NULL key,");
	}
}

/* What changes return before any constructor, of keys of a library that has not started. */
static struct keys_early preinit[3];

static int early(struct keys_early *all, int n, void *target, const char *what)
{
	all[n].what = what;
	all[n].target = target;
	return n + 1;
}

static void before_all(int argc, char **argv, char **envp)
{
	char *found[2];
	int n = 0, n_imports = find_imports(found);

	(void)argc, (void)argv, (void)envp;
	n = early(preinit, n, FFP__KEY(shape)->entry, "of a module that has not started: a key");
	n = early(preinit, n, address(FFP__VOID(shape)), "of such a module: by its address, a key");
	(void)early(preinit, n, FFP__KEY(trace)->entry, "of such a module: a NULL key");
	for (int i = 0; i < 3; i++)
		preinit[i].returned = ffp_set_target(FFP__KEY(next), preinit[i].target);

	n = early(keys_early, 0, FFP__KEY(top)->entry, "to a library, of the program: a key");
	n = early(keys_early, n, FFP__KEY(hook)->entry, "to a library, of the program: a NULL key");
	n = early(keys_early, n, FFP__KEY(host_key)->entry, "to a library: an exported key");
	n = early(keys_early, n, address(FFP__VOID(shape)),
		  "to a library: its own key, at the address that the program gave it,");
	for (int i = 0; i < n_imports && i < 2; i++)
		n = early(keys_early, n, found[i], "to a library: the program's import");
}

/* Not constant: Clang would make the section read-only, and GNU ld then all of the program
 * writable. */
__attribute__((section(".preinit_array"), used)) static void (*before)(int, char **,
								       char **) = before_all;

static void before_start(void)
{
	for (int i = 0; i < 3; i++)
		is(preinit[i].returned, -EINVAL, "%s is no target", preinit[i].what);
	ok(preinit[0].target, "tried before any constructor");
	for (int i = 0; i < KEYS_EARLY && keys_early[i].target; i++)
		is(keys_early[i].returned, -EINVAL, "%s is no target", keys_early[i].what);
	ok(keys_early[3].target, "tried before the program's constructor");
	is(keys_own(0), 13, "the library's key calls its default");
}

static void constants(void)
{
	is(SET_FFP_RETURN(top, 5), 0, "a key returns a constant");
	is(SET_FFP(next, FFP_TARGET(top)), 0, "another is aimed at what it does");
	ok(call_next() == 5 && call_top() == 5, "both return it");
	is(SET_FFP(top, FFP_TARGET(top)), 0, "its own is taken as the constant");
	is(SET_FFP(top, filter), 0, "who calls on");
	is(call_top(), 105, "gets the constant");
	is(SET_FFP_RETURN(top, 6), 0, "another constant");
	is(call_next(), 6, "which the other follows");
	is(RESET_FFP(top) || RESET_FFP(next), 0, "reset");
}

int main(void)
{
	before_start();
	call_trace();
	/* Before anything has looked at the other module. */
	is(ffp_set_target(FFP__KEY(next), FFP__KEY(shape)->entry), -EINVAL,
	   "the first change: a key of another module is no target");
	refused(FFP__KEY(next), address(FFP__VOID(top)), "another key of the file");
	refused(FFP__KEY(next), address(FFP__VOID(next)), "the key itself");
	refused(FFP__KEY(hook), address(FFP__VOID(top)), "another key, for a NULL key,");
	refused(FFP__KEY(top), address(FFP__VOID(hook)), "a NULL key");
	refused(FFP__KEY(next), address(FFP__VOID(host_key)), "an exported key");
	refused(FFP__KEY(next), address(FFP__VOID(shape)), "a key of another module");
	refused(FFP__KEY(shape), address(FFP__VOID(top)), "a key, for another module's,");
	refused(FFP__KEY(shape), address(FFP__VOID(shape)), "another module's key itself");
	refused(FFP__KEY(next), FFP__KEY(shape)->entry,
		"a key of another module, as its record has it,");
	refused(FFP__KEY(hook), address(FFP__VOID(trace)), "another module's NULL key");
	imports();

	/* What is meant. */
	is(SET_FFP(next, FFP_TARGET(top)) || SET_FFP(top, filter), 0,
	   "a filter before what was there");
	is(call_top(), 101, "and it calls on");
	is(SET_FFP(hook, note), 0, "and a function is a target");
	is(RESET_FFP(top) || RESET_FFP(next), 0, "reset");
	is(call_top() + call_next(), 3, "as at first");
	constants();
	return done();
}
