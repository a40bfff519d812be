// SPDX-License-Identifier: MIT
/*
 * Branches (FFP_ON) of keys of other modules, and modules that come and go: a branch says what its
 * key is, whether the key was changed before its module came or after; and a key whose target goes
 * is not set any more, in any module.
 *
 * usage: branches PLUGIN USER
 */
#include "branches.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

/* The form of the library, if that is not the program's. */
#ifndef KEYS_FORM
#define KEYS_FORM FORM
#endif
/* How many modules with branches the library is. */
#define LIBRARY (KEYS_FORM != POINTER)

static int program_says(void)
{
	return SAY(away_flag) * FLAG + SAY(away_hook) * HOOK + SAY(away_kept) * KEPT;
}

static int other_step(int x)
{
	return x + 1;
}

static void hook_here(int *x)
{
	*x += 10;
}

static void *plugin;
static say *says_there, *started, *says_user;
static set_own *set_there;
static void (*hook_there)(int *);

static void *load(const char *path)
{
	void *loaded = dlopen(path, RTLD_NOW | RTLD_GLOBAL);

	if (!loaded)
		ok(0, "dlopen: %s", dlerror());
	return loaded;
}

static int load_plugin(const char *path)
{
	plugin = load(path);
	if (!plugin)
		return 0;
	says_there = (say *)dlsym(plugin, "plugin_says");
	started = (say *)dlsym(plugin, "started_with");
	set_there = (set_own *)dlsym(plugin, "set_own_flag");
	hook_there = (void (*)(int *))dlsym(plugin, "hook_in_plugin");
	return 1;
}

/* The branches of a key: all are on, or none; and there are so many in this many modules. */
static void counted(const char *name, int modules, int on)
{
	struct ffp_info info;

	memset(&info, 0, sizeof(info));
	is(ffp_info(ffp_find(name), &info), 0, "%s: what there is", name);
	if (FORM == POINTER)
		return;
	ok(info.branches >= 3 * (unsigned)modules, "%s: branches in %d modules", name, modules);
	is(info.branches_on, on ? info.branches : 0, "%s: as many are on", name);
	is(info.foreign + info.behind, 0, "%s: none is foreign or behind", name);
}

static void child_changes(void)
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (!child)
		_exit(SET_FFP_FLAG(away_flag, 0) || (program_says() & FLAG) ||
		      (says_there() & FLAG) || (library_says() & FLAG));
	waitpid(child, &status, 0);
	is(status, 0, "a child sets a flag off, in every module");
	is(program_says() & says_there() & library_says() & FLAG, FLAG, "for itself alone");
}

int main(int argc, char **argv)
{
	struct ffp_change all[] = {
		FFP_CHANGE_FLAG(away_flag, 1),
		FFP_CHANGE(away_hook, hook_here),
		FFP_CHANGE(away_kept, other_step),
	};
	struct ffp_change none[] = {
		FFP_CHANGE_FLAG(away_flag, 0),
		FFP_CHANGE_DEFAULT(away_hook),
		FFP_CHANGE_DEFAULT(away_kept),
	};
	void *user;

	if (argc < 3)
		return 1;
	is(program_says() + library_says(), 0, "at first nothing is on");
	is(SET_FFP_FLAG(away_flag, 1), 0, "a flag of a library is set");
	is(program_says(), FLAG, "in the program");
	is(library_says(), FLAG, "and in the library");
	is(SET_FFP(away_kept, other_step), 0, "a key with a default");
	is(program_says(), FLAG | KEPT, "in the program");
	is(library_says(), FLAG | KEPT, "and in the library");

	if (!load_plugin(argv[1]))
		return done();
	is(started(), FLAG | KEPT | OWN, "a module that comes, when its constructor runs");
	is(says_there(), FLAG | KEPT | OWN, "and later");
	counted("away_flag", 2 + LIBRARY, 1);
	counted("plugin_flag", 1, 1);
	is(set_there(0), 0, "its own flag, which it had set before it started, is set off");
	is(says_there(), FLAG | KEPT, "it is off");
	is(ffp_apply(none, 3, 0), 0, "all keys of the library are reset");
	is(program_says() + library_says() + says_there(), 0, "in every module");
	counted("away_hook", 2 + LIBRARY, 0);
	is(ffp_apply(all, 3, KEYS_FORM == POINTER ? 0 : FFP_ATOMIC), 0,
	   "all are set, each module at once");
	is(program_says() & library_says() & says_there(), FLAG | HOOK | KEPT, "in every module");
	child_changes();

	user = load(argv[2]);
	says_user = user ? (say *)dlsym(user, "user_says") : NULL;
	if (!says_user)
		return done();
	is(says_user(), FLAG, "a module with a branch of the plugin's key");
	is(set_there(1), 0, "which is set");
	is(says_user(), FLAG | OWN, "is on there");
	is(says_there(), FLAG | HOOK | KEPT | OWN, "and in the plugin");
	dlclose(user);
	is(set_there(0) || set_there(1), 0, "that module goes, and the key is changed");
	user = load(argv[2]);
	says_user = user ? (say *)dlsym(user, "user_says") : NULL;
	is(says_user ? says_user() : -1, FLAG | OWN, "it comes again");
	if (user)
		dlclose(user);

	is(SET_FFP(away_hook, hook_there), 0, "a target in the plugin");
	is(program_says() & library_says(), FLAG | HOOK | KEPT, "the key is set");
	dlclose(plugin);
	if (dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD)) {
		skip("a module that goes", "this C library unloads nothing");
		return done();
	}
	ok(!FFP_TARGET(away_hook), "the plugin goes, and the key is reset");
	is(program_says(), FLAG | KEPT, "it is off in the program");
	is(library_says(), FLAG | KEPT, "and in the library");
	counted("away_hook", 1 + LIBRARY, 0);
	is(SET_FFP_FLAG(away_flag, 0), 0, "changed while the plugin is away");
	if (!load_plugin(argv[1]))
		return done();
	is(started(), KEPT | OWN, "it comes again");
	is(SET_FFP_FLAG(away_flag, 1) || RESET_FFP(away_kept), 0, "more changes");
	is(program_says() & library_says(), FLAG, "in the program and the library");
	is(says_there(), FLAG | OWN, "and in the plugin");
	return done();
}
