// SPDX-License-Identifier: MIT
/*
 * scale PLUGIN: what the run time does with all keys of a program, of which a plugin
 * calls each too.  Prints "NAME MS", of the processor's time.
 */
#include "bench.h"

#include <dlfcn.h>

#include "scale.h"

static double used(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

extern const struct scaled __start_scaled[], __stop_scaled[];

static struct ffp_change *changes;
static size_t n;

enum to { OTHER, TARGET, DEFAULT };

/* Set every key to its other target, to `target`, or back. */
static void change(const char *name, enum to to, void *target)
{
	double start = used();

	for (size_t i = 0; i < n; i++)
		changes[i] = (struct ffp_change){ __start_scaled[i].key,
						  to == OTHER ? __start_scaled[i].other : target, 0,
						  to == DEFAULT ? FFP_TO_DEFAULT : FFP_TO_TARGET };
	require(!ffp_apply(changes, n, 0), "a change failed");
	if (name)
		printf("%s %.3f\n", name, (used() - start) / 1e6);
}

static void *load(const char *path, void **target)
{
	void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	*target = plugin ? dlsym(plugin, "scale_target") : NULL;
	if (!*target)
		fprintf(stderr, "%s\n", dlerror());
	require(*target != NULL, "no plugin");
	return plugin;
}

int main(int argc, char **argv)
{
	void *plugin, *target;
	struct ffp_info info;
	double start;

	require(argc == 2 || argc == 3, "usage: scale PLUGIN [wait]");
	n = (size_t)(__stop_scaled - __start_scaled);
	changes = calloc(n, sizeof(*changes));
	require(changes != NULL, "no memory");
	/* Before any change, this is the dynamic linker's work alone, and a short list's. */
	start = used();
	plugin = load(argv[1], &target);
	printf("load %.3f\n", (used() - start) / 1e6);
	dlclose(plugin);
	change("first", OTHER, NULL);
	change("change", DEFAULT, NULL);

	start = used();
	for (size_t i = 0; i < n; i++)
		require(ffp_find(__start_scaled[i].key->name) == __start_scaled[i].key,
			"not found");
	printf("find %.3f\n", (used() - start) / 1e6);
	start = used();
	for (size_t i = 0; i < n; i++)
		require(!ffp_info(__start_scaled[i].key, &info) && info.sites, "no information");
	printf("info %.3f\n", (used() - start) / 1e6);

	change(NULL, OTHER, NULL);
	/* scale.py has it looked at from outside. */
	if (argc == 3) {
		puts("ready");
		fflush(stdout);
		require(getchar() == EOF, "the end of the input is waited for");
		return 0;
	}
	start = used();
	plugin = load(argv[1], &target);
	printf("come %.3f\n", (used() - start) / 1e6);
	change("change-two", DEFAULT, NULL);
	change(NULL, TARGET, target);
	start = used();
	dlclose(plugin);
	printf("farewell %.3f\n", (used() - start) / 1e6);
	for (size_t i = 0; i < n; i++)
		require(ffp_target(__start_scaled[i].key) != target, "not reset");
	return 0;
}
