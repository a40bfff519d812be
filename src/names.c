// SPDX-License-Identifier: MIT
/*
 * Looking for a name takes time in proportion to all keys.  Where a program does so
 * often, an index of their hashes is made, in memory of the library's own; without
 * memory every search takes its time.
 */
#include "names.h"

#include <stdbool.h>
#include <string.h>

#include "module.h"
#include "sort.h"
#include "sys.h"

/*
 * An index is made once as many keys have been looked at as this times their number:
 * making it takes about as long as that.
 */
#define WORTH 32

static struct {
	struct pair *pairs; /* hash, address of the line in ffp_keys; NULL: none is made */
	size_t n, size;	    /* size in bytes */
	size_t looked;	    /* at so many keys, without an index */
} names;

static const char *name_of(const struct ffp_key *key)
{
	return (const char *)relative(&key->name, key->name);
}

static uint64_t hash(const char *name)
{
	return ffp_sort_hash(name, strlen(name));
}

static size_t count_keys(void)
{
	size_t n = 0;

	for (const struct ffp_module_state *s = ffp_module_first(); s; s = s->next)
		n += (size_t)(s->module->keys_end - s->module->keys);
	return n;
}

static void make_index(size_t n)
{
	size_t size = n * sizeof(struct pair), i = 0;
	struct pair *pairs = ffp_sys_alloc(size), *spare = ffp_sys_alloc(size);

	names.looked = 0;
	if (pairs && spare) {
		for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next)
			for (const struct ffp_key *k = s->module->keys; k < s->module->keys_end;
			     k++)
				pairs[i++] = (struct pair){ hash(name_of(k)), (uintptr_t)k };
		/* Stable: of keys with one name, the first stays the first. */
		ffp_sort_pairs(pairs, spare, n);
		names.pairs = pairs;
		names.n = n;
		names.size = size;
		pairs = NULL;
	}
	ffp_sys_free(pairs, size);
	ffp_sys_free(spare, size);
}

static const struct ffp_key *find_by_index(const char *name)
{
	uint64_t h = hash(name);
	size_t i = ffp_sort_first(&names.pairs->key, names.n, sizeof(*names.pairs), h);

	for (; i < names.n && names.pairs[i].key == h; i++) {
		const struct ffp_key *key = (const struct ffp_key *)(uintptr_t)names.pairs[i].value;

		if (!strcmp(name_of(key), name))
			return key;
	}
	return NULL;
}

static const struct ffp_key *find_in_turn(const char *name)
{
	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next)
		for (const struct ffp_key *k = s->module->keys; k < s->module->keys_end; k++) {
			names.looked++;
			if (!strcmp(name_of(k), name))
				return k;
		}
	return NULL;
}

const struct ffp_key *ffp_names_find(const char *name)
{
	if (!names.pairs && names.looked) {
		size_t n = count_keys();

		if (names.looked / WORTH >= n)
			make_index(n);
	}
	return names.pairs ? find_by_index(name) : find_in_turn(name);
}

void ffp_names_forget(void)
{
	ffp_sys_free(names.pairs, names.size);
	names.pairs = NULL;
	names.looked = 0;
}
