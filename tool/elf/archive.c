// SPDX-License-Identifier: MIT
#include "archive.h"
#include "msg.h"
#include "obj.h"

#include <ar.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct archive {
	const char *path;
	const uint8_t *image;
	size_t size, at; /* at the next member's header */
	bool thin;
	const char *names; /* the member "//" */
	size_t names_size;
};

struct member {
	char *name; /* NULL: the archive's own table of symbols or names */
	const uint8_t *data;
	size_t size;
};

static bool damaged(const struct archive *a)
{
	return msg_error(a->path, "damaged archive at offset %zu", a->at);
}

/* A decimal number in a field that spaces fill up. */
static size_t number_in(const char *field, size_t len)
{
	size_t value = 0;

	for (size_t i = 0; i < len && field[i] >= '0' && field[i] <= '9'; i++)
		value = 10 * value + (size_t)(field[i] - '0');
	return value;
}

/* The text before a mark, for free(); NULL if the mark is not there. */
static char *text_before(const char *text, size_t size, const char *mark)
{
	size_t length = strlen(mark);

	for (size_t i = 0; i + length <= size; i++)
		if (!memcmp(text + i, mark, length))
			return strndup(text, i);
	return NULL;
}

/* The header has "name/", or "/number", which is an offset in the long names; for free(). */
static char *name_of(const struct archive *a, const struct ar_hdr *head)
{
	size_t at;

	if (head->ar_name[0] != '/')
		return text_before(head->ar_name, sizeof(head->ar_name), "/");
	at = number_in(head->ar_name + 1, sizeof(head->ar_name) - 1);
	return at < a->names_size ? text_before(a->names + at, a->names_size - at, "/\n") : NULL;
}

/* Read the next member, whose name the caller frees; false at the end, or after a message. */
static bool next_member(struct archive *a, struct member *m, bool *ok)
{
	const struct ar_hdr *head = (const struct ar_hdr *)(a->image + a->at);
	size_t room = a->size - a->at;
	bool own;

	m->name = NULL;
	if (room < 2)
		return false;
	if (room < sizeof(*head) || memcmp(head->ar_fmag, ARFMAG, 2)) {
		*ok = damaged(a);
		return false;
	}
	m->size = number_in(head->ar_size, sizeof(head->ar_size));
	m->data = a->image + a->at + sizeof(*head);
	own = head->ar_name[0] == '/' && !(head->ar_name[1] >= '0' && head->ar_name[1] <= '9');
	if (m->size > room - sizeof(*head) && !(a->thin && !own)) {
		*ok = damaged(a);
		return false;
	}
	if (own && head->ar_name[1] == '/') {
		a->names = (const char *)m->data;
		a->names_size = m->size;
	} else if (!own && !(m->name = name_of(a, head))) {
		*ok = damaged(a);
		return false;
	}
	a->at += sizeof(*head) + (a->thin && !own ? 0 : m->size);
	a->at += a->at & 1;
	if (a->at > a->size)
		a->at = a->size;
	return true;
}

/* The path of a thin archive's member, which is relative to the archive; for free(). */
static char *beside(const struct archive *a, const char *name)
{
	const char *slash = strrchr(a->path, '/');
	char *path;

	if (*name == '/' || !slash)
		return strdup(name);
	path = xformat("%.*s/%s", (int)(slash - a->path), a->path, name);
	return path;
}

/* Write a member to a new file in `dir`; returns its path, for free(). */
static char *put(const char *dir, size_t number, size_t index, const struct member *m, bool *ok)
{
	char *path;
	FILE *f;

	path = xformat("%s/member-%zu-%zu.o", dir, number, index);
	f = fopen(path, "wb");
	if (!f || fwrite(m->data, 1, m->size, f) != m->size || fflush(f))
		*ok = msg_error(path, "cannot create: %s", strerror(errno));
	if (f)
		fclose(f);
	return path;
}

/* `image` is the file that was read, or NULL if it could not be. */
static bool open_archive(struct archive *a, const uint8_t *image)
{
	a->image = image;
	a->thin = image && a->size >= SARMAG && !memcmp(image, "!<thin>\n", SARMAG);
	return image;
}

bool archive_unpack(const char *path, const char *dir, size_t number, struct words *objects,
		    bool *ok)
{
	struct archive a = { .path = path, .at = SARMAG };
	uint8_t *image = obj_load(path, &a.size);
	bool bitcode = false;
	struct member m;

	*ok = open_archive(&a, image);
	for (size_t i = 0; *ok && next_member(&a, &m, ok); i++) {
		char *file = m.name && a.thin ? beside(&a, m.name) : NULL;
		enum obj_kind kind = OBJ_OTHER;

		if (m.name)
			kind = file ? obj_kind_of_file(file) : obj_kind(m.data, m.size);
		bitcode |= kind == OBJ_BITCODE;
		if (objects && kind == OBJ_ELF && !file)
			file = put(dir, number, i, &m, ok);
		if (objects && kind == OBJ_ELF)
			words_add(objects, file);
		free(file);
		free(m.name);
	}
	free(image);
	return bitcode;
}

bool archive_has_bitcode(const char *path)
{
	bool ok;

	return archive_unpack(path, NULL, 0, NULL, &ok);
}

void archive_each_object(const char *path,
			 void (*each)(const char *name, uint8_t *image, size_t size, void *arg),
			 void *arg)
{
	struct archive a = { .path = path, .at = SARMAG };
	uint8_t *archive = obj_load(path, &a.size);
	bool ok = open_archive(&a, archive);
	struct member m;

	while (ok && next_member(&a, &m, &ok)) {
		char *file = m.name && a.thin ? beside(&a, m.name) : NULL;
		char *name = m.name ? xformat("%s(%s)", path, m.name) : NULL;
		uint8_t *image = NULL;

		if (file && obj_kind_of_file(file) == OBJ_ELF)
			image = obj_load(file, &m.size);
		else if (m.name && !file && obj_kind(m.data, m.size) == OBJ_ELF)
			/* A copy, since members are not aligned. */
			image = memcpy(xrealloc(NULL, m.size, 1), m.data, m.size);
		if (image)
			each(name, image, m.size, arg);
		free(image);
		free(name);
		free(file);
		free(m.name);
	}
	free(archive);
}
