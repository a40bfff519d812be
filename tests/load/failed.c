// SPDX-License-Identifier: MIT
/*
 * Modules that do not load, or have a table that cannot be read, beside others whose
 * keys must go on working.
 *
 * usage: failed TARGET DAMAGED BROKEN
 *
 * As a library this file is one of these, and what BROKEN needs:
 *	TARGET		has a function to which the program's key is set
 *	DAMAGED		has a line in its table of sites that is none
 *	EARLY		changes a key in a resolver, before any constructor
 *	BROKEN		needs EARLY, and a function that there is not
 */
#include <ffp.h>

int value_default(int x);
int module_target(int x);
int module_call(int x);
void *module_entry(void);
int missing(int x);
int early_call(int x);

int value_default(int x)
{
	return x + 1;
}

#if defined(BROKEN)

int module_call(int x)
{
	return missing(x) + early_call(x);
}

#elif defined(MODULE)

int module_target(int x)
{
	return x + 1000;
}

DEFINE_FFP(module_key, value_default);

int module_call(int x)
{
	return module_key(x) + 10;
}

void *module_entry(void)
{
	return FFP__KEY(module_key)->entry;
}

#ifdef DAMAGED
__asm__(".pushsection ffp_sites,\"a\",%progbits\n"
	".long 0x7ffffff0, 0\n"
	".popsection");
#endif

#ifdef EARLY
static int chosen(int x)
{
	return module_key(x) + 20;
}

__attribute__((used)) static int (*resolve(void))(int)
{
	return SET_FFP(module_key, module_target) ? NULL : chosen;
}

int early_call(int x) __attribute__((ifunc("resolve")));
#endif

#else /* the program */

#include <dlfcn.h>
#include <errno.h>

#include "../forms.h"
#include "../tap.h"

/* Exported, so that any module may have sites of it: a damaged table might have some. */
DEFINE_FFP_EXPORT(value, value_default);

/* Nobody else can have sites of this one. */
DEFINE_FFP(own, value_default);

static __attribute__((noinline)) int call_value(int x)
{
	return value(x) + 1;
}

static int other(int x)
{
	return x + 5;
}

static void a_load_that_fails(const char *path)
{
	ok(!dlopen(path, RTLD_NOW), "a module that lacks a function does not load");
	is(SET_FFP(value, other), 0, "what it needed is forgotten, though it had changed a key");
	is(call_value(0), 6, "and calls follow");
	is(RESET_FFP(value), 0, "and back");
}

/* Its module's tables say nothing of it. */
static void a_key_that_nobody_knows(void *damaged)
{
	void *(*entry)(void) = (void *(*)(void))dlsym(damaged, "module_entry");

	if (FORM == POINTER)
		skip("a key of the damaged module is no target", "the pointer form has no entry");
	else
		is(entry ? ffp_set_target(FFP__KEY(own), entry()) : 1, -EINVAL,
		   "a key of the damaged module is no target");
	is(own(0), 1, "and nothing has changed");
}

static void a_target_that_goes(const char *target_path, const char *damaged_path)
{
	void *target = dlopen(target_path, RTLD_NOW), *damaged;
	int (*function)(int) = target ? (int (*)(int))dlsym(target, "module_target") : NULL;
	struct ffp_info info;

	if (!ok(function, "load a module with a target"))
		return;
	is(SET_FFP(value, function), 0, "set it");
	damaged = dlopen(damaged_path, RTLD_NOW);
	ok(damaged, "load one whose table is damaged");
	is(SET_FFP(value, other), -EINVAL, "a change is refused");
	is(ffp_info(FFP__KEY(value), &info), -EINVAL, "as is a question");
	is(call_value(0), 1001, "calls go where they went");
	is(SET_FFP(own, other) || own(0) != 5 || RESET_FFP(own), 0,
	   "a key of this module alone is changed all the same");
	a_key_that_nobody_knows(damaged);
	is(dlclose(target), 0, "unload the target's");
	ok(!dlopen(target_path, RTLD_NOW | RTLD_NOLOAD), "it is gone");
	is(call_value(0), 2, "the key was reset before");
	is(dlclose(damaged), 0, "unload the damaged one");
	is(SET_FFP(value, other), 0, "and changes are made again");
	is(call_value(0), 6, "and calls follow");
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	a_target_that_goes(argv[1], argv[2]);
	is(RESET_FFP(value), 0, "reset");
	a_load_that_fails(argv[3]);
	return done();
}

#endif
