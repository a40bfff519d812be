// SPDX-License-Identifier: MIT
#include "failed.h"
#include "collect/keys.h"
#include "elf/table.h"
#include "msg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The argument of an option, which is the same word or the next; NULL: it is another option. */
static const char *argument(const struct job *job, size_t i, const char *option)
{
	const char *word = job->words.word[i];
	size_t length = strlen(option);

	if (job->role[i] != ROLE_LINK || strncmp(word, option, length))
		return NULL;
	if (word[length])
		return word + length;
	return i + 1 < job->words.n ? job->words.word[i + 1] : NULL;
}

bool failed_may_tell(const struct job *job)
{
	size_t inputs = 0;
	bool library = false;

	for (size_t i = 0; i < job->words.n; i++) {
		inputs += job->role[i] == ROLE_INPUT;
		library |= argument(job, i, "-L") != NULL;
	}
	return inputs > 1 || (inputs && library);
}

/* Keys that objects call and do not define. */
struct wanted {
	struct words plain;   /* the names of those that are not exported */
	struct words entries; /* symbols of those whose default is undefined, too */
};

/* Call `each` with the file, if it is of this type.  Prints nothing if it cannot be read. */
static void with_file(const char *path, unsigned type, struct wanted *wanted,
		      void (*each)(struct obj *obj, struct wanted *wanted))
{
	uint8_t *image;
	struct obj obj;
	size_t size;

	if (obj_kind_of_file(path) != OBJ_ELF)
		return;
	msg_quiet = true;
	image = obj_load(path, &size);
	if (image) {
		bool ok = obj_open(&obj, path, image, size) && obj.head.e_type == type &&
			  obj_read_symbols(&obj);

		msg_quiet = false;
		if (ok)
			each(&obj, wanted);
		obj_close(&obj);
		free(image);
	}
	msg_quiet = false;
}

/* Is there a symbol of this name that is undefined, or that is a function of this binding? */
static bool has_symbol(struct obj *obj, const char *name, bool undefined, uint8_t bind)
{
	size_t n;
	const uint32_t *named = obj_symbols_named(obj, name, &n);

	for (size_t i = 0; i < n; i++) {
		const struct symbol *symbol = &obj->symbols[named[i]];

		if (undefined
			? symbol->undefined
			: !symbol->undefined && symbol->bind == bind && symbol->type == STT_FUNC)
			return true;
	}
	return false;
}

/* Add the keys that an object calls and does not define. */
static void add_wanted(struct obj *obj, struct wanted *wanted)
{
	for (uint32_t i = 1; i < obj->nsymbols; i++) {
		struct key key;

		if (obj->symbols[i].undefined &&
		    key_parse(obj->symbols[i].name, &key) == KEY_PARSED) {
			if (!key.exported)
				words_add(&wanted->plain, key.name);
			if (key.def && has_symbol(obj, key.def, true, 0))
				words_add(&wanted->entries, obj->symbols[i].name);
			key_clear(&key);
		}
	}
}

/* Print a note for each wanted key that an object defines with a static default. */
static void tell_static(struct obj *obj, struct wanted *wanted)
{
	for (uint32_t i = 1; i < obj->nsymbols; i++) {
		struct key key;
		bool is_wanted = false;

		if (obj->symbols[i].undefined || obj->symbols[i].bind == STB_LOCAL)
			continue;
		for (size_t k = 0; k < wanted->entries.n; k++)
			is_wanted |= !strcmp(wanted->entries.word[k], obj->symbols[i].name);
		if (!is_wanted || key_parse(obj->symbols[i].name, &key) != KEY_PARSED)
			continue;
		if (has_symbol(obj, key.def, false, STB_LOCAL))
			msg_note(
			    obj->path,
			    "key %s: its default %s is a static function, and another file calls "
			    "the key: remove the static, or define a DEFINE_FFP_STATIC in each "
			    "file",
			    key.name, key.def);
		key_clear(&key);
	}
}

/* Print a note for each wanted key that a shared library defines and does not export. */
static void tell_plain(struct obj *obj, struct wanted *wanted)
{
	uint32_t index = obj_find_section(obj, FFP_KEYS_SECTION, 0);
	const struct section *s = &obj->sections[index];

	for (uint64_t at = 0; index && obj_at(s, at, TABLE_KEY); at += TABLE_KEY) {
		uint32_t flags = obj_get32(obj, obj_at(s, at + offsetof(struct ffp_key, flags), 4));
		const char *name;
		struct place place;

		table_field(obj, index, at + offsetof(struct ffp_key, name), &place);
		name = obj_text(obj, place);
		for (size_t i = 0; name && !(flags & FFP_KEY_EXPORT) && i < wanted->plain.n; i++) {
			if (strcmp(wanted->plain.word[i], name))
				continue;
			msg_note(obj->path,
				 "key %s is a plain key, which no other file can call: "
				 "declare it with DECLARE_FFP_EXPORT and define it with "
				 "DEFINE_FFP_EXPORT",
				 name);
			break;
		}
	}
}

/* Find the shared library of a -lNAME in the directories of -L, where a user has his own. */
static void tell_library(const struct job *job, const char *name, struct wanted *wanted)
{
	char path[4096];

	for (size_t i = 0; i < job->words.n; i++) {
		const char *folder = argument(job, i, "-L");

		if (folder &&
		    snprintf(path, sizeof(path), "%s/lib%s.so", folder, name) < (int)sizeof(path))
			with_file(path, ET_DYN, wanted, tell_plain);
		i += folder && folder == job->words.word[i + 1];
	}
}

void failed_tell(const struct job *job)
{
	struct wanted wanted = { 0 };

	for (size_t i = 0; i < job->words.n; i++)
		if (job->role[i] == ROLE_INPUT)
			with_file(job->words.word[i], ET_REL, &wanted, add_wanted);
	for (size_t i = 0; wanted.plain.n && i < job->words.n; i++) {
		const char *name = argument(job, i, "-l");

		if (job->role[i] == ROLE_INPUT)
			with_file(job->words.word[i], ET_DYN, &wanted, tell_plain);
		else if (name)
			tell_library(job, name, &wanted);
		i += name && name == job->words.word[i + 1];
	}
	for (size_t i = 0; wanted.entries.n && i < job->words.n; i++)
		if (job->role[i] == ROLE_INPUT)
			with_file(job->words.word[i], ET_REL, &wanted, tell_static);
	words_free(&wanted.plain);
	words_free(&wanted.entries);
}
