// SPDX-License-Identifier: MIT
/*
 * Targets of one instruction and modules that come and go: the calls of one that is loaded later
 * hold the body as well; when the target's module goes, calls of the default are everywhere.
 *
 * usage: bodies PLUGIN
 */
#include "bodies.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"

COUNTED unsigned long step_default(unsigned long x)
{
	return x * 100 + 7;
}

DEFINE_FFP_EXPORT(step, step_default);

COUNTED static unsigned long step_here(unsigned long x)
{
	return x + 1;
}

COUNTED static unsigned long step_over(unsigned long x)
{
	return x + 2;
}

COUNTED static unsigned long call_from_here(unsigned long x)
{
	return step(x) * 5;
}

static void *plugin;
static call_step *call_there;
static unsigned long (*target_there)(unsigned long);

static void load(const char *path)
{
	plugin = dlopen(path, RTLD_NOW);
	if (!plugin) {
		ok(0, "dlopen: %s", dlerror());
		return;
	}
	call_there = (call_step *)dlsym(plugin, "call_from_plugin");
	target_there = (unsigned long (*)(unsigned long))dlsym(plugin, "step_in_plugin");
}

/* What ffp_info tells; of no key of any use if it cannot. */
static struct ffp_info info_of_step(void)
{
	struct ffp_info info;

	if (ffp_info(ffp_find("step"), &info)) {
		memset(&info, 0, sizeof(info));
		info.inlined = 999;
	}
	return info;
}

int main(int argc, char **argv)
{
	struct ffp_state *state = FFP__KEY(step)->state;
	uint8_t own[sizeof(state->body)], other[sizeof(state->body)];
	pid_t child;
	int status = -1;

	if (argc < 2)
		return 1;
	is(call_from_here(3), 307 * 5, "the default");
	is(SET_FFP(step, step_here), 0, "a target of one instruction");
	is(info_of_step().inlined, COLLECTED(1), "is at the site");
	is(call_from_here(3), 4 * 5, "and does what it does");

	load(argv[1]);
	if (!plugin)
		return done();
	is(info_of_step().inlined, COLLECTED(2), "and at that of a module that comes");
	is(call_there(3), 4 * 3, "which does the same");

	is(SET_FFP(step, target_there), 0, "a target in the module that came");
	is(info_of_step().inlined, COLLECTED(2), "is at both sites");
	is(call_from_here(3), 4 * 5, "and does what it does");
	is(call_there(3), 4 * 3, "from both");
	ok(FFP_TARGET(step) == target_there, "FFP_TARGET is the function");

	child = fork();
	if (!child)
		_exit(RESET_FFP(step) || call_from_here(3) != 307 * 5 || info_of_step().inlined);
	waitpid(child, &status, 0);
	is(status, 0, "a child resets the key");
	is(call_from_here(3), 4 * 5, "and the parent sees nothing of it");
	is(info_of_step().inlined, COLLECTED(2), "nor do its sites");

	dlclose(plugin);
	if (dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD)) {
		ok(1, "# SKIP this C library unloads nothing");
		return done();
	}
	ok(FFP_TARGET(step) == step_default, "the module goes, and the key is reset");
	is(info_of_step().inlined, 0, "no site holds the body");
	is(call_from_here(3), 307 * 5, "calls go to the default");

	/* An attacker who can write data: what stands in text is not taken from there. */
	is(SET_FFP(step, step_over), 0, "another target of one instruction");
	memcpy(other, state->body, sizeof(other));
	is(SET_FFP(step, step_here), 0, "set again");
	memcpy(own, state->body, sizeof(own));
	memcpy(state->body, other, sizeof(other));
	load(argv[1]);
	is(call_there(3), 4 * 3, "a written state does not become code of a module that comes");
	dlclose(plugin);
	memcpy(state->body, own, sizeof(own));
	load(argv[1]);
	is(info_of_step().inlined, COLLECTED(2), "the module comes again");
	is(call_there(3), 4 * 3, "and calls");
	is(ffp_apply(NULL, 0, FFP_AIM | FFP_CALLS), 0, "all calls are to be calls");
	is(info_of_step().inlined, 0, "and are");
	is(call_there(3) + call_from_here(3), 4 * 3 + 4 * 5, "which do the same");
	return done();
}
