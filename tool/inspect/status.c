// SPDX-License-Identifier: MIT
/* `ffp status`: the keys of a running process, read and shown as text. */
#include "status.h"
#include "inspect.h"
#include "array.h"
#include "msg.h"
#include "tables.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A process may be changing its keys: so often it is read, until nothing has changed meanwhile. */
enum { TRIES = 3 };

/* An enum ffp_impl_state of <ffp.h>. */
static const char *const impl_states[] = { "waiting", "unusable", "passed",
					   "left",    "refused",  "chosen" };
enum { IMPL_STATES = sizeof(impl_states) / sizeof(impl_states[0]), IMPL_REFUSED = 4 };

/* An enum phase of src/module.h. */
static const char *const phases[] = { "starting", "started", "ended" };
enum { PHASES = sizeof(phases) / sizeof(phases[0]), STARTED = 1 };

static bool wanted(void *arg, const char *key)
{
	struct status *status = arg;
	bool found = false;

	for (size_t i = 0; i < status->nwords; i++)
		if (!strcmp(status->words[i], key))
			found = status->found[i] = true;
	return found;
}

static const char *path_of(const struct run_object *object)
{
	return object->mapping->path[0] ? object->mapping->path : "memory of no file";
}

struct names *status_names(struct status *status, const struct run_object *object)
{
	struct names **names = &status->names[object - status->running.objects];

	if (!*names)
		*names = names_open(&status->process, object, &status->names_left);
	return *names;
}

static int to_key(const void *element, const void *key)
{
	return *(const size_t *)element < *(const size_t *)key ? -1 : 1;
}

/*
 * Candidates, sites and branches are sorted by their keys' indices, with which each begins.  Of
 * such an array, those of a key: `*n` from the returned one on.
 */
static const void *of_key(const struct running *r, const struct run_key *key, const void *array,
			  size_t length, size_t size, size_t *n)
{
	const size_t index = (size_t)(key - r->keys), next = index + 1;
	size_t i = array_first(array, length, size, &index, to_key);

	*n = array_first(array, length, size, &next, to_key) - i;
	return *n ? (const char *)array + i * size : NULL;
}
_Static_assert(!offsetof(struct run_impl, key) && !offsetof(struct run_site, key) &&
		   !offsetof(struct run_branch, key),
	       "of_key() reads it");

const struct run_impl *status_candidates(const struct running *r, const struct run_key *key,
					 size_t *n)
{
	return of_key(r, key, r->impls, r->nimpls, sizeof(*r->impls), n);
}

const struct run_site *status_sites(const struct running *r, const struct run_key *key, size_t *n)
{
	return of_key(r, key, r->sites, r->nsites, sizeof(*r->sites), n);
}

const struct run_branch *status_branches(const struct running *r, const struct run_key *key,
					 size_t *n)
{
	return of_key(r, key, r->branches, r->nbranches, sizeof(*r->branches), n);
}

/* The one that is this function, or NULL. */
static const struct run_impl *candidate(const struct running *r, const struct run_key *key,
					uint64_t function)
{
	size_t n;
	const struct run_impl *impl = status_candidates(r, key, &n);

	for (size_t i = 0; i < n; i++)
		if (impl[i].function == function)
			return &impl[i];
	return NULL;
}

struct function status_function(struct status *status, const struct run_key *key, uint64_t address)
{
	const struct run_object *object = running_object(&status->running, address);
	struct function f = { .address = address };
	const struct run_impl *impl;
	uint64_t start;

	if (object) {
		f.file = path_of(object);
		f.offset = address - object->bias;
		f.name = names_find(status_names(status, object), f.offset, &start);
		if (f.name)
			f.offset -= start;
	}
	impl = !f.name && key ? candidate(&status->running, key, address) : NULL;
	if (impl) {
		f.name = impl->name;
		f.offset = 0;
	}
	return f;
}

const char *status_impl_state(const struct run_impl *impl)
{
	return impl->state >= 0 && impl->state < IMPL_STATES ? impl_states[impl->state] : NULL;
}

bool status_is_default(const struct run_key *key)
{
	return key->flags & FFP_KEY_NULL
		   ? key->state.form == INSN_NOTHING
		   : key->state.form == INSN_BRANCH && key->state.value == key->state.origin;
}

static void print_function(const struct function *f, const struct run_object *home)
{
	if (f->name) {
		msg_text(stdout, f->name);
		if (f->offset)
			printf("+0x%" PRIx64, f->offset);
		if (f->file && strcmp(f->file, path_of(home))) {
			fputs(" in ", stdout);
			msg_text(stdout, f->file);
		}
	} else if (f->file) {
		msg_text(stdout, f->file);
		printf("+0x%" PRIx64, f->offset);
	} else {
		printf("0x%" PRIx64, f->address);
	}
}

static void print_target(struct status *status, const struct run_key *key,
			 const struct run_object *home)
{
	struct function f;

	switch (key->state.form) {
	case INSN_NOTHING:
		fputs("does nothing", stdout);
		return;
	case INSN_CONSTANT:
		printf("returns %" PRId64, (int64_t)key->state.value);
		return;
	default:
		f = status_function(status, key, key->state.target);
		fputs("calls ", stdout);
		print_function(&f, home);
	}
}

/* Behind ": ", how many are in which state. */
static void print_counts(const size_t *counts, const char *const *names, unsigned n)
{
	const char *before = ": ";

	for (unsigned i = 0; i < n; i++) {
		if (!counts[i])
			continue;
		printf("%s%zu %s", before, counts[i], names[i]);
		before = ", ";
	}
}

static void print_key(struct status *status, const struct run_key *key)
{
	const struct run_object *home = status->running.modules[key->module].object;
	struct function def;

	msg_text(stdout, key->name);
	printf(": %skey, ", key->flags & FFP_KEY_EXPORT ? "exported " : "");
	if (!key->read) {
		printf("%s\n", key->error);
		return;
	}
	print_target(status, key, home);
	if (key->flags & FFP_KEY_NULL) {
		fputs(", no default", stdout);
	} else if (status_is_default(key)) {
		fputs(", its default", stdout);
	} else {
		def = status_function(status, key, key->def);
		fputs(", default ", stdout);
		print_function(&def, home);
	}
	if (key->flags & FFP_KEY_POINTER) {
		fputs(", pointer form", stdout);
	} else {
		printf(", %zu %s", MSG_COUNT(key->nsites, "site", "sites"));
		print_counts(key->counts, run_site_names, RUN_SITE_STATES);
	}
	if (key->nbranches) {
		printf(", %zu %s", MSG_COUNT(key->nbranches, "branch", "branches"));
		print_counts(key->branches, run_branch_names, RUN_BRANCH_STATES);
	}
	if (key->entry_foreign)
		fputs(", entry foreign", stdout);
	if (key->error)
		printf(", %s", key->error);
	putchar('\n');
}

static void print_impls(const struct running *r, const struct run_key *key)
{
	size_t n;
	const struct run_impl *impl = status_candidates(r, key, &n);

	for (size_t i = 0; i < n; i++) {
		const char *state = status_impl_state(&impl[i]);

		fputs("  candidate ", stdout);
		msg_text(stdout, impl[i].name);
		printf(", rank %" PRId32, impl[i].rank);
		if (state)
			printf(": %s", state);
		if (state && impl[i].state == IMPL_REFUSED)
			printf(" (%s)", strerror(-impl[i].error));
		if (impl[i].named)
			fputs(", named by FFP_USE", stdout);
		putchar('\n');
	}
}

static void print_sites(struct status *status, const struct run_key *key)
{
	const struct running *r = &status->running;
	size_t n;
	const struct run_site *site = status_sites(r, key, &n);

	for (size_t i = 0; i < n; i++) {
		struct function f = status_function(status, NULL, site[i].at);

		printf("  0x%-18" PRIx64 "  %-4s  %-11s  ", site[i].at, kind_names[site[i].kind],
		       run_site_names[site[i].state]);
		print_function(&f, r->modules[key->module].object);
		putchar('\n');
	}
}

static void print_branches(struct status *status, const struct run_key *key)
{
	const struct running *r = &status->running;
	size_t n;
	const struct run_branch *branch = status_branches(r, key, &n);

	for (size_t i = 0; i < n; i++) {
		struct function f = status_function(status, NULL, branch[i].at);

		printf("  0x%-18" PRIx64 "  %-6s  %-9s  ", branch[i].at,
		       branch_names[branch[i].likely], run_branch_names[branch[i].state]);
		print_function(&f, r->modules[key->module].object);
		putchar('\n');
	}
}

const char *status_library(const struct running *r, const struct run_module *module)
{
	const struct run_object *library = running_object(r, module->library);

	return library ? path_of(library) : NULL;
}

const char *status_phase(const struct run_module *module)
{
	return module->phase < PHASES ? phases[module->phase] : "unknown";
}

static void print_module(struct status *status, const struct run_module *module)
{
	const struct running *r = &status->running;
	const char *library = status_library(r, module);
	enum names_state names = names_state(status_names(status, module->object));

	msg_text(stdout, path_of(module->object));
	printf(": %zu %s, %zu %s", MSG_COUNT(module->nkeys, "key", "keys"),
	       MSG_COUNT(module->nsites, "site", "sites"));
	if (module->nbranches)
		printf(", %zu %s", MSG_COUNT(module->nbranches, "branch", "branches"));
	fputs(", library ", stdout);
	if (library && !strcmp(library, path_of(module->object)))
		fputs("inside", stdout);
	else if (library)
		msg_text(stdout, library);
	else
		fputs("unknown", stdout);
	if (module->phase != STARTED)
		printf(", %s", status_phase(module));
	if (module->waiting)
		fputs(", to be brought up to date", stdout);
	if (names_states[names])
		printf(", %s", names_states[names]);
	putchar('\n');
}

/* ffp_info.way */
static const char *const ways[] = { "nothing", "mprotect", "/proc/self/mem", "a memfd" };
enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

const char *status_way(const struct run_library *library)
{
	return library->way < WAYS ? ways[library->way] : NULL;
}

/* The last change that a copy of the library made. */
static void print_log(const struct running *r, const struct run_library *library)
{
	const struct run_key *last = running_key(r, library->last);
	const struct run_object *object = running_object(r, library->at);
	const char *way = status_way(library);

	if (!library->logs)
		return;
	fputs("library ", stdout);
	msg_text(stdout, object ? path_of(object) : "unknown");
	printf(": %zu %s", MSG_COUNT((size_t)library->changes, "change", "changes"));
	if (library->changes) {
		fputs(", the last one of ", stdout);
		msg_text(stdout, last ? last->name : "a key that is gone");
		if (library->keys > 1)
			printf(" and %" PRIu64 " more", library->keys - 1);
		if (library->way && way)
			printf(", by %s", way);
		if (library->anonymous)
			fputs(", in memory of no file", stdout);
		if (!library->serialised)
			fputs(", without a barrier in every thread", stdout);
	}
	putchar('\n');
}

static void print_human(struct status *status)
{
	const struct running *r = &status->running;
	size_t nsites = 0, nbranches = 0, k = 0;

	for (size_t i = 0; i < r->nmodules; i++) {
		if (!status->nwords || (k < status->nkeys && status->keys[k]->module == i))
			print_module(status, &r->modules[i]);
		for (; k < status->nkeys && status->keys[k]->module == i; k++) {
			print_key(status, status->keys[k]);
			nsites += status->keys[k]->nsites;
			nbranches += status->keys[k]->nbranches;
			print_impls(r, status->keys[k]);
			print_sites(status, status->keys[k]);
			print_branches(status, status->keys[k]);
		}
	}
	for (size_t i = 0; i < r->nlibraries; i++)
		print_log(r, &r->libraries[i]);
	printf("%zu %s, %zu %s", MSG_COUNT(status->nkeys, "key", "keys"),
	       MSG_COUNT(nsites, "site", "sites"));
	if (nbranches)
		printf(", %zu %s", MSG_COUNT(nbranches, "branch", "branches"));
	putchar('\n');
}

static int by_name(const void *a, const void *b)
{
	const struct run_key *const *x = a, *const *y = b;
	int c;

	if ((*x)->module != (*y)->module)
		return (*x)->module < (*y)->module ? -1 : 1;
	c = strcmp((*x)->name, (*y)->name);
	return c ? c : (*x < *y ? -1 : *x > *y);
}

/* What is wrong; false if anything is. */
static bool complain(const struct status *status)
{
	const struct running *r = &status->running;
	bool ok = true;

	for (size_t i = 0; i < r->nmodules; i++)
		if (r->modules[i].error)
			ok = msg_error(r->name, "%s: %s, at 0x%llx", path_of(r->modules[i].object),
				       r->modules[i].error,
				       (unsigned long long)r->modules[i].error_at);
	for (size_t i = 0; i < r->nkeys; i++)
		if (r->keys[i].error)
			ok = msg_error(r->name, "%s: key %s: %s",
				       path_of(r->modules[r->keys[i].module].object),
				       r->keys[i].name, r->keys[i].error);
	for (size_t i = 0; i < status->nwords; i++)
		if (!status->found[i])
			ok = msg_error(r->name, "no key '%s'", status->words[i]);
	if (r->changing)
		msg_note(r->name, "keys were changed while they were read");
	return ok;
}

bool status_show(struct status *status, const char *pid, bool json)
{
	const struct running *r = &status->running;

	status->names_left = NAMES_MOST;
	status->names = xcalloc(r->nobjects, sizeof(struct names *));
	status->keys = xcalloc(r->nkeys, sizeof(struct run_key *));
	for (size_t i = 0; i < r->nkeys; i++)
		if (!status->nwords || r->keys[i].wanted)
			status->keys[status->nkeys++] = &r->keys[i];
	if (status->nkeys)
		qsort(status->keys, status->nkeys, sizeof(struct run_key *), by_name);
	if (json)
		status_print_json(status, pid);
	else
		print_human(status);
	for (size_t i = 0; i < r->nobjects; i++)
		names_close(status->names[i]);
	free(status->names);
	free(status->keys);
	return complain(status);
}

static bool read_process(struct status *status, const char *pid)
{
	struct process *process = &status->process;

	if (!process_open(process, pid))
		return false;
	for (unsigned i = 0; i < TRIES; i++) {
		if (i) {
			running_free(&status->running);
			memory_forget(&process->memory);
			if (!process_read_maps(process))
				return false;
		}
		if (!running_read(&status->running, process->name, &process->memory,
				  process->machine, process->mappings, process->n, wanted, status))
			return false;
		if (!status->running.changing)
			break;
	}
	return true;
}

int status_main(char **words, int n, unsigned json)
{
	struct status status = { .words = words + 1, .nwords = (size_t)n - 1 };
	bool ok;

	status.found = xcalloc(status.nwords, sizeof(*status.found));
	ok = read_process(&status, words[0]) && status_show(&status, words[0], json);
	running_free(&status.running);
	process_close(&status.process);
	free(status.found);
	return ok ? EXIT_OK : EXIT_INPUT;
}
