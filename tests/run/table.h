/* SPDX-License-Identifier: MIT */
/* A program's own site table, as `ffp collect` and the linker made it. */
#ifndef TABLE_H
#define TABLE_H

#include <ffp/abi.h>

static inline uintptr_t table_site(const struct ffp_site *s)
{
	return (uintptr_t)&s->site + (uintptr_t)(intptr_t)s->site;
}

static inline uintptr_t table_key(const struct ffp_site *s)
{
	return (uintptr_t)&s->key + (uintptr_t)(intptr_t)s->key;
}

static inline unsigned table_kind(const struct ffp_site *s)
{
	return table_key(s) & 3;
}

/* How many sites of this kind a key has in the module that defines it. */
__attribute__((unused)) static size_t table_count(const struct ffp *key, unsigned kind)
{
	size_t n = 0;

	for (const struct ffp_site *s = key->module->sites; s < key->module->sites_end; s++)
		n += table_key(s) == ((uintptr_t)key->entry | kind);
	return n;
}

#endif /* TABLE_H */
