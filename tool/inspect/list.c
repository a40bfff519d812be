// SPDX-License-Identifier: MIT
/*
 * `ffp list`: the keys of a file, their sites and branches, and calls that are not collected, as
 * text or as JSON.
 */
#include "list.h"
#include "inspect.h"
#include "array.h"
#include "defined.h"
#include "elf/lines.h"
#include "json.h"
#include "msg.h"
#include "uses_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct listing {
	const struct obj *obj;
	const struct tables *tables;
	const struct uses *uses;
	struct lines *lines;
	struct defined *defined;
	const struct key **keys; /* by name */
	size_t nkeys;
	const struct table_site **sites;      /* by key as in `keys`, then by place */
	const struct use **use;		      /* by key and place, too */
	const struct table_branch **branches; /* by key and place, too */
	size_t s, b, u;			      /* those before these indices have been shown */
};

/* One line of the list, be it of a site, a branch or another use. */
struct shown {
	uint32_t section;
	uint64_t offset, address;
	const char *kind, *state, *reason; /* NULL: none */
};

static int by_name(const void *a, const void *b)
{
	const struct key *const *x = a, *const *y = b;
	int c = strcmp((*x)->name, (*y)->name);

	return c ? c : (*x < *y ? -1 : *x > *y);
}

static int by_key(const void *a, const void *b)
{
	const struct table_site *const *x = a, *const *y = b;

	if ((*x)->key != (*y)->key)
		return by_name(&(*x)->key, &(*y)->key);
	return *x < *y ? -1 : *x > *y;
}

static int branch_by_key(const void *a, const void *b)
{
	const struct table_branch *const *x = a, *const *y = b;

	if ((*x)->key != (*y)->key)
		return by_name(&(*x)->key, &(*y)->key);
	return *x < *y ? -1 : *x > *y;
}

static int use_by_key(const void *a, const void *b)
{
	const struct use *const *x = a, *const *y = b;

	if ((*x)->key != (*y)->key)
		return by_name(&(*x)->key, &(*y)->key);
	return *x < *y ? -1 : *x > *y;
}

/* Take the next site, branch or use of this key; false if there are no more. */
static bool next_site(struct listing *l, const struct key *key, struct shown *shown)
{
	const struct table_site *site = l->s < l->tables->nsites ? l->sites[l->s] : NULL;

	if (!site || site->key != key)
		return false;
	*shown = (struct shown){ site->section,
				 site->offset,
				 site->address,
				 kind_names[site->kind],
				 state_names[site->state],
				 NULL };
	l->s++;
	return true;
}

static bool next_branch(struct listing *l, const struct key *key, struct shown *shown)
{
	const struct table_branch *branch = l->b < l->tables->nbranches ? l->branches[l->b] : NULL;

	if (!branch || branch->key != key)
		return false;
	*shown = (struct shown){ branch->section,
				 branch->offset,
				 branch->address,
				 branch_names[branch->likely],
				 branch_state_names[branch->state],
				 NULL };
	l->b++;
	return true;
}

static bool next_use(struct listing *l, const struct key *key, struct shown *shown)
{
	const struct use *use = l->u < l->uses->n ? l->use[l->u] : NULL;
	bool branch;

	if (!use || use->key != key)
		return false;
	branch = use->why == USE_MISSED || use->why == USE_MISSED_BY;
	*shown = (struct shown){ use->section,	      use->offset,
				 use->address,	      branch ? kind_names[use->kind] : NULL,
				 use_words[use->why], use_reasons[use->why] };
	l->u++;
	return true;
}

static bool is_null(const struct key *key)
{
	return key->named ? !key->def : key->defined && (key->flags & FFP_KEY_NULL);
}

/* Is number `i` a key of this name, defined here and not exported? */
static bool is_own(const struct listing *l, size_t i, const char *name)
{
	return i < l->nkeys && l->keys[i]->defined && !l->keys[i]->exported &&
	       !strcmp(l->keys[i]->name, name);
}

/* Two such keys of one name are file-local: a linker refuses two plain keys of one name. */
static struct definition definition_of(const struct listing *l, size_t i)
{
	const char *name = l->keys[i]->name;
	struct definition definition = defined_find(l->defined, l->keys[i]);

	if (is_own(l, i, name) && (is_own(l, i - 1, name) || is_own(l, i + 1, name)))
		definition.local = true;
	return definition;
}

static const char *scope_of(const struct key *key, const struct definition *definition)
{
	if (key->exported)
		return "exported";
	return key->local || definition->local ? "static" : "plain";
}

static struct line line_of(const struct listing *l, const struct shown *shown)
{
	if (l->tables->object)
		return lines_find(l->lines, shown->section, shown->offset);
	return lines_find(l->lines, 0, shown->address);
}

static void print_key(const struct listing *l, size_t i)
{
	const struct definition definition = definition_of(l, i);
	const struct key *key = l->keys[i];

	msg_print("%s: %s key, ", key->name, scope_of(key, &definition));
	if (is_null(key))
		printf("no default");
	else
		msg_print("default %s", key->def ? key->def : "unknown");
	if (key->flags & FFP_KEY_POINTER)
		printf(", pointer form");
	if (definition.file && definition.number)
		msg_print(", defined in %s:%d", definition.file, definition.number);
	else if (definition.file)
		msg_print(", defined in %s", definition.file);
	else
		printf(", defined %s", key->defined ? "here" : "elsewhere");
	printf(", %zu %s", MSG_COUNT(key->nsites, "site", "sites"));
	if (key->nbranches)
		printf(", %zu %s", MSG_COUNT(key->nbranches, "branch", "branches"));
	putchar('\n');
}

static void print_shown(const struct listing *l, const struct shown *shown)
{
	struct line line = line_of(l, shown);
	const char *kind = shown->kind ? shown->kind : "-";
	/* Kinds of branches are longer than those of sites, and their states are shorter. */
	const int width = strlen(kind) > 4 ? 6 : 4;
	char place[32], section[288];

	if (!l->tables->object)
		snprintf(place, sizeof(place), "0x%" PRIx64, shown->address);
	snprintf(section, sizeof(section), "%.255s+0x%" PRIx64,
		 l->obj->sections[shown->section].name, shown->offset);
	msg_print("  %-20s  %-*s  %-*s", l->tables->object ? section : place, width, kind,
		  12 - width, shown->state);
	if (line.function)
		msg_print("  %s", line.function);
	if (line.file)
		msg_print("  %s:%d", line.file, line.number);
	if (shown->reason)
		msg_print("  (%s)", shown->reason);
	putchar('\n');
}

static void print_human(struct listing *l)
{
	const struct uses *uses = l->uses;
	struct shown shown;

	for (size_t i = 0; i < l->nkeys; i++) {
		print_key(l, i);
		while (next_site(l, l->keys[i], &shown) || next_branch(l, l->keys[i], &shown) ||
		       next_use(l, l->keys[i], &shown))
			print_shown(l, &shown);
	}
	printf("%zu %s, %zu %s", MSG_COUNT(l->nkeys, "key", "keys"),
	       MSG_COUNT(l->tables->nsites, "site", "sites"));
	if (l->tables->nbranches)
		printf(", %zu %s", MSG_COUNT(l->tables->nbranches, "branch", "branches"));
	if (uses->missed)
		printf(", %zu not collected", uses->missed);
	if (uses->addresses)
		printf(", %zu %s", MSG_COUNT(uses->addresses, "address", "addresses"));
	putchar('\n');
}

static struct json_object *json_shown(const struct listing *l, const struct shown *shown)
{
	struct json_object *json = json_object_new_object();
	struct line line = line_of(l, shown);

	json_object_object_add(json, "section",
			       shown->section ? json_text(l->obj->sections[shown->section].name)
					      : NULL);
	json_number(json, "offset", shown->offset);
	json_object_object_add(json, "address",
			       l->tables->object ? NULL : json_object_new_uint64(shown->address));
	json_object_object_add(json, "kind", json_text(shown->kind));
	json_object_object_add(json, "state", json_text(shown->state));
	json_object_object_add(json, "function", json_text(line.function));
	json_object_object_add(json, "file", json_text(line.file));
	json_object_object_add(json, "line", line.file ? json_object_new_int(line.number) : NULL);
	return json;
}

static struct json_object *json_key(const struct listing *l, size_t i)
{
	const struct definition definition = definition_of(l, i);
	const struct key *key = l->keys[i];
	struct json_object *json = json_object_new_object();

	json_object_object_add(json, "name", json_text(key->name));
	json_object_object_add(json, "default", json_text(key->def));
	json_object_object_add(json, "scope", json_text(scope_of(key, &definition)));
	json_object_object_add(json, "null", json_object_new_boolean(is_null(key)));
	json_object_object_add(json, "pointer",
			       json_object_new_boolean(key->flags & FFP_KEY_POINTER));
	json_object_object_add(json, "defined", json_object_new_boolean(key->defined));
	json_object_object_add(json, "file", json_text(definition.file));
	json_object_object_add(json, "line",
			       definition.number ? json_object_new_int(definition.number) : NULL);
	return json;
}

static void print_json(struct listing *l)
{
	struct json_object *json = json_object_new_object();
	struct json_object *keys = json_object_new_array();
	struct shown shown;

	json_object_object_add(json, "file", json_text(l->obj->path));
	json_object_object_add(json, "type", json_text(l->tables->object ? "object" : "linked"));
	json_object_object_add(json, "machine",
			       json_text(l->obj->arch ? l->obj->arch->name : NULL));
	json_object_object_add(json, "keys", keys);
	for (size_t i = 0; i < l->nkeys; i++) {
		struct json_object *key = json_key(l, i);
		struct json_object *sites = json_object_new_array();
		struct json_object *branches = json_object_new_array();
		struct json_object *uses = json_object_new_array();

		while (next_site(l, l->keys[i], &shown))
			json_object_array_add(sites, json_shown(l, &shown));
		while (next_branch(l, l->keys[i], &shown))
			json_object_array_add(branches, json_shown(l, &shown));
		while (next_use(l, l->keys[i], &shown))
			json_object_array_add(uses, json_shown(l, &shown));
		json_object_object_add(key, "sites", sites);
		json_object_object_add(key, "branches", branches);
		json_object_object_add(key, "uses", uses);
		json_object_array_add(keys, key);
	}
	json_number(json, "nkeys", l->nkeys);
	json_number(json, "nsites", l->tables->nsites);
	json_number(json, "nbranches", l->tables->nbranches);
	json_number(json, "nmissed", l->uses->missed);
	json_print(json);
}

void list_obj(const struct obj *obj, const struct tables *tables, const struct uses *uses,
	      bool json)
{
	struct listing l = {
		.obj = obj,
		.tables = tables,
		.uses = uses,
		.lines = lines_open(obj->path),
		.keys = xcalloc(tables->nkeys + tables->nother + uses->nkeys, sizeof(*l.keys)),
		.use = xcalloc(uses->n, sizeof(*l.use)),
		.sites = xcalloc(tables->nsites, sizeof(*l.sites)),
		.branches = xcalloc(tables->nbranches, sizeof(*l.branches)),
	};

	l.defined = defined_read(obj, tables, l.lines);
	for (size_t i = 0; i < tables->nkeys; i++)
		l.keys[l.nkeys++] = &tables->key[i];
	for (size_t i = 0; i < tables->nother; i++)
		l.keys[l.nkeys++] = &tables->other[i];
	for (size_t i = 0; i < uses->nkeys; i++)
		l.keys[l.nkeys++] = &uses->key[i];
	for (size_t i = 0; i < tables->nsites; i++)
		l.sites[i] = &tables->site[i];
	for (size_t i = 0; i < tables->nbranches; i++)
		l.branches[i] = &tables->branch[i];
	for (size_t i = 0; i < uses->n; i++)
		l.use[i] = &uses->use[i];
	qsort(l.keys, l.nkeys, sizeof(*l.keys), by_name);
	qsort(l.sites, tables->nsites, sizeof(*l.sites), by_key);
	qsort(l.branches, tables->nbranches, sizeof(*l.branches), branch_by_key);
	qsort(l.use, uses->n, sizeof(*l.use), use_by_key);
	if (json)
		print_json(&l);
	else
		print_human(&l);
	defined_close(l.defined);
	lines_close(l.lines);
	free(l.keys);
	free(l.sites);
	free(l.branches);
	free(l.use);
}

int list_main(char **files, int n, unsigned json)
{
	struct tables tables = { 0 };
	struct uses uses = { 0 };
	struct obj obj;
	uint8_t *image;
	size_t size;
	bool ok;

	(void)n;
	image = obj_load(files[0], &size);
	if (!image)
		return EXIT_INPUT;
	ok = obj_open(&obj, files[0], image, size) && tables_read(&obj, &tables) &&
	     uses_read(&obj, &tables, &uses);
	if (ok)
		list_obj(&obj, &tables, &uses, json);
	uses_free(&uses);
	tables_free(&tables);
	obj_close(&obj);
	free(image);
	return ok ? EXIT_OK : EXIT_INPUT;
}
