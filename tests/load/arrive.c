// SPDX-License-Identifier: MIT
/*
 * Calls arrive where their keys are set to, in whichever module a key is defined and
 * whenever it is changed: before the module with the calls has come, or after that.
 *
 * usage: arrive LOADED PLUGIN
 *
 * Both are libraries that are not linked with the program.
 */
#include <dlfcn.h>

#include "../tap.h"
#include "arrive.h"

KEYS(CALL, linked)
KEYS(CALL, host)

static const struct row rows[] = { KEYS(ROW, linked) KEYS(ROW, host){ 0 } };
static const struct changes *places[] = { &arrive_linked, &arrive_host, NULL, NULL };

enum stage { AT_START, AT_MAIN, AT_LATE, AT_OTHER, AT_RESET };

static int expected(const struct row *row, enum stage stage)
{
	enum action action = row->action;

	if (stage == AT_OTHER)
		return BY_OTHER;
	if (stage == AT_RESET || (row->when == late && stage < AT_LATE) ||
	    /* Nobody can change these before they have come. */
	    (row->when == main_ && stage < (row->in_plugin ? AT_LATE : AT_MAIN)))
		action = never;
	if (action == constant)
		return BY_CONSTANT;
	if (row->kind == null)
		return action == target;
	return action == target ? BY_TARGET : BY_DEFAULT;
}

/* Sites of all keys that are not aimed, and could be. */
static size_t unaimed(const struct row *row)
{
	struct ffp_info info;
	size_t n = 0;

	for (; row->key; row++)
		if (!ffp_info(row->key, &info))
			n += info.unaimed + info.behind;
	return n;
}

/* Setting what is set, and resetting what is reset, aims what the build could not. */
static void aim_two(void)
{
	const size_t sites = COLLECTED(3), null_sites = COLLECTED(2);
	struct ffp_info info;

	ok(!ffp_info(FFP__KEY(linked_with_never_late), &info) && info.unaimed == sites &&
	       info.trampoline == sites,
	   "sites of another module's key begin at the trampoline");
	is(SET_FFP(linked_with_never_late, FFP_TARGET(linked_with_never_late)), 0,
	   "set a key to what it is set to");
	ok(!ffp_info(FFP__KEY(linked_with_never_late), &info) && !info.unaimed &&
	       info.direct + info.unreachable == sites &&
	       FFP_TARGET(linked_with_never_late) == info.def,
	   "its sites are aimed, and nothing else has changed");
	ok(!ffp_info(FFP__KEY(linked_null_never_late), &info) && info.unaimed == null_sites,
	   "the same of a NULL key");
	is(RESET_FFP(linked_null_never_late), 0, "reset one that was never set");
	ok(!ffp_info(FFP__KEY(linked_null_never_late), &info) && !info.unaimed &&
	       info.direct == null_sites,
	   "its sites are aimed: they do nothing");
}

static void check(const struct row *row, enum stage stage, const char *who, const char *when)
{
	int wrong = 0, n = 0, bad = 0;

	for (; row && row->key; row++, n++) {
		int want = expected(row, stage), got = row->call(), tail = row->tail();
		struct ffp_info info;

		if (got != want || tail != want) {
			printf("# %s: got %d, by a tail call %d, want %d\n", row->key->name, got,
			       tail, want);
			wrong++;
		}
		if (ffp_info(row->key, &info) || info.foreign ||
		    info.sites != info.direct + info.trampoline) {
			printf(
			    "# %s: of %zu sites %zu direct, %zu by the trampoline, %zu foreign\n",
			    row->key->name, info.sites, info.direct, info.trampoline, info.foreign);
			bad++;
		}
	}
	ok(n && !wrong, "%s's calls of %d keys arrive where they are set to, %s", who, n, when);
	is(bad, 0, "%s: and ffp_info knows all sites, %s", who, when);
}

static void change(const struct changes **place, enum when when, const char *name)
{
	int failed = 0;

	for (; *place; place++)
		failed |= (*place)->change(when);
	is(failed, 0, "changes are made, %s", name);
}

static void whole(const struct changes **place, bool reset)
{
	int failed = 0;

	for (; *place; place++)
		failed |= reset ? (*place)->reset() : (*place)->other();
	is(failed, 0, "all can be %s", reset ? "reset" : "set");
}

int main(int argc, char **argv)
{
	void *loaded, *plugin;
	const struct row *plugin_rows;
	const struct changes **plugin_places;

	if (argc != 3)
		return 2;
	check(rows, AT_START, "the program", "at its start");
	aim_two();
	loaded = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
	if (!ok(loaded, "load a library with keys"))
		printf("# %s\n", dlerror());
	places[2] = loaded ? dlsym(loaded, "arrive_loaded") : NULL;
	change(places, main_, "before the plugin comes");
	check(rows, AT_MAIN, "the program", "before the plugin comes");
	plugin = dlopen(argv[2], RTLD_NOW);
	if (!ok(plugin, "load the plugin"))
		printf("# %s\n", dlerror());
	plugin_rows = plugin ? dlsym(plugin, "plugin_rows") : NULL;
	plugin_places = plugin ? dlsym(plugin, "plugin_places") : NULL;
	if (!ok(places[2] && plugin_rows && plugin_places, "with its calls and keys"))
		return done();
	check(plugin_rows, AT_MAIN, "the plugin", "when it has come");
	ok(FORM != DIRECT || unaimed(rows), "some of the program's sites are not aimed");
	is(ffp_apply(NULL, 0, FFP_AIM), 0, "aim all");
	is(unaimed(rows) + unaimed(plugin_rows), 0, "all sites are aimed");
	check(rows, AT_MAIN, "the program", "aimed");
	check(plugin_rows, AT_MAIN, "the plugin", "aimed");
	change(plugin_places, main_, "in the plugin");
	change(plugin_places, late, "in the plugin");
	change(places, late, "after the plugin came");
	check(rows, AT_LATE, "the program", "after changes");
	check(plugin_rows, AT_LATE, "the plugin", "after changes");
	whole(places, false);
	whole(plugin_places, false);
	check(rows, AT_OTHER, "the program", "set");
	check(plugin_rows, AT_OTHER, "the plugin", "set");
	whole(places, true);
	whole(plugin_places, true);
	check(rows, AT_RESET, "the program", "reset");
	check(plugin_rows, AT_RESET, "the plugin", "reset");
	return done();
}
