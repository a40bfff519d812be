// SPDX-License-Identifier: MIT
/*
 * Hundreds of keys: what must not take one step for each of them does not.  Counted are
 * the library's transactions and mappings, by the hooks between its steps.
 *
 * usage: crowd PLUGIN
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/inject.h"
#include "../damage.h"
#include "../forms.h"
#include "../tap.h"
#include "crowd.h"

#define ALL(X) HUNDRED(X, 0) HUNDRED(X, 1) HUNDRED(X, 2)
#define KEYS 300

#define DEFINE_KEY(n)                                                                              \
	int default_##n(int x);                                                                    \
	int default_##n(int x)                                                                     \
	{                                                                                          \
		return x + INDEX(n);                                                               \
	}                                                                                          \
	DEFINE_FFP(key_##n, default_##n);                                                          \
	static COUNTED int call_##n(int x)                                                         \
	{                                                                                          \
		return key_##n(x) * 2;                                                             \
	}
ALL(DEFINE_KEY)

#define CALLER(n) call_##n,
static int (*const callers[])(int) = { ALL(CALLER) };

#define KEY(n) FFP__KEY(key_##n),
static const struct ffp *const keys[] = { ALL(KEY) };

#define NAME(n) "key_" #n,
static const char *const names[] = { ALL(NAME) };

#define DEFINE_EXPORTED(n)                                                                         \
	int exported_default_##n(int x)                                                            \
	{                                                                                          \
		return x + INDEX(n);                                                               \
	}                                                                                          \
	DEFINE_FFP_EXPORT(exported_##n, exported_default_##n);
ALL_EXPORTED(DEFINE_EXPORTED)

#define EXPORTED_KEY(n) FFP__KEY(exported_##n),
static const struct ffp *const exported[] = { ALL_EXPORTED(EXPORTED_KEY) };

static int other_0(int x)
{
	return x - 1000;
}

static int other_1(int x)
{
	return x - 2000;
}

static int made[INJECT_POINTS];
static int failing; /* so many mappings fail, and then no more */

static int count(enum inject_point point)
{
	made[point]++;
	return point == INJECT_MMAP && made[point] <= failing ? ENOMEM : 0;
}

static void start_counting(int mappings_that_fail)
{
	memset(made, 0, sizeof(made));
	failing = mappings_that_fail;
	ffp_inject = count;
}

#define ALWAYS 1000000000

static void *load(const char *path, void **target)
{
	void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	*target = plugin ? dlsym(plugin, "plugin_target") : NULL;
	if (!*target)
		printf("# %s\n", dlerror());
	return plugin;
}

/* So many calls go to their key's default. */
static int at_default(void)
{
	int n = 0;

	for (int i = 0; i < KEYS; i++)
		n += ffp_target(keys[i]) == keys[i]->def && callers[i](5) == 2 * (5 + i);
	return n;
}

/* A plugin that all keys are set into. */
static void *strand(const char *path, const char *what)
{
	static struct ffp_change changes[KEYS];
	void *target, *plugin = load(path, &target);

	for (int i = 0; i < KEYS; i++)
		changes[i] = (struct ffp_change){ keys[i], target, 0, FFP_TO_TARGET };
	is(plugin ? ffp_apply(changes, KEYS, 0) : -1, 0, "%s: set into the plugin", what);
	is(callers[KEYS - 1](5), 2 * 5005, "%s: and called there", what);
	return plugin;
}

/* It goes, and so many of the library's first requests for memory fail. */
static void leave(void *plugin, int mappings_that_fail)
{
	start_counting(mappings_that_fail);
	dlclose(plugin);
	ffp_inject = NULL;
}

static void check_farewell(const char *path)
{
	uint8_t was[16], foreign[16] = { 0 };
	uint8_t *entry = keys[17]->entry;
	void *plugin;

	leave(strand(path, "all"), 0);
	is(at_default(), KEYS, "all keys are reset when their targets' module goes");
	is(made[INJECT_STEP_SYNCED], 1, "in one transaction");

	plugin = strand(path, "one foreign");
	memcpy(was, entry, sizeof(was));
	put(entry, foreign, sizeof(foreign));
	leave(plugin, 0);
	put(entry, was, sizeof(was));
	is(at_default(), KEYS - 1, "an entry with foreign bytes stays, all others are reset");
	ok(made[INJECT_STEP_SYNCED] <= 20, "in %d transactions", made[INJECT_STEP_SYNCED]);
	is(ffp_reset_target(keys[17]), 0, "and that key when they are gone");
	is(at_default(), KEYS, "as all are now");

	leave(strand(path, "no room"), 1);
	is(at_default(), KEYS, "without room for a list of them, all are reset");
	is(made[INJECT_STEP_SYNCED], KEYS, "one by one");

	leave(strand(path, "no memory"), ALWAYS);
	is(at_default(), 0, "without any memory none can be");
	for (int i = 0; i < KEYS; i++)
		(void)ffp_reset_target(keys[i]);
	is(at_default(), KEYS, "and each may be later");
}

struct first {
	const char *name;
	const struct ffp *key;
};

static int is_first(const struct ffp *key, void *arg)
{
	struct first *first = arg;

	if (strcmp(key->name, first->name))
		return 0;
	first->key = key;
	return 1;
}

/* The first of that name that ffp_each comes by. */
static const struct ffp *in_turn(const char *name)
{
	struct first first = { name, NULL };

	(void)ffp_each(is_first, &first);
	return first.key;
}

/* All names, and some that are none, looked for so many times; returns the wrong answers. */
static int find_all(int times)
{
	const struct ffp *want[KEYS];
	int wrong = 0;

	for (int i = 0; i < KEYS; i++)
		want[i] = in_turn(names[i]);
	for (int t = 0; t < times; t++) {
		for (int i = 0; i < KEYS; i++)
			wrong += ffp_find(names[i]) != want[i];
		wrong += ffp_find("exported_007") != FFP__KEY(exported_007);
		wrong += ffp_find("key_") || ffp_find("key_0420") || ffp_find("");
	}
	return wrong;
}

static void check_names(const char *path)
{
	void *target, *plugin;
	int n;

	start_counting(0);
	for (int t = 0; t < 300; t++)
		for (int i = 0; i < KEYS; i++)
			(void)ffp_find(names[i]);
	ffp_inject = NULL;
	/* The index, and room to sort it. */
	is(made[INJECT_MMAP], 2, "names looked for again and again: an index is made, once");
	is(find_all(1), 0, "by that all are found");

	plugin = load(path, &target);
	is(find_all(50), 0, "a module comes with one of the names");
	ok(ffp_find("key_042") && ffp_find("key_042") != keys[42], "of two of one name the newer");
	dlclose(plugin);
	is(find_all(50), 0, "and goes");
	ok(ffp_find("key_042") == keys[42], "and with it its key");

	plugin = load(path, &target);
	start_counting(ALWAYS);
	n = 0;
	for (int t = 0; t < 300; t++)
		for (int i = 0; i < KEYS; i++)
			n += ffp_find(names[i]) && (i == 42 || ffp_find(names[i]) == keys[i]);
	ffp_inject = NULL;
	is(n, 300 * KEYS, "without memory for an index all are found");
	dlclose(plugin);
}

/* How many of the plugin's calls go where the exported keys are set to. */
static int right_calls(void *plugin)
{
	int (*const *call)(int) = dlsym(plugin, "plugin_callers");
	int n = 0;

	for (int i = 0; i < EXPORTED; i++) {
		void *target = ffp_target(exported[i]);
		int want = target == (void *)other_0   ? 5 - 1000
			   : target == (void *)other_1 ? 5 - 2000
						       : 5 + i;

		n += call[i](5) == 3 * want;
	}
	return n;
}

/* What changes of keys look for among all that a module imports is found. */
static void check_imports(const char *path)
{
	static struct ffp_change changes[EXPORTED];
	void *target, *plugin;
	size_t direct = 0, n = 0;

	/* Every third before the plugin comes. */
	for (int i = 0; i < EXPORTED; i += 3)
		changes[n++] =
		    (struct ffp_change){ exported[i], (void *)other_0, 0, FFP_TO_TARGET };
	is(ffp_apply(changes, n, 0), 0, "some exported keys are set");
	plugin = load(path, &target);
	is(right_calls(plugin), EXPORTED, "a module with calls of each comes");
	n = 0;
	for (int i = EXPORTED - 1; i >= 0; i -= 2)
		changes[n++] =
		    (struct ffp_change){ exported[i], (void *)other_1, 0, FFP_TO_TARGET };
	is(ffp_apply(changes, n, 0), 0, "others are set, backwards");
	is(right_calls(plugin), EXPORTED, "all calls go there");
	for (int i = 0; i < EXPORTED; i++) {
		struct ffp_info info = { 0 };

		is(ffp_info(exported[i], &info) ? 0 : info.sites, 1, "%s: one site", info.name);
		direct += info.direct + info.unreachable;
		(void)ffp_reset_target(exported[i]);
	}
	ok(direct >= 240, "%zu of them direct, or as far as they can be", direct);
	is(right_calls(plugin), EXPORTED, "all are reset");
	dlclose(plugin);
}

/* In a child, before any change: a module that somebody has written to. */
static int try_foreign_import(const char *path)
{
	void *target, *plugin = load(path, &target);
	uint8_t *(*entry_of)(const struct ffp *) =
	    (uint8_t * (*)(const struct ffp *)) dlsym(plugin, "plugin_entry");
	uint8_t *entry = entry_of(exported[50]), was[4], foreign[4] = { 0 };

	memcpy(was, entry, sizeof(was));
	put(entry, foreign, sizeof(foreign));
	if (ffp_set_target(exported[0], (void *)other_0))
		return 1;
	if (ffp_set_target(exported[50], (void *)other_0) != -EBUSY)
		return 2;
	put(entry, was, sizeof(was));
	if (ffp_set_target(exported[50], (void *)other_0))
		return 3;
	return right_calls(plugin) == EXPORTED ? 0 : 4;
}

/* The same: a site that the build could not aim, while somebody has written to it. */
static int try_foreign_site(const char *path)
{
	void *target, *plugin = load(path, &target);
	uint8_t *(*site_of)(const struct ffp *, uint8_t **) =
	    (uint8_t * (*)(const struct ffp *, uint8_t **)) dlsym(plugin, "plugin_site");
	uint8_t was[4], foreign[4] = { 0 }, *entry, *site = site_of(exported[50], &entry);
	struct ffp_info info;

	if (ffp_info(exported[50], &info) || info.unaimed != 1)
		return 1;
	memcpy(was, site, sizeof(was));
	put(site, foreign, sizeof(foreign));
	if (ffp_reset_target(exported[50]))
		return 2;
	put(site, was, sizeof(was));
	if (ffp_info(exported[50], &info) || info.unaimed != 1 || info.foreign)
		return 3;
	if (ffp_reset_target(exported[50]) || ffp_info(exported[50], &info) || info.unaimed)
		return 4;
	return right_calls(plugin) == EXPORTED ? 0 : 5;
}

/* How many exported keys tell of a site that is not aimed. */
static int not_aimed(void)
{
	struct ffp_info info;
	int n = 0;

	for (int i = 0; i < EXPORTED; i++)
		n += !ffp_info(exported[i], &info) && info.unaimed;
	return n;
}

/*
 * The same: all sites are to be aimed, while somebody has written to the entry of one key that
 * nobody has looked at, of another that was asked about, and to the import of a third.
 */
static int try_aim_beside_foreign(const char *path)
{
	const uint8_t foreign[4] = { 0 };
	void *target, *plugin = load(path, &target);
	uint8_t *(*entry_of)(const struct ffp *) =
	    (uint8_t * (*)(const struct ffp *)) dlsym(plugin, "plugin_entry");
	uint8_t *at[] = { exported[60]->entry, exported[70]->entry, entry_of(exported[50]) };
	uint8_t was[3][4];
	struct ffp_change change = { exported[50], (void *)other_0, 0, FFP_TO_TARGET };
	struct ffp_info info;

	for (int i = 0; i < 3; i++) {
		memcpy(was[i], at[i], sizeof(foreign));
		if (i == 1 && not_aimed() != EXPORTED - 1)
			return 1;
		put(at[i], foreign, sizeof(foreign));
	}
	/* What is asked for besides is made or refused as ever. */
	if (ffp_apply(&change, 1, FFP_AIM) != -EBUSY || !not_aimed())
		return 2;
	change.key = keys[0];
	if (ffp_apply(&change, 1, FFP_AIM) || ffp_target(keys[0]) != (void *)other_0)
		return 3;
	if (not_aimed() || ffp_info(exported[60], &info) != -EBUSY)
		return 4;
	for (int i = 0; i < 3; i++)
		put(at[i], was[i], sizeof(foreign));
	/* Of the first, and by the import the third may be seen not to have been. */
	if (not_aimed() < 1 || not_aimed() > 2 || ffp_apply(NULL, 0, FFP_AIM) || not_aimed())
		return 5;
	return right_calls(plugin) == EXPORTED ? 0 : 6;
}

/* The same: a key of a module that has not been looked at, for which there is no memory. */
static int try_unknown_target(const char *path)
{
	void *target, *entry, *plugin = load(path, &target);
	int r;

	if (!plugin || ffp_set_target(keys[0], (void *)other_0))
		return 1;
	entry = ffp_find("key_042")->entry;
	if (entry == keys[42]->entry)
		return 2;
	start_counting(ALWAYS);
	r = ffp_set_target(keys[0], entry);
	ffp_inject = NULL;
	return r == -EINVAL && ffp_target(keys[0]) == (void *)other_0 ? 0 : 3;
}

static int in_child(int (*attempt)(const char *path), const char *path)
{
	pid_t child = fork();
	int status = -1;

	if (!child)
		_exit(attempt(path));
	waitpid(child, &status, 0);
	return status;
}

static void check_foreign_import(const char *path)
{
	is(in_child(try_foreign_import, path), 0,
	   "an import's entry is foreign: only its own key cannot be changed");
	is(in_child(try_foreign_site, path), 0,
	   "a site that was not aimed while it was foreign is when it is not");
	is(in_child(try_aim_beside_foreign, path), 0,
	   "all sites are aimed but those of keys that cannot be changed just then");
	is(in_child(try_unknown_target, path), 0,
	   "a key is told from a function without memory, too");
}

/* How many readings /proc/self/maps takes, a page at a time. */
static int maps_readings(void)
{
	char page[4096];
	int fd = open("/proc/self/maps", O_RDONLY), n = 0;

	while (read(fd, page, sizeof(page)) > 0)
		n++;
	close(fd);
	return n;
}

static void copy_file(const char *from, const char *to)
{
	char buffer[65536];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0700);
	ssize_t n;

	while ((n = read(in, buffer, sizeof(buffer))) > 0)
		if (write(out, buffer, (size_t)n) != n)
			break;
	close(in);
	close(out);
}

#define MODULES 40

static void load_copies(void **plugins, const char *directory, const char *path)
{
	for (int i = 0; i < MODULES; i++) {
		char name[100];
		void *target;

		snprintf(name, sizeof(name), "%s/%d.so", directory, i);
		copy_file(path, name);
		plugins[i] = load(name, &target);
	}
}

static void unload(void *const *plugins, const char *directory)
{
	for (int i = 0; i < MODULES; i++) {
		char name[100];

		dlclose(plugins[i]);
		snprintf(name, sizeof(name), "%s/%d.so", directory, i);
		unlink(name);
	}
}

static int ask(const struct ffp *key, void *arg)
{
	struct ffp_info info;

	(void)arg;
	return ffp_info(key, &info) || !info.file;
}

/* Which file a module came from is learned of all that matter at once. */
static void check_files(const char *path)
{
	char directory[] = "/tmp/ffp-crowd-XXXXXX";
	void *plugins[MODULES];
	struct ffp_info info;
	int readings, right = 0;

	if (!mkdtemp(directory))
		abort();
	load_copies(plugins, directory, path);
	readings = maps_readings();

	start_counting(0);
	is(ffp_each(ask, NULL), 0, "questions about the keys of %d modules", MODULES);
	ok(made[INJECT_READ] > 0 && made[INJECT_READ] <= 3 * readings,
	   "read maps for all of them at once, in %d of %d", made[INJECT_READ], readings);
	unload(plugins, directory);
	load_copies(plugins, directory, path);

	start_counting(0);
	is(ffp_reset_target(keys[0]), 0, "what is reset already, with no site in %d others",
	   MODULES);
	ok(made[INJECT_MMAP] < MODULES / 2, "is looked for in none of them, in %d mappings",
	   made[INJECT_MMAP]);

	start_counting(0);
	is(ffp_set_target(keys[0], (void *)other_0), 0, "a change with no site in %d others",
	   MODULES);
	ok(made[INJECT_MMAP] < MODULES / 2, "looks at none of them, in %d mappings",
	   made[INJECT_MMAP]);
	ok(made[INJECT_READ] <= readings, "reads maps once, in %d of %d", made[INJECT_READ],
	   readings);

	start_counting(0);
	is(ffp_set_target(exported[0], (void *)other_1), 0, "the first with sites in %d modules",
	   MODULES);
	ok(made[INJECT_READ] > 0 && made[INJECT_READ] <= 3 * readings,
	   "reads maps for all of them at once, in %d of %d", made[INJECT_READ], readings);

	start_counting(0);
	is(ffp_reset_target(exported[0]), 0, "the second");
	is(made[INJECT_READ], 0, "reads nothing");
	ffp_inject = NULL;
	for (int i = 0; i < MODULES; i++)
		right += right_calls(plugins[i]);
	is(right, MODULES * EXPORTED, "and all calls go where they should");
	is(ffp_info(exported[0], &info) || info.anonymous, 0, "in text that is the files' still");
	(void)ffp_reset_target(keys[0]);
	unload(plugins, directory);
	rmdir(directory);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	/* Before any change: after one, modules are looked at as they come. */
	check_foreign_import(argv[1]);
	check_files(argv[1]);
	check_names(argv[1]);
	check_farewell(argv[1]);
	check_imports(argv[1]);
	return done();
}
