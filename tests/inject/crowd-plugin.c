// SPDX-License-Identifier: MIT
/*
 * A target for all keys of the program, calls of those that it exports, and a key that
 * is named as one of its others.
 */
#include <string.h>

#include "../run/table.h"
#include "crowd.h"

int plugin_target(int x);
int plugin_call(int x);

int plugin_target(int x)
{
	return x + 5000;
}

static int own_default(int x)
{
	return x + 1;
}

DEFINE_FFP_STATIC(key_042, own_default);

int plugin_call(int x)
{
	return key_042(x);
}

#define CALL_EXPORTED(n)                                                                           \
	static int call_##n(int x)                                                                 \
	{                                                                                          \
		return exported_##n(x) * 3;                                                        \
	}
ALL_EXPORTED(CALL_EXPORTED)

#define CALLER(n) call_##n,
int (*const plugin_callers[EXPORTED])(int) = { ALL_EXPORTED(CALLER) };

/* This module's site of a key of another, and its entry for that key. */
uint8_t *plugin_site(const struct ffp *key, uint8_t **entry);
uint8_t *plugin_entry(const struct ffp *key);

uint8_t *plugin_site(const struct ffp *key, uint8_t **entry)
{
	for (const struct ffp_site *s = __ffp_module.sites; s < __ffp_module.sites_end; s++) {
		const uint8_t *at = (const uint8_t *)(table_key(s) & ~(uintptr_t)3);
		const uint8_t *field = at + FFP_ENTRY_RECORD;
		uint32_t flags;
		int32_t record;

		memcpy(&flags, at + FFP_ENTRY_FLAGS, sizeof(flags));
		memcpy(&record, field, sizeof(record));
		/* Not a veneer, by which a linker may have sent calls. */
		if (table_kind(s) == FFP_SITE_VENEER || !(flags & FFP_KEY_IMPORT) ||
		    ((const struct ffp_import *)(const void *)(field + record))->key != key)
			continue;
		*entry = (uint8_t *)(uintptr_t)at;
		return (uint8_t *)(uintptr_t)&s->site + s->site;
	}
	return *entry = NULL;
}

uint8_t *plugin_entry(const struct ffp *key)
{
	uint8_t *entry;

	(void)plugin_site(key, &entry);
	return entry;
}
