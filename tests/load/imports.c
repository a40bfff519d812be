// SPDX-License-Identifier: MIT
/*
 * A plugin's entry for another module's key, damaged before anybody looked at it:
 * changes are refused, and nothing has changed.
 *
 * usage: imports PLUGIN
 */
#define _GNU_SOURCE
#include "keys.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "../damage.h"
#include "../forms.h"
#include "../run/table.h"
#include "../tap.h"

int host_default(int x)
{
	return x + 7;
}

DEFINE_FFP_EXPORT(host_key, host_default);

/* The plugin's entry for a key.  (A program may have a copy of its record, with the same state.) */
static char *import_entry(void *plugin, const struct ffp *key, const struct ffp_import **record)
{
	const struct ffp *own = dlsym(plugin, FFP_KEY_SYMBOL(plugin_key));
	const struct ffp_site *s = own ? own->module->sites : NULL;

	for (; own && s < own->module->sites_end; s++) {
		char *entry = (char *)(table_key(s) & ~(uintptr_t)3);
		uint32_t flags;
		int32_t to;

		memcpy(&flags, entry + FFP_ENTRY_FLAGS, sizeof(flags));
		memcpy(&to, entry + FFP_ENTRY_RECORD, sizeof(to));
		*record = (const void *)(entry + FFP_ENTRY_RECORD + to);
		if ((flags & FFP_KEY_IMPORT) && (*record)->key->state == key->state)
			return entry;
	}
	return NULL;
}

enum damage { NOTHING, A_RECORD, A_VERSION, A_JUMP };

/* In a child: 0, or a number that says what was wrong. */
static int try_damage(const char *path, enum damage damage)
{
	const uint32_t other_abi = (FFP_ABI + 1) << 8 | FFP_KEY_IMPORT, no_jump = 0;
	const void *none = NULL;
	void *plugin = dlopen(path, RTLD_NOW);
	const struct ffp_import *record;
	struct ffp_info info;
	char *entry;
	int r, refused;

	if (!plugin || FFP_TARGET(weighed) != weighed_default)
		return 1;
	entry = import_entry(plugin, ffp_find("shape"), &record);
	if (!entry)
		return 2;
	if (damage == A_RECORD)
		put(&record->key, &none, sizeof(none));
	else if (damage == A_VERSION)
		put(entry + FFP_ENTRY_FLAGS, &other_abi, sizeof(other_abi));
	else if (damage == A_JUMP)
		put(entry, &no_jump, sizeof(no_jump));
	r = SET_FFP(shape, shape_other);
	if (damage == NOTHING)
		return r || shape(0) != 2 || keys_call(0) != 12 ? 3 : 0;
	/* What is no jump is foreign to that key alone; the others make the table unreadable. */
	refused = damage == A_JUMP ? -EBUSY : -EINVAL;
	if (r != refused || ffp_info(ffp_find("shape"), &info) != (damage == A_JUMP ? 0 : -EINVAL))
		return 4;
	if (shape(0) != 1 || keys_call(0) != 11 || keys_call_2(0) != 21)
		return 5;
	/* Without the plugin all is well. */
	dlclose(plugin);
	return SET_FFP(shape, shape_other) || shape(0) != 2 || keys_call(0) != 12 ? 6 : 0;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "nothing", "its record names no key",
					     "its version is another", "its jump is none" };

	if (argc != 2)
		return 2;
	/* Setting a candidate of the plugin's would be the first look. */
	setenv("FFP_USE", "weighed=default", 1);
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		pid_t child = fork();
		int status = -1;

		if (!child)
			_exit(try_damage(argv[1], (enum damage)i));
		waitpid(child, &status, 0);
		is(status, 0, "an entry for another module's key, damage: %s", names[i]);
	}
	return done();
}
