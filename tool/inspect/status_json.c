// SPDX-License-Identifier: MIT
/* `ffp status --json`. */
#include "status.h"
#include "json.h"
#include "tables.h"

#include <stdio.h>
#include <stdlib.h>

static struct json_object *json_function(struct status *status, const struct run_key *key,
					 uint64_t address)
{
	struct function f = status_function(status, key, address);
	struct json_object *json = json_object_new_object();

	json_number(json, "address", address);
	json_object_object_add(json, "function", json_text(f.name));
	json_object_object_add(json, "offset", f.file ? json_object_new_uint64(f.offset) : NULL);
	json_object_object_add(json, "file", json_text(f.file));
	return json;
}

static struct json_object *json_module(struct status *status, const struct run_module *module)
{
	struct json_object *json = json_object_new_object();
	enum names_state names = names_state(status_names(status, module->object));

	json_object_object_add(json, "file", json_text(module->object->mapping->path));
	json_number(json, "address", module->object->mapping->start);
	json_object_object_add(json, "library",
			       json_text(status_library(&status->running, module)));
	json_number(json, "library_address", module->library);
	json_object_object_add(json, "phase", json_text(status_phase(module)));
	json_object_object_add(json, "behind", json_object_new_boolean(module->waiting));
	json_object_object_add(json, "names", json_text(names_states[names]));
	json_object_object_add(json, "error", json_text(module->error));
	json_number(json, "nkeys", module->nkeys);
	json_number(json, "nsites", module->nsites);
	json_number(json, "nbranches", module->nbranches);
	return json;
}

static struct json_object *json_library(const struct running *r, const struct run_library *library)
{
	const struct run_key *last = running_key(r, library->last);
	const struct run_object *object = running_object(r, library->at);
	struct json_object *json = json_object_new_object();

	json_number(json, "address", library->at);
	json_object_object_add(json, "file", object ? json_text(object->mapping->path) : NULL);
	json_object_object_add(json, "changes",
			       library->logs ? json_object_new_uint64(library->changes) : NULL);
	if (!library->logs)
		return json;
	json_object_object_add(json, "last", last ? json_text(last->name) : NULL);
	json_number(json, "last_keys", library->keys);
	json_object_object_add(json, "way", json_text(library->way ? status_way(library) : NULL));
	json_object_object_add(json, "anonymous", json_object_new_boolean(library->anonymous));
	json_object_object_add(json, "serialised", json_object_new_boolean(library->serialised));
	return json;
}

static struct json_object *json_impls(struct status *status, const struct run_key *key)
{
	struct json_object *array = json_object_new_array();
	size_t n;
	const struct run_impl *impl = status_candidates(&status->running, key, &n);

	for (size_t i = 0; i < n; i++) {
		struct json_object *json = json_function(status, NULL, impl[i].function);

		json_object_object_add(json, "name", json_text(impl[i].name));
		json_object_object_add(json, "rank", json_object_new_int(impl[i].rank));
		json_object_object_add(json, "state", json_text(status_impl_state(&impl[i])));
		json_object_object_add(json, "named", json_object_new_boolean(impl[i].named));
		json_object_object_add(json, "error", json_object_new_int(impl[i].error));
		json_number(json, "module", impl[i].module);
		json_object_array_add(array, json);
	}
	return array;
}

static struct json_object *json_sites(struct status *status, const struct run_key *key)
{
	struct json_object *array = json_object_new_array();
	size_t n;
	const struct run_site *site = status_sites(&status->running, key, &n);

	for (size_t i = 0; i < n; i++) {
		struct json_object *json = json_function(status, NULL, site[i].at);

		json_object_object_add(json, "kind", json_text(kind_names[site[i].kind]));
		json_object_object_add(json, "state", json_text(run_site_names[site[i].state]));
		json_number(json, "module", site[i].module);
		json_object_array_add(array, json);
	}
	return array;
}

static struct json_object *json_branches(struct status *status, const struct run_key *key)
{
	struct json_object *array = json_object_new_array();
	size_t n;
	const struct run_branch *branch = status_branches(&status->running, key, &n);

	for (size_t i = 0; i < n; i++) {
		struct json_object *json = json_function(status, NULL, branch[i].at);

		json_object_object_add(json, "kind", json_text(branch_names[branch[i].likely]));
		json_object_object_add(json, "state", json_text(run_branch_names[branch[i].state]));
		json_number(json, "module", branch[i].module);
		json_object_array_add(array, json);
	}
	return array;
}

/* How many branches of a key are in which state. */
static struct json_object *json_branch_counts(const struct run_key *key)
{
	struct json_object *json = json_object_new_object();

	for (unsigned i = 0; i < RUN_BRANCH_STATES; i++)
		json_number(json, run_branch_names[i], key->branches[i]);
	return json;
}

static struct json_object *json_key(struct status *status, const struct run_key *key)
{
	static const char *const forms[] = {
		[INSN_BRANCH] = "call", [INSN_NOTHING] = "nothing", [INSN_CONSTANT] = "constant"
	};
	struct json_object *json = json_object_new_object();
	const unsigned form = key->state.form;

	json_object_object_add(json, "name", json_text(key->name));
	json_number(json, "module", key->module);
	json_object_object_add(json, "exported",
			       json_object_new_boolean(key->flags & FFP_KEY_EXPORT));
	json_object_object_add(json, "null", json_object_new_boolean(key->flags & FFP_KEY_NULL));
	json_object_object_add(json, "pointer",
			       json_object_new_boolean(key->flags & FFP_KEY_POINTER));
	json_object_object_add(json, "form",
			       key->read && form <= INSN_CONSTANT ? json_text(forms[form]) : NULL);
	json_object_object_add(json, "target",
			       key->read && form == INSN_BRANCH
				   ? json_function(status, key, key->state.target)
				   : NULL);
	json_object_object_add(
	    json, "value",
	    key->read && form == INSN_CONSTANT ? json_object_new_uint64(key->state.value) : NULL);
	json_object_object_add(json, "default",
			       key->def ? json_function(status, key, key->def) : NULL);
	json_object_object_add(json, "changed",
			       json_object_new_boolean(key->read && !status_is_default(key)));
	json_number(json, "nsites", key->nsites);
	for (unsigned i = 0; i < RUN_SITE_STATES; i++)
		json_number(json, run_site_names[i], key->counts[i]);
	json_number(json, "nbranches", key->nbranches);
	json_object_object_add(json, "branch_states", json_branch_counts(key));
	json_object_object_add(json, "entry_foreign", json_object_new_boolean(key->entry_foreign));
	json_object_object_add(json, "error", json_text(key->error));
	json_object_object_add(json, "candidates", json_impls(status, key));
	json_object_object_add(json, "sites", key->wanted ? json_sites(status, key) : NULL);
	json_object_object_add(json, "branches", key->wanted ? json_branches(status, key) : NULL);
	return json;
}

/* Print one of many objects on a line of its own, and free it: of all at once, memory would be
 * short. */
static void print_line(struct json_object *json, bool last)
{
	printf("    %s%s\n",
	       json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
							JSON_C_TO_STRING_NOSLASHESCAPE),
	       last ? "" : ",");
	json_object_put(json);
}

void status_print_json(struct status *status, const char *pid)
{
	const struct running *r = &status->running;

	printf("{\n  \"pid\": %llu,\n  \"machine\": \"%s\",\n  \"changing\": %s,\n",
	       strtoull(pid, NULL, 10), r->arch->name, r->changing ? "true" : "false");
	puts("  \"modules\": [");
	for (size_t i = 0; i < r->nmodules; i++)
		print_line(json_module(status, &r->modules[i]), i + 1 == r->nmodules);
	puts("  ],\n  \"libraries\": [");
	for (size_t i = 0; i < r->nlibraries; i++)
		print_line(json_library(r, &r->libraries[i]), i + 1 == r->nlibraries);
	puts("  ],\n  \"keys\": [");
	for (size_t i = 0; i < status->nkeys; i++)
		print_line(json_key(status, status->keys[i]), i + 1 == status->nkeys);
	puts("  ]\n}");
}
