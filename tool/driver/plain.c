// SPDX-License-Identifier: MIT
#include "plain.h"
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

bool plain_may_be(const struct job *job)
{
	bool object = false, library = false;

	for (size_t i = 0; i < job->words.n; i++) {
		object |= job->role[i] == ROLE_INPUT;
		library |= (job->role[i] == ROLE_INPUT && strstr(job->words.word[i], ".so")) ||
			   argument(job, i, "-L");
	}
	return object && library;
}

/* Call `each` with the file, if it is of this type.  Prints nothing if it cannot be read. */
static void with_file(const char *path, unsigned type, struct words *wanted,
		      void (*each)(struct obj *obj, struct words *wanted))
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

/* Add the names of the plain keys that an object calls and does not define. */
static void add_wanted(struct obj *obj, struct words *wanted)
{
	for (uint32_t i = 1; i < obj->nsymbols; i++) {
		struct key key;

		if (obj->symbols[i].undefined &&
		    key_parse(obj->symbols[i].name, &key) == KEY_PARSED) {
			if (!key.exported)
				words_add(wanted, key.name);
			key_clear(&key);
		}
	}
}

/* Print a note for each wanted key that a shared library defines and does not export. */
static void tell_plain(struct obj *obj, struct words *wanted)
{
	uint32_t index = obj_find_section(obj, FFP_KEYS_SECTION, 0);
	const struct section *s = &obj->sections[index];

	for (uint64_t at = 0; index && obj_at(s, at, TABLE_KEY); at += TABLE_KEY) {
		uint32_t flags = obj_get32(obj, obj_at(s, at + offsetof(struct ffp_key, flags), 4));
		const char *name;
		struct place place;

		table_field(obj, index, at + offsetof(struct ffp_key, name), &place);
		name = obj_text(obj, place);
		for (size_t i = 0; name && !(flags & FFP_KEY_EXPORT) && i < wanted->n; i++) {
			if (strcmp(wanted->word[i], name))
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
static void tell_library(const struct job *job, const char *name, struct words *wanted)
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

void plain_tell(const struct job *job)
{
	struct words wanted = { 0 };

	for (size_t i = 0; i < job->words.n; i++)
		if (job->role[i] == ROLE_INPUT)
			with_file(job->words.word[i], ET_REL, &wanted, add_wanted);
	for (size_t i = 0; wanted.n && i < job->words.n; i++) {
		const char *name = argument(job, i, "-l");

		if (job->role[i] == ROLE_INPUT)
			with_file(job->words.word[i], ET_DYN, &wanted, tell_plain);
		else if (name)
			tell_library(job, name, &wanted);
		i += name && name == job->words.word[i + 1];
	}
	words_free(&wanted);
}
