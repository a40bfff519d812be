// SPDX-License-Identifier: MIT
/*
 * A search for a name takes time in proportion to the number of keys.  Where a program searches
 * often, an index of the names' hashes is made, in memory of the library's own.  Without
 * memory no index is made, and every search takes its time.
 */
#include "names.h"

#include <stdbool.h>
#include <string.h>

#include "key.h"
#include "sort.h"
#include "sys.h"

/*
 * An index is made after so many full searches, and so many keys looked at besides: to make one
 * takes about as long as that, for the keys and for the memory.
 */
#define WORTH 4
#define WORTH_OF_MEMORY 128

static struct {
	struct pair *pairs; /* hash, address of the line in ffp_keys; NULL: no index is made */
	size_t n, size;	    /* the number of pairs, and their size in bytes */
	size_t looked;	    /* how many keys were looked at without an index */
} names;

static uint64_t hash(const char *name)
{
	return ffp_sort_hash(name, strlen(name));
}

static void make_index(size_t n)
{
	size_t size = n * sizeof(struct pair), i = 0;
	struct pair *pairs = ffp_sys_alloc(size), *spare = ffp_sys_alloc(size);

	names.looked = 0;
	if (pairs && spare) {
		for (struct key_walk walk = { 0 }; i < n && ffp_key_next(&walk);) {
			const char *name = ffp_key_name(&walk);

			if (name)
				pairs[i++] = (struct pair){ hash(name), (uintptr_t)walk.line };
		}
		/* Stable: of keys with one name, the first stays the first. */
		ffp_sort(pairs, spare, i, offsetof(struct pair, key));
		names.pairs = pairs;
		names.n = i;
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

		if (!strcmp((const char *)relative(&key->name, key->name), name))
			return key;
	}
	return NULL;
}

static const struct ffp_key *find_in_turn(const char *name)
{
	for (struct key_walk walk = { 0 }; ffp_key_next(&walk);) {
		const char *found = ffp_key_name(&walk);

		names.looked++;
		if (found && !strcmp(found, name))
			return walk.line;
	}
	return NULL;
}

const struct ffp_key *ffp_names_find(const char *name)
{
	if (!names.pairs && names.looked) {
		size_t n = ffp_key_count();

		if (names.looked >= WORTH * n + WORTH_OF_MEMORY)
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
