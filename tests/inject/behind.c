// SPDX-License-Identifier: MIT
/*
 * A module comes after a NULL key that it calls was set, and cannot be brought to that,
 * because a system call fails, the first, the second, … and always.  The calls arrive all
 * the same; but not those of which an older tool made nothing: ffp_info says so, and the
 * next change, or the next module, makes it good.
 *
 * usage: behind PLUGIN OLDER
 *
 * OLDER is PLUGIN with sites that do nothing.
 */
#include <dlfcn.h>
#include <string.h>

#include "../damage.h"
#include "../forms.h"
#include "../run/table.h"
#include "../tap.h"
#include "behind.h"
#include "fault.h"

DEFINE_FFP_NULL_EXPORT(host_hook, void(int *));

static int value_default(int x)
{
	return x + 1;
}

static int value_other(int x)
{
	return x + 2;
}

DEFINE_FFP_STATIC(value, value_default);

static COUNTED int host_value(void)
{
	return value(0);
}

static void hook(int *n)
{
	++*n;
}

static void *handle;
static int (*plugin_call)(void), (*plugin_call_2)(void);

static bool load(const char *path)
{
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	ffp_inject = NULL;
	if (!handle) {
		printf("# %s\n", dlerror());
		return false;
	}
	*(void **)&plugin_call = dlsym(handle, "plugin_call");
	*(void **)&plugin_call_2 = dlsym(handle, "plugin_call_2");
	return plugin_call && plugin_call_2;
}

static struct ffp_info asked(void)
{
	struct ffp_info info = { 0 };

	if (ffp_info(FFP__KEY(host_hook), &info))
		info.foreign = 1000;
	return info;
}

/* Sites that go to the target itself, or would if it were in reach. */
static size_t aimed(void)
{
	struct ffp_info info = asked();

	return info.direct + info.unreachable;
}

static bool arrive(void)
{
	return plugin_call() == 1 && plugin_call_2() == 11;
}

enum cure { A_CHANGE, ITS_CHANGE, A_MODULE, ANOTHER_GOES, CURES };

static bool cure(enum cure how, const char *other)
{
	void *module;

	switch (how) {
	case A_CHANGE:
		return !SET_FFP(value,
				FFP_TARGET(value) == value_default ? value_other : value_default);
	case ITS_CHANGE: /* to what it is set to */
		return !SET_FFP(host_hook, hook);
	case A_MODULE:
	case ANOTHER_GOES:
		module = dlopen(other, RTLD_NOW | RTLD_LOCAL);
		return module && !dlclose(module);
	default:
		return false;
	}
}

static int lost;

static void coming(const char *path, bool older, const char *other, const char *what)
{
	struct ffp_info info;
	bool good;

	ffp_inject = inject_fault;
	if (!ok(load(path), "%s: loads", what))
		return;
	for (int how = 0; how < CURES; how++) {
		good = arrive();
		info = asked();
		ok(info.sites == 2 && !info.foreign &&
		       info.sites == info.direct + info.trampoline + info.behind,
		   "%s: ffp_info knows the sites", what);
		if (older)
			is(info.behind, good ? 0 : 2, "%s: and whether they are behind", what);
		else
			ok(good && !info.behind, "%s: all calls arrive", what);
		lost += !good;
		ok(cure((enum cure)how, other), "%s: a change, or another module", what);
		ok(arrive() && aimed() == 2, "%s: then calls arrive, as straight as they can",
		   what);
		/* Once more from the beginning. */
		dlclose(handle);
		fault.made = 0;
		ffp_inject = inject_fault;
		if (!load(path))
			return;
	}
	dlclose(handle);
}

/* What stands in the way at one site is in the way of no other. */
static void breakpoint(const char *path)
{
	static const char trap[8] = { 0 };
	char before[8];
	const struct ffp_module *module;
	const struct ffp_site *site;
	char *at;

	fault_set(INJECT_MMAP, ENOMEM, 0, ALWAYS);
	ffp_inject = inject_fault;
	if (!ok(load(path), "an older module, which stays behind"))
		return;
	is(asked().behind, 2, "both sites are behind");
	/* Its table, by the descriptor that its note leads to: asked of the key's other user. */
	module = *(const struct ffp_module **)dlsym(handle, "plugin_module");
	site = module->sites;
	/* A linker may have sent calls by veneers, which the table lists, too. */
	while (table_kind(site) != FFP_SITE_CALL)
		site++;
	at = (char *)table_site(site);
	memcpy(before, at, 4);
	put(at, trap, 4);
	is(SET_FFP(value, value_default) || SET_FFP(value, value_other), 0, "others change");
	is(asked().foreign, 1, "what is no instruction of ours stays");
	is(aimed(), 1, "the other site catches up");
	put(at, before, 4);
	is(asked().behind, 1, "it is gone, and the site is behind");
	is(SET_FFP(value, value_default), 0, "the next change");
	ok(arrive() && aimed() == 2, "and all calls arrive");
	dlclose(handle);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	is(SET_FFP(host_hook, hook), 0, "set the key");
	for (int older = 0; older < 2; older++) {
		for (size_t p = 0; p < SYSTEM_CALLS; p++) {
			for (int i = 0; i < 12; i++) {
				const struct system_call *call = &system_calls[p];
				char what[100];

				fault_set(call->point, call->error, i / 2, i % 2 ? ALWAYS : 1);
				fault.failed = 0;
				snprintf(what, sizeof(what), "%s module, %s fails at %d%s",
					 older ? "older" : "new", call->name, fault.from,
					 i % 2 ? " and always" : "");
				coming(argv[1 + older], older, argv[2 - older], what);
				if (!fault.failed)
					break;
			}
		}
	}
	ok(lost > 0, "of an older module, calls did nothing %d times", lost);
	breakpoint(argv[2]);
	is(host_value(), 1, "and calls of the other key went where it is set to");
	return done();
}
