// SPDX-License-Identifier: MIT
#include "failed.h"
#include "collect/keys.h"
#include "elf/archive.h"
#include "elf/table.h"
#include "msg.h"

#include <stdlib.h>
#include <string.h>

static bool is_option(const struct job *job, size_t i, const char *option)
{
	const char *word = job->words.word[i];

	/* NULL only behind the last word, which scan-build cannot know. */
	return job->role[i] == ROLE_LINK && word && !strncmp(word, option, strlen(option));
}

/* The argument of an option, which is the same word or the next; NULL: it is another option. */
static const char *argument(const struct job *job, size_t i, const char *option)
{
	const char *rest;

	if (!is_option(job, i, option))
		return NULL;
	rest = job->words.word[i] + strlen(option);
	if (*rest)
		return rest;
	return i + 1 < job->words.n ? job->words.word[i + 1] : NULL;
}

bool failed_may_tell(const struct job *job)
{
	size_t inputs = 0;
	bool library = false;

	for (size_t i = 0; i < job->words.n; i++) {
		inputs += job->role[i] == ROLE_INPUT;
		library |= is_option(job, i, "-L");
	}
	return inputs > 1 || (inputs && library);
}

/* Keys that objects call and do not define. */
struct wanted {
	struct words plain;   /* the names of those that are not exported */
	struct words entries; /* symbols of those whose default is undefined, too */
};

/* What to do with files: objects (ET_REL) or shared libraries (ET_DYN). */
struct reader {
	unsigned type;
	struct wanted *wanted;
	void (*each)(struct obj *obj, struct wanted *wanted);
};

/* Call `each` with a file in memory, if it is of this type.  What cannot be read is passed over. */
static void with_image(const char *name, uint8_t *image, size_t size, void *arg)
{
	const struct reader *reader = arg;
	struct obj obj;
	bool ok;

	msg_quiet = true;
	ok = obj_open(&obj, name, image, size) && obj.head.e_type == reader->type &&
	     obj_read_symbols(&obj);
	msg_quiet = false;
	if (ok)
		reader->each(&obj, reader->wanted);
	obj_close(&obj);
	msg_quiet = true;
}

/* Likewise with a file, or with each member of an archive. */
static void with_file(const char *path, struct reader *reader)
{
	const enum obj_kind kind = obj_kind_of_file(path);
	size_t size;

	msg_quiet = true;
	if (kind == OBJ_ELF) {
		uint8_t *image = obj_load(path, &size);

		if (image)
			with_image(path, image, size, reader);
		free(image);
	} else if (kind == OBJ_ARCHIVE && reader->type == ET_REL) {
		archive_each_object(path, with_image, reader);
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

/* Likewise with the library of a -lNAME, in the directories of -L, where a user has his own. */
static void with_library(const struct job *job, const char *name, struct reader *reader)
{
	const char *suffix = reader->type == ET_DYN ? "so" : "a";

	for (size_t i = 0; i < job->words.n; i++) {
		const char *folder = argument(job, i, "-L");
		char *path;

		if (!folder)
			continue;
		path = xformat("%s/lib%s.%s", folder, name, suffix);
		with_file(path, reader);
		free(path);
		i += folder == job->words.word[i + 1];
	}
}

/* Call `each` with the files of this type that a link names. */
static void with_inputs(const struct job *job, unsigned type, struct wanted *wanted,
			void (*each)(struct obj *obj, struct wanted *wanted))
{
	struct reader reader = { type, wanted, each };

	for (size_t i = 0; i < job->words.n; i++) {
		const char *name = argument(job, i, "-l");

		if (job->role[i] == ROLE_INPUT)
			with_file(job->words.word[i], &reader);
		else if (name)
			with_library(job, name, &reader);
		i += name && name == job->words.word[i + 1];
	}
}

void failed_tell(const struct job *job)
{
	struct wanted wanted = { 0 };

	with_inputs(job, ET_REL, &wanted, add_wanted);
	if (wanted.plain.n)
		with_inputs(job, ET_DYN, &wanted, tell_plain);
	if (wanted.entries.n)
		with_inputs(job, ET_REL, &wanted, tell_static);
	words_free(&wanted.plain);
	words_free(&wanted.entries);
}
