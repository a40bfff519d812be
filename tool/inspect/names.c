// SPDX-License-Identifier: MIT
#include "names.h"
#include "array.h"
#include "elf/obj.h"
#include "msg.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct name {
	uint64_t start, end; /* equal for a label */
	const char *name;
	unsigned rank; /* the higher, the better of two of one address */
};

struct file {
	uint8_t *image;
	size_t size;
	uint64_t inode;
};

struct names {
	enum names_state state;
	struct file file;
	struct obj obj;
	struct name *name; /* by start */
	size_t n;
};

const char *const names_states[] = { NULL, "its file is gone", "its file is another one by now",
				     "no symbols", "its file is too large" };

/* Read the whole of a file, whose owner may cut it short meanwhile. */
static enum names_state read_file(int fd, struct file *file, uint64_t *left)
{
	struct stat st;
	size_t done = 0;

	if (fstat(fd, &st) || st.st_size < 64)
		return NAMES_OTHER;
	if ((uint64_t)st.st_size > *left)
		return NAMES_LARGE;
	file->size = (size_t)st.st_size;
	file->inode = st.st_ino;
	file->image = malloc(file->size);
	if (!file->image)
		return NAMES_LARGE;
	*left -= file->size;
	while (done < file->size) {
		ssize_t n = pread(fd, file->image + done, file->size - done, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return NAMES_OTHER;
		done += (size_t)n;
	}
	return NAMES_KNOWN;
}

/*
 * Is this the file that is in memory, stripped or not?  Its build ID tells.  A file without one
 * must be the very file, whose inode no other file has while it is mapped.
 */
static bool is_mapped(const struct obj *obj, const struct run_object *object, uint64_t inode)
{
	bool any = false;

	for (uint32_t i = 1; i < obj->nsections; i++) {
		const struct section *s = &obj->sections[i];
		const uint8_t *p = s->head.sh_type == SHT_NOTE ? obj_at(s, 0, 16) : NULL;
		uint64_t size = p ? obj_get32(obj, p + 4) : 0;

		if (!p || obj_get32(obj, p) != 4 || obj_get32(obj, p + 8) != NT_GNU_BUILD_ID ||
		    memcmp(p + 12, "GNU", 4))
			continue;
		any = true;
		p = obj_at(s, 16, size);
		if (p && object->id_size == size && !memcmp(object->id, p, size))
			return true;
	}
	/* Of an ELF header, all up to e_shoff. */
	return !any && !object->id_size && object->mapping->inode == inode &&
	       !memcmp(obj->image, object->headers, 40);
}

static int by_start(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* Symbols of the macros are the last to be shown, and labels come behind functions. */
static unsigned rank_of(const struct symbol *symbol)
{
	bool own = !strncmp(symbol->name, "__ffp_", 6);

	return (own ? 0 : 4) + (symbol->type == STT_FUNC ? 2 : 0) +
	       (symbol->bind != STB_LOCAL ? 1 : 0);
}

static void read_names(struct names *names)
{
	const struct obj *obj = &names->obj;

	names->name = xcalloc(obj->nsymbols, sizeof(*names->name));
	for (uint32_t i = 1; i < obj->nsymbols; i++) {
		const struct symbol *s = &obj->symbols[i];

		if (!s->section || !*s->name ||
		    !(obj->sections[s->section].head.sh_flags & SHF_EXECINSTR) ||
		    (s->type != STT_FUNC && s->type != STT_NOTYPE && s->type != STT_GNU_IFUNC))
			continue;
		names->name[names->n++] =
		    (struct name){ s->value, s->value + s->size, s->name, rank_of(s) };
	}
	if (names->n)
		qsort(names->name, names->n, sizeof(*names->name), by_start);
}

static enum names_state open_names(struct names *names, const struct process *process,
				   const struct run_object *object, uint64_t *left)
{
	int fd = process_open_file(process, object->mapping);
	enum names_state state;

	if (fd < 0)
		return NAMES_GONE;
	state = read_file(fd, &names->file, left);
	close(fd);
	if (state != NAMES_KNOWN)
		return state;
	if (!obj_open(&names->obj, object->mapping->path, names->file.image, names->file.size) ||
	    !is_mapped(&names->obj, object, names->file.inode))
		return NAMES_OTHER;
	if (!obj_read_symbols(&names->obj) || !names->obj.nsymbols)
		return NAMES_NONE;
	read_names(names);
	return names->n ? NAMES_KNOWN : NAMES_NONE;
}

static void forget(struct names *names)
{
	obj_close(&names->obj);
	free(names->file.image);
	free(names->name);
}

struct names *names_open(const struct process *process, const struct run_object *object,
			 uint64_t *left)
{
	struct names *names = xcalloc(1, sizeof(*names));
	bool quiet = msg_quiet;
	enum names_state state;

	/* What is wrong with such a file is not what was asked. */
	msg_quiet = true;
	state = open_names(names, process, object, left);
	msg_quiet = quiet;
	if (state != NAMES_KNOWN) {
		forget(names);
		memset(names, 0, sizeof(*names));
	}
	names->state = state;
	return names;
}

enum names_state names_state(const struct names *names)
{
	return names->state;
}

void names_close(struct names *names)
{
	if (!names)
		return;
	forget(names);
	free(names);
}

static int to_name(const void *element, const void *key)
{
	return ((const struct name *)element)->start <= *(const uint64_t *)key ? -1 : 1;
}

/* How many symbols before an address are looked at: functions seldom overlap. */
enum { LOOK_BACK = 64 };

const char *names_find(const struct names *names, uint64_t address, uint64_t *start)
{
	size_t i = array_first(names->name, names->n, sizeof(*names->name), &address, to_name);
	const struct name *best = NULL;

	for (size_t k = 0; i && k < LOOK_BACK; i--, k++) {
		const struct name *name = &names->name[i - 1];

		if (best && name->start != best->start)
			break;
		if (name->start == address || name->end > address)
			if (!best || name->rank > best->rank)
				best = name;
	}
	*start = best ? best->start : 0;
	return best ? best->name : NULL;
}
