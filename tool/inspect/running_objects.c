// SPDX-License-Identifier: MIT
/*
 * The ELF objects of a process, found by their headers in its memory.  Files may be gone, or be
 * other files by now; what is in memory is what runs.
 */
#include "running.h"
#include "array.h"
#include "bytes.h"
#include "elf/table.h"
#include "msg.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

enum { EHDR = 64, PHDR = 56, NOTES_MOST = 1 << 16 };

static uint64_t number(const struct running *r, const uint8_t *p, unsigned size)
{
	return get_uint(p, size, r->memory->big);
}

/*
 * The address of a place in the file of an object, of which mapping `first` has the header.  The
 * mappings of an object follow each other.
 */
static bool place_in_file(const struct mapping *mappings, size_t n, size_t first, uint64_t offset,
			  uint64_t *address)
{
	const char *path = mappings[first].path;

	for (size_t i = first; i < n; i++) {
		const struct mapping *m = &mappings[i];

		if (i != first && !m->offset)
			break; /* the next object's header, or memory of no file */
		if (strcmp(m->path, path))
			break;
		if (offset >= m->offset && offset - m->offset < m->end - m->start) {
			*address = m->start + (offset - m->offset);
			return true;
		}
	}
	return false;
}

static void read_notes(const struct running *r, struct run_object *object, uint64_t at,
		       uint64_t size)
{
	uint8_t *notes;

	if (size > NOTES_MOST || size > RUN_LINES - r->lines)
		return;
	notes = xcalloc(size ? size : 1, 1);
	if (memory_get(r->memory, at, notes, size)) {
		const bool big = r->memory->big;
		struct table_note note;
		uint64_t next = 0;

		if (table_find_note(notes, size, big, NT_GNU_BUILD_ID, "GNU", &next, &note) &&
		    note.size && note.size <= RUN_ID) {
			memcpy(object->id, note.body, note.size);
			object->id_size = note.size;
		}
		next = 0;
		if (!object->notes && table_find_note(notes, size, big, FFP_NOTE_TYPE,
						      FFP_NOTE_OWNER, &next, &note)) {
			object->notes = at;
			object->notes_size = size;
		}
	}
	free(notes);
}

/*
 * Read the program headers.  False if this is no loaded object: a file that was only mapped to be
 * read, say.
 */
static bool read_headers(const struct running *r, struct run_object *object, const uint8_t *headers,
			 unsigned n)
{
	const uint64_t start = object->mapping->start;
	bool biased = false;

	object->segments = xcalloc(n, sizeof(*object->segments));
	for (unsigned i = 0; i < n; i++) {
		const uint8_t *p = headers + (size_t)i * PHDR;
		uint64_t offset = number(r, p + 8, 8), address = number(r, p + 16, 8);
		uint64_t size = number(r, p + 40, 8);
		struct run_segment *s = &object->segments[object->n];

		if (number(r, p, 4) != PT_LOAD || !size)
			continue;
		if (!biased && !offset) {
			object->bias = start - address;
			biased = true;
		}
		s->start = address;
		s->end = address + size;
		s->rights = (uint32_t)number(r, p + 4, 4);
		if (s->end > s->start)
			object->n++;
	}
	if (!biased)
		return false;
	for (unsigned i = 0; i < object->n; i++) {
		struct run_segment *s = &object->segments[i];

		s->start += object->bias;
		s->end += object->bias;
		if (s->end < s->start)
			return false;
	}
	for (unsigned i = 0; i < n; i++) {
		const uint8_t *p = headers + (size_t)i * PHDR;
		uint64_t at = object->bias + number(r, p + 16, 8), size = number(r, p + 40, 8);

		if (number(r, p, 4) == PT_NOTE && running_has(object, at, size, PF_R))
			read_notes(r, object, at, size);
	}
	return true;
}

/*
 * Read the object whose header may be at the start of mapping `first`.  False if none is.  *other:
 * it is one of another machine.
 */
static bool read_object(const struct running *r, uint16_t machine, const struct mapping *mappings,
			size_t n, size_t first, struct run_object *object, bool *other)
{
	const struct mapping *mapping = &mappings[first];
	uint64_t at, offset, count, type;
	uint8_t *headers;
	bool ok;

	memset(object, 0, sizeof(*object));
	object->mapping = mapping;
	if (!mapping->readable || mapping->offset ||
	    !memory_get(r->memory, mapping->start, object->headers, EHDR) ||
	    memcmp(object->headers, ELFMAG, SELFMAG))
		return false;
	if (object->headers[EI_CLASS] != ELFCLASS64 ||
	    number(r, object->headers + 18, 2) != machine) {
		*other = true;
		return false;
	}
	type = number(r, object->headers + 16, 2);
	offset = number(r, object->headers + 32, 8);
	count = number(r, object->headers + 56, 2);
	if ((type != ET_EXEC && type != ET_DYN) || number(r, object->headers + 54, 2) != PHDR ||
	    !count || count > RUN_HEADERS || !place_in_file(mappings, n, first, offset, &at))
		return false;
	headers = xcalloc(count, PHDR);
	ok = memory_get(r->memory, at, headers, count * PHDR) &&
	     read_headers(r, object, headers, (unsigned)count) &&
	     /* A program that is not position-independent is where its file says. */
	     (type == ET_DYN || !object->bias);
	free(headers);
	return ok;
}

bool running_objects(struct running *r, uint16_t machine, const struct mapping *mappings, size_t n)
{
	bool other = false, ours = false;

	for (size_t i = 0; i < n; i++) {
		struct run_object object;

		if (!read_object(r, machine, mappings, n, i, &object, &other)) {
			free(object.segments);
			continue;
		}
		if (r->nobjects == RUN_OBJECTS) {
			free(object.segments);
			return msg_error(r->name, "more objects than %d: not supported",
					 RUN_OBJECTS);
		}
		ours |= object.notes != 0;
		r->objects = array_grow(r->objects, r->nobjects, sizeof(object));
		r->objects[r->nobjects++] = object;
	}
	if (other && !ours)
		return msg_error(r->name,
				 "no keys, but objects of another machine: a program under an "
				 "emulator cannot be looked at");
	return true;
}

const struct run_segment *running_segment(const struct run_object *object, uint64_t at,
					  uint64_t length, uint32_t rights)
{
	for (unsigned i = 0; i < object->n; i++) {
		const struct run_segment *s = &object->segments[i];

		if ((s->rights & rights) == rights && at >= s->start && at < s->end &&
		    length <= s->end - at)
			return s;
	}
	return NULL;
}

bool running_has(const struct run_object *object, uint64_t at, uint64_t length, uint32_t rights)
{
	return running_segment(object, at, length, rights) != NULL;
}

/* Mappings come in the order of addresses, and so do objects. */
static int to_object(const void *element, const void *key)
{
	const struct run_object *object = element;

	return object->mapping->start <= *(const uint64_t *)key ? -1 : 1;
}

const struct run_object *running_object(const struct running *r, uint64_t at)
{
	size_t i = array_first(r->objects, r->nobjects, sizeof(*r->objects), &at, to_object);

	return i && running_has(&r->objects[i - 1], at, 1, 0) ? &r->objects[i - 1] : NULL;
}
