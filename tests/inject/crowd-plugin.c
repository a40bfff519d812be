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
HUNDRED(CALL_EXPORTED, 0)

#define CALLER(n) call_##n,
int (*const plugin_callers[EXPORTED])(int) = { HUNDRED(CALLER, 0) };

/* This module's entry for a key of another. */
uint8_t *plugin_entry(const struct ffp *key);

uint8_t *plugin_entry(const struct ffp *key)
{
	for (const struct ffp_site *s = __ffp_module.sites; s < __ffp_module.sites_end; s++) {
		const uint8_t *entry = (const uint8_t *)(table_key(s) & ~(uintptr_t)3);
		const uint8_t *at = entry + FFP_ENTRY_RECORD;
		uint32_t flags;
		int32_t record;

		memcpy(&flags, entry + FFP_ENTRY_FLAGS, sizeof(flags));
		memcpy(&record, at, sizeof(record));
		if ((flags & FFP_KEY_IMPORT) &&
		    ((const struct ffp_import *)(const void *)(at + record))->key == key)
			return (uint8_t *)(uintptr_t)entry;
	}
	return NULL;
}
