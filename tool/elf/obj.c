// SPDX-License-Identifier: MIT
/*
 * Reads an ELF file: its headers, sections, symbols and relocations.  libelf decodes the headers;
 * everything else is decoded and checked here.
 */
#include "obj.h"
#include "array.h"
#include "msg.h"

#include <errno.h>
#include <fcntl.h>
#include <libelf.h>
#include <gelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool obj_error(const struct obj *obj, uint32_t index, uint64_t offset, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return msg_error_at(obj->path, obj->sections[index].name, offset, "%s", text);
}

enum obj_kind obj_kind(const uint8_t *image, size_t size)
{
	if (size >= SELFMAG && !memcmp(image, ELFMAG, SELFMAG))
		return OBJ_ELF;
	if (size >= 4 && (!memcmp(image, "BC\xc0\xde", 4) || !memcmp(image, "\xde\xc0\x17\x0b", 4)))
		return OBJ_BITCODE;
	if (size >= 8 && (!memcmp(image, "!<arch>\n", 8) || !memcmp(image, "!<thin>\n", 8)))
		return OBJ_ARCHIVE;
	return OBJ_OTHER;
}

enum obj_kind obj_kind_of_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	uint8_t head[16];
	struct stat st;
	ssize_t n = 0;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode))
		n = read(fd, head, sizeof(head));
	if (fd >= 0)
		close(fd);
	return n > 0 ? obj_kind(head, (size_t)n) : OBJ_OTHER;
}

uint8_t *obj_load(const char *path, size_t *size)
{
	uint8_t *image = NULL;
	size_t done = 0;
	struct stat st;
	int fd;

	/* O_NONBLOCK: opening a FIFO must not wait for a writer. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st)) {
		msg_error(path, "cannot open: %s", strerror(errno));
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		msg_error(path, "%s",
			  S_ISDIR(st.st_mode) ? "is a directory" : "not a regular file");
		goto out;
	}
	*size = (size_t)st.st_size;
	image = malloc(*size ? *size : 1);
	if (!image) {
		msg_error(path, "cannot read: %s", strerror(errno));
		goto out;
	}
	while (done < *size) {
		ssize_t n = read(fd, image + done, *size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			msg_error(path, "cannot read: %s", n ? strerror(errno) : "file shrank");
			free(image);
			image = NULL;
			break;
		}
		done += (size_t)n;
	}
out:
	if (fd >= 0)
		close(fd);
	return image;
}

static bool inside(uint64_t offset, uint64_t len, uint64_t size)
{
	return len <= size && offset <= size - len;
}

uint8_t *obj_at(const struct section *s, uint64_t offset, uint64_t len)
{
	if (!s->data || !inside(offset, len, s->head.sh_size))
		return NULL;
	return s->data + offset;
}

const char *obj_string(const struct section *s, uint64_t offset)
{
	const uint8_t *p = obj_at(s, offset, 1);

	if (!p || !memchr(p, 0, s->head.sh_size - offset))
		return NULL;
	return (const char *)p;
}

bool obj_count_name(struct obj *obj, const char *name)
{
	/* Honest files share names, too: those of static symbols that files have in common. */
	enum { SHARED = 32, ROOM = 1 << 20 };

	obj->names_length += strlen(name) + 1;
	return obj->names_length / SHARED <= obj->image_size + ROOM / SHARED;
}

/* Check the fields without which nothing else can be understood. */
static bool check_ident(struct obj *obj)
{
	const uint8_t *ident = obj->image;

	switch (obj_kind(ident, obj->image_size)) {
	case OBJ_ELF:
		break;
	case OBJ_ARCHIVE:
		return msg_error(obj->path, "is an archive: extract and collect its members first");
	case OBJ_BITCODE:
		return msg_error(obj->path, "LLVM bitcode, not an ELF file");
	case OBJ_OTHER:
		return msg_error(obj->path, "not an ELF file");
	}
	if (obj->image_size < sizeof(Elf64_Ehdr))
		return msg_error(obj->path, "truncated: no room for the ELF header");
	if (ident[EI_CLASS] != ELFCLASS64)
		return msg_error(obj->path, "not 64-bit ELF");
	if (ident[EI_DATA] != ELFDATA2LSB && ident[EI_DATA] != ELFDATA2MSB)
		return msg_error(obj->path, "ELF of no known byte order");
	obj->big = ident[EI_DATA] == ELFDATA2MSB;
	return true;
}

static bool read_section(struct obj *obj, Elf *handle, uint32_t i)
{
	struct section *s = &obj->sections[i];
	GElf_Shdr head;

	if (!gelf_getshdr(elf_getscn(handle, i), &head))
		return msg_error(obj->path, "section %u: no header: %s", i, elf_errmsg(-1));
	s->head = head;
	s->name = "";
	if (i == 0 || head.sh_type == SHT_NULL || head.sh_type == SHT_NOBITS)
		return true;
	if (!inside(head.sh_offset, head.sh_size, obj->image_size))
		return msg_error(obj->path, "section %u: reaches beyond the end of the file", i);
	s->data = obj->image + head.sh_offset;
	return true;
}

static bool read_names(struct obj *obj)
{
	const struct section *names = &obj->sections[obj->names];

	for (uint32_t i = 1; i < obj->nsections; i++) {
		struct section *s = &obj->sections[i];

		s->name = obj_string(names, s->head.sh_name);
		if (!s->name || !obj_count_name(obj, s->name))
			return msg_error(obj->path, "section %u: its name is out of range", i);
	}
	return true;
}

static bool read_sections(struct obj *obj, Elf *handle)
{
	GElf_Ehdr head;
	size_t n, names;

	if (!handle || !gelf_getehdr(handle, &head) || elf_getshdrnum(handle, &n))
		return msg_error(obj->path, "unreadable ELF header: %s", elf_errmsg(-1));
	obj->head = head;
	obj->arch = arch_find(head.e_machine);
	if (obj->arch && obj->arch->big != obj->big)
		obj->arch = NULL;
	/* If the headers do not fit into the file, libelf reports fewer sections, and no error. */
	if (head.e_shoff && !inside(head.e_shoff, sizeof(Elf64_Shdr), obj->image_size))
		return msg_error(obj->path,
				 "truncated: section headers beyond the end of the file");
	if (head.e_shnum)
		n = head.e_shnum;
	else if (head.e_shoff)
		n = obj_get64(obj, obj->image + head.e_shoff + offsetof(Elf64_Shdr, sh_size));
	else
		n = 0;
	if (!head.e_shoff || !n || head.e_shentsize != sizeof(Elf64_Shdr))
		return msg_error(obj->path, "no section headers");
	if (n > obj->image_size / sizeof(Elf64_Shdr) ||
	    !inside(head.e_shoff, n * sizeof(Elf64_Shdr), obj->image_size))
		return msg_error(obj->path,
				 "truncated: section headers beyond the end of the file");

	obj->nsections = (uint32_t)n;
	obj->sections = xcalloc(array_room(n), sizeof(*obj->sections));
	for (uint32_t i = 0; i < n; i++)
		if (!read_section(obj, handle, i))
			return false;
	if (elf_getshdrstrndx(handle, &names) || names == 0 || names >= n ||
	    obj->sections[names].head.sh_type != SHT_STRTAB)
		return msg_error(obj->path, "the section of section names is out of range");
	obj->names = (uint32_t)names;
	return read_names(obj);
}

/* Find the symbol table and what belongs to it, and the relocation section of each section. */
static bool find_tables(struct obj *obj)
{
	uint32_t kind = SHT_SYMTAB;

	/* A stripped program or library has no symbol table, but still has dynamic symbols. */
	if (obj->head.e_type != ET_REL) {
		kind = SHT_DYNSYM;
		for (uint32_t i = 1; i < obj->nsections; i++)
			if (obj->sections[i].head.sh_type == SHT_SYMTAB)
				kind = SHT_SYMTAB;
	}
	for (uint32_t i = 1; i < obj->nsections; i++) {
		struct section *s = &obj->sections[i];

		if (s->head.sh_type == kind) {
			if (obj->symtab)
				return obj_error(obj, i, 0, "a second symbol table");
			obj->symtab = i;
			obj->strtab = s->head.sh_link;
			if (obj->strtab >= obj->nsections ||
			    obj->sections[obj->strtab].head.sh_type != SHT_STRTAB)
				return obj_error(obj, i, 0, "its string table is out of range");
		} else if (s->head.sh_type == SHT_SYMTAB_SHNDX) {
			obj->xindex = i;
		} else if (s->head.sh_type == SHT_RELA && obj->head.e_type == ET_REL) {
			if (s->head.sh_info >= obj->nsections)
				return obj_error(obj, i, 0,
						 "relocates section %u, which is not there",
						 s->head.sh_info);
			if (s->head.sh_info && obj->sections[s->head.sh_info].rela)
				return obj_error(obj, i, 0, "a second relocation section for %s",
						 obj->sections[s->head.sh_info].name);
			if (s->head.sh_info)
				obj->sections[s->head.sh_info].rela = i;
		}
	}
	return true;
}

bool obj_open(struct obj *obj, const char *path, uint8_t *image, size_t size)
{
	Elf *handle;
	bool ok;

	memset(obj, 0, sizeof(*obj));
	obj->path = path;
	obj->image = image;
	obj->image_size = size;
	if (!check_ident(obj))
		return false;
	elf_version(EV_CURRENT);
	handle = elf_memory((char *)image, size);
	ok = read_sections(obj, handle);
	elf_end(handle);
	if (ok && obj->head.e_type != ET_REL)
		obj_order_sections(obj);
	return ok && find_tables(obj);
}

static bool read_symbol(struct obj *obj, uint32_t i)
{
	const uint8_t *p = obj_at(&obj->sections[obj->symtab], (uint64_t)i * SYM_SIZE, SYM_SIZE);
	struct symbol *sym = &obj->symbols[i];
	uint32_t section = (uint32_t)get_uint(p + 6, 2, obj->big);
	const uint8_t *x;
	const char *name = obj_string(&obj->sections[obj->strtab], obj_get32(obj, p));

	if (!name || !obj_count_name(obj, name))
		return obj_error(obj, obj->symtab, (uint64_t)i * SYM_SIZE,
				 "the name of symbol %u is out of range", i);
	sym->name = obj->symbol_names + obj_get32(obj, p);
	sym->bind = p[4] >> 4;
	sym->type = p[4] & 15;
	sym->visibility = ELF64_ST_VISIBILITY(p[5]);
	sym->value = obj_get64(obj, p + 8);
	sym->size = obj_get64(obj, p + 16);
	sym->undefined = section == SHN_UNDEF;
	if (section == SHN_XINDEX) {
		x = obj_at(&obj->sections[obj->xindex], (uint64_t)i * 4, 4);
		if (!x)
			return obj_error(obj, obj->symtab, (uint64_t)i * SYM_SIZE,
					 "symbol %u has no section index", i);
		section = obj_get32(obj, x);
	} else if (section >= SHN_LORESERVE) {
		section = 0;
	}
	if (section >= obj->nsections)
		return obj_error(obj, obj->symtab, (uint64_t)i * SYM_SIZE,
				 "symbol %u: its section is out of range", i);
	sym->section = section;
	return true;
}

bool obj_read_symbols(struct obj *obj)
{
	const struct section *s = &obj->sections[obj->symtab];
	const struct section *names = &obj->sections[obj->strtab];

	if (!obj->symtab || obj->symbols)
		return true;
	if (s->head.sh_entsize != SYM_SIZE || s->head.sh_size % SYM_SIZE ||
	    s->head.sh_size / SYM_SIZE > UINT32_MAX ||
	    s->head.sh_info > s->head.sh_size / SYM_SIZE || (s->head.sh_size && !s->head.sh_info))
		return obj_error(obj, obj->symtab, 0, "malformed symbol table");
	obj->nsymbols = (uint32_t)(s->head.sh_size / SYM_SIZE);
	obj->first_global = s->head.sh_info;
	obj->symbols = xcalloc(obj->nsymbols, sizeof(*obj->symbols));
	obj->symbol_names = xcalloc((names->data ? names->head.sh_size : 0) + 1, 1);
	if (names->data)
		memcpy(obj->symbol_names, names->data, names->head.sh_size);
	for (uint32_t i = 0; i < obj->nsymbols; i++)
		if (!read_symbol(obj, i))
			return false;
	return true;
}

void obj_close(struct obj *obj)
{
	for (uint32_t i = 0; i < obj->nsections; i++) {
		if (obj->sections[i].capacity)
			free(obj->sections[i].data);
		free(obj->sections[i].relas);
	}
	free(obj->sections);
	free(obj->by_address);
	obj_forget_orders(obj);
	free(obj->symbols);
	free(obj->symbol_names);
	memset(obj, 0, sizeof(*obj));
}

void obj_forget(struct obj *obj)
{
	obj_forget_orders(obj);
	free(obj->symbols);
	free(obj->symbol_names);
	obj->symbols = NULL;
	obj->symbol_names = NULL;
	obj->nsymbols = 0;
	obj->names_length = 0;
	for (uint32_t i = 0; i < obj->nsections; i++) {
		free(obj->sections[i].relas);
		obj->sections[i].relas = NULL;
		obj->sections[i].nrelas = 0;
	}
}

bool obj_names_contain(const struct obj *obj, const char *text)
{
	const struct section *s = &obj->sections[obj->strtab];

	return obj->strtab && s->data && memmem(s->data, s->head.sh_size, text, strlen(text));
}

uint32_t obj_find_section(const struct obj *obj, const char *name, uint32_t after)
{
	for (uint32_t i = after + 1; i < obj->nsections; i++)
		if (!strcmp(obj->sections[i].name, name))
			return i;
	return 0;
}

static int by_offset(const void *a, const void *b)
{
	const struct rela *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

void obj_get_rela(const struct obj *obj, const uint8_t *p, struct rela *r)
{
	uint64_t info = obj_get64(obj, p + 8);

	r->offset = obj_get64(obj, p);
	r->type = (uint32_t)info;
	r->symbol = (uint32_t)(info >> 32);
	r->addend = (int64_t)obj_get64(obj, p + 16);
}

void obj_put_rela(const struct obj *obj, uint8_t *p, const struct rela *r)
{
	obj_put64(obj, p, r->offset);
	obj_put64(obj, p + 8, (uint64_t)r->symbol << 32 | r->type);
	obj_put64(obj, p + 16, (uint64_t)r->addend);
}

bool obj_relas(struct obj *obj, uint32_t target)
{
	struct section *t = &obj->sections[target];
	const struct section *s = &obj->sections[t->rela];
	bool sorted = true;
	size_t n;

	if (!t->rela || t->relas)
		return true;
	if (s->head.sh_entsize != RELA_SIZE || s->head.sh_size % RELA_SIZE ||
	    s->head.sh_size / RELA_SIZE > UINT32_MAX || s->head.sh_link != obj->symtab)
		return obj_error(obj, t->rela, 0, "malformed relocation section");
	n = s->head.sh_size / RELA_SIZE;
	t->relas = xcalloc(n, sizeof(*t->relas));
	for (size_t i = 0; i < n; i++) {
		const uint8_t *p = obj_at(s, i * RELA_SIZE, RELA_SIZE);
		struct rela *r = &t->relas[i];

		obj_get_rela(obj, p, r);
		r->index = (uint32_t)i;
		if (r->symbol >= obj->nsymbols && r->symbol)
			return obj_error(obj, t->rela, i * RELA_SIZE, "symbol %u is out of range",
					 r->symbol);
		/* A relocation that does nothing may stand at the very end of the section. */
		if (!obj_at(t, r->offset, 0))
			return obj_error(obj, t->rela, i * RELA_SIZE,
					 "offset 0x%llx is beyond the end of %s",
					 (unsigned long long)r->offset, t->name);
		sorted = sorted && (!i || r[-1].offset <= r->offset);
	}
	if (!sorted)
		qsort(t->relas, n, sizeof(*t->relas), by_offset);
	t->nrelas = n;
	return true;
}

struct rela *obj_rela_end(const struct section *target)
{
	return target->nrelas ? target->relas + target->nrelas : target->relas;
}

static int to_offset(const void *element, const void *key)
{
	return ((const struct rela *)element)->offset < *(const uint64_t *)key ? -1 : 1;
}

struct rela *obj_rela_from(const struct section *target, uint64_t offset)
{
	size_t i =
	    array_first(target->relas, target->nrelas, sizeof(*target->relas), &offset, to_offset);

	return i ? target->relas + i : target->relas;
}

struct rela *obj_rela_at(const struct section *target, uint64_t offset)
{
	struct rela *r = obj_rela_from(target, offset);

	return r < obj_rela_end(target) && r->offset == offset ? r : NULL;
}
