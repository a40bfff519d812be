// SPDX-License-Identifier: MIT
/*
 * A process with two copies of libffp, each linked into a library of its own,
 * and neither known to the program.
 *
 * usage: copies FIRST SECOND global|local one|two [EARLY LATE OLDER]
 *
 * The first library is loaded so that its symbols are visible to what follows, or
 * are not; how many copies are then in use is the last word.  EARLY and LATE are the
 * second library once more, with a copy that they share.  OLDER is another library, with what
 * passes for a copy of release 0.1.0.
 */
#include <dlfcn.h>
#include <errno.h>
#include <ffp/abi.h>
#include <string.h>

#include "../mappings.h"
#include "../tap.h"

static void *first, *second;

static int call(const char *name, int x)
{
	void *from = strncmp(name, "first", 5) ? second : first;
	int (*f)(int) = (int (*)(int))dlsym(from, name);

	return f ? f(x) : -1000;
}

static const void *library(void *from, const char *name)
{
	const void *(*f)(void) = (const void *(*)(void))dlsym(from, name);

	return f ? f() : NULL;
}

/* The key of the first is no target of the second's. */
static void aim_at_key(void)
{
	const struct ffp *key = dlsym(first, "__ffp_rec.common");
	int (*set)(void *) = (int (*)(void *))dlsym(second, "second_set_own_any");

	if (!key || !set)
		is(1, 0, "the first's key, and a function of the second");
	else if (key->flags & FFP_KEY_POINTER)
		skip("a key of another copy's is no target", "the pointer form has no entry");
	else
		is(set(key->entry), -EINVAL, "a key of another copy's is no target");
}

static void work(const char *path, int copies)
{
	second = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!ok(second != NULL, "load the second"))
		return;
	is(library(first, "first_library") != library(second, "second_library"), copies == 2,
	   "%d copies of libffp are in use", copies);
	is(call("first_call", 0), 11, "the first calls its key");
	is(call("second_call", 0), 21, "the second calls the first's");
	is(call("second_candidates", 0), 2, "it sees the candidates that both have for it");
	is(call("second_candidates", 1), copies == 2 ? 1 : 2, "and those of all keys of its copy");
	is(call("second_set_own", 1), 0, "the second changes a key of its own");
	is(call("second_own", 0), 34, "and calls its target");
	is(call("second_set_own", 0), 0, "and resets it");
	aim_at_key();
	is(call("second_refused", 0) && call("second_refused", 1), 1,
	   "what is no key, beside the first's: refused, and nothing is written to that");
	is(call("second_set_common", 1), 0, "the second changes the first's key");
	is(call("first_call", 0), 12, "the first calls a function of the second");
	is(call("second_call", 0), 22, "as the second does");
	is(call("second_set_common", 0), 0, "it resets it");
	is(call("first_call", 0) == 11 && call("second_call", 0) == 21, 1, "and so they call");
	is(call("second_set_both", 1), copies == 2 ? -EXDEV : 0,
	   "a transaction over keys of both libraries");
	is(call("first_call", 0), copies == 2 ? 11 : 12, "and what became of it: the first");
	is(call("second_own", 0), copies == 2 ? 33 : 34, "the second");
	is(call("second_set_both", 0), copies == 2 ? -EXDEV : 0, "reset");
	is(call("second_set_common", 1), 0, "change the first's key once more");
	is(dlclose(second), 0, "unload the second, where its target is");
	is(dlopen(path, RTLD_NOW | RTLD_NOLOAD) == NULL, 1, "it is gone");
	is(call("first_call", 0), 11, "the key was reset before");
}

/* A module whose copy has changed keys already, and that calls a key of another copy's. */
static void latecomer(const char *early_path, const char *late_path)
{
	void *early, *late;

	early = second = dlopen(early_path, RTLD_NOW | RTLD_LOCAL);
	if (!ok(early != NULL, "load an early one"))
		return;
	is(call("second_set_own", 1), 0, "it changes a key of its own");
	is(call("second_set_common", 1), 0, "and the first's");
	late = second = dlopen(late_path, RTLD_NOW | RTLD_LOCAL);
	if (!ok(late != NULL, "load a late one"))
		return;
	is(library(early, "second_library") == library(late, "second_library") &&
	       library(late, "second_library") != library(first, "first_library"),
	   1, "these two share a copy");
	is(call("second_call", 0), 22, "the late one calls the first's key");
	second = early;
	is(call("second_set_common", 0), 0, "the early one resets that");
	is(call("second_call", 0), 21, "and calls the default");
	second = late;
	is(call("second_call", 0), 21, "as the late one does");
	is(call("second_set_common", 1), 0, "which changes it");
	is(call("second_call", 0), 22, "and calls that");
	is(dlclose(late) || dlclose(early), 0, "unload both");
	is(call("first_call", 0), 11, "the key was reset before");
}

/*
 * A copy that tells nobody that it is here comes last, and a key of its own is set by the
 * first to a function of the second, which has heard of it from nobody else.
 */
static void stranger(const char *path, const char *older_path)
{
	void *older;
	int (*gone)(void), (*set)(const void *, void *);

	second = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	older = dlopen(older_path, RTLD_NOW | RTLD_LOCAL);
	gone = older ? (int (*)(void))dlsym(older, "older_gone") : NULL;
	set = (int (*)(const void *, void *))dlsym(first, "first_set_any");
	if (!ok(second && gone && set, "load the second, and one with an older copy"))
		return;
	is(set(dlsym(older, "__ffp_rec.older"), dlsym(second, "second_target")), 0,
	   "the first changes a key of the older's");
	is(dlclose(second), 0, "unload the second, where its target is");
	is(dlopen(path, RTLD_NOW | RTLD_NOLOAD) == NULL, 1, "it is gone");
	is(gone(), 1, "the older copy was told");
	is(dlclose(older), 0, "unload the older");
}

int main(int argc, char **argv)
{
	struct mapped before = { 0, 0, 0 }, after;
	int copies;

	if (argc != 5 && argc != 8)
		return 2;
	copies = strcmp(argv[4], "two") ? 1 : 2;
	first = dlopen(argv[1], RTLD_NOW | (strcmp(argv[3], "global") ? RTLD_LOCAL : RTLD_GLOBAL));
	if (!ok(first != NULL, "load the first"))
		return done();
	for (int i = 0; i < 10; i++) {
		work(argv[2], copies);
		if (i == 4)
			before = mapped(0);
	}
	after = mapped(0);
	is(after.n, before.n, "as many mappings as five rounds ago");
	is(after.bytes, before.bytes, "and no more memory");
	if (argc == 8) {
		latecomer(argv[5], argv[6]);
		stranger(argv[2], argv[7]);
	}
	is(dlclose(first), 0, "unload the first");
	return done();
}
