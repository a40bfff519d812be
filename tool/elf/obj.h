/* SPDX-License-Identifier: MIT */
/*
 * ELF files in memory: reading, with every bounds check behind obj_at() and
 * obj_string(), and the few ways in which an object is changed.
 *
 * A file is 64-bit, of either byte order, on a host of any.  It is read whole; the
 * sections' contents point into that image until they grow.
 */
#ifndef TOOL_OBJ_H
#define TOOL_OBJ_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/arch_ops.h"
#include "bytes.h"

enum {
	SYM_SIZE = 24,
	RELA_SIZE = 24,
};

/* One relocation, decoded. */
struct rela {
	uint64_t offset;
	int64_t addend;
	uint32_t type;
	uint32_t symbol;
	uint32_t index; /* in its section */
};

struct section {
	Elf64_Shdr head; /* sh_size is the size of `data` */
	const char *name;
	uint8_t *data;	   /* NULL: holds nothing in the file */
	uint64_t capacity; /* of `data` if it is on the heap, else 0 */
	uint32_t rela;	   /* the section of its relocations, or 0 */

	/* Filled in by obj_relas(), sorted by offset. */
	struct rela *relas;
	size_t nrelas;
};

/* A place in a section. */
struct place {
	uint32_t section;
	uint64_t offset;
};

/* Negative, 0 or positive, as qsort wants it: by section, in it by offset. */
int place_order(struct place x, struct place y);

struct symbol {
	const char *name;
	uint64_t value, size;
	uint32_t section; /* 0: undefined, or of no section */
	uint8_t bind, type, visibility;
	bool undefined;
};

struct obj {
	const char *path;
	uint8_t *image;
	size_t image_size;
	Elf64_Ehdr head;
	bool big;		     /* big-endian */
	const struct arch_ops *arch; /* NULL: no back end for this machine */

	struct section *sections;
	uint32_t nsections, capacity;
	uint32_t names; /* the section of section names */

	uint32_t symtab, strtab, xindex; /* sections; 0: none */
	struct symbol *symbols;
	char *symbol_names; /* a copy: keys are known by them while the table grows */
	uint32_t nsymbols;
	uint32_t first_global;

	/* Orders that obj_order.c makes. */
	uint32_t *by_name, *by_place; /* of symbols 1 and up; NULL: not needed yet */
	uint32_t *by_address;	      /* of sections; NULL: some overlap */
	uint32_t naddresses;

	bool lto; /* its code comes of link-time optimisation: the caller knows */
};

/* What a file is, by its first bytes. */
enum obj_kind {
	OBJ_OTHER,
	OBJ_ELF,
	OBJ_BITCODE,
	OBJ_ARCHIVE,
};

enum obj_kind obj_kind(const uint8_t *image, size_t size);
/* The same of a regular file; OBJ_OTHER too if it cannot be read.  No message. */
enum obj_kind obj_kind_of_file(const char *path);

/*
 * Read a file whole.  Returns a buffer for free(), or NULL after a message.
 * `*size` is its size.
 */
uint8_t *obj_load(const char *path, size_t *size);

/*
 * Read headers and sections (obj_open), then the symbols (obj_read_symbols).
 * The image stays the caller's, and may be written to.  False after a message.
 * obj_close() in any case.
 */
bool obj_open(struct obj *obj, const char *path, uint8_t *image, size_t size);
bool obj_read_symbols(struct obj *obj);
void obj_close(struct obj *obj);
/* After a change: decode symbols and relocations anew when they are next needed. */
void obj_forget(struct obj *obj);

/* The one way to a section's contents: `len` bytes at `offset`, or NULL. */
uint8_t *obj_at(const struct section *s, uint64_t offset, uint64_t len);

/* Numbers in the file's byte order. */
static inline uint32_t obj_get32(const struct obj *obj, const uint8_t *p)
{
	return (uint32_t)get_uint(p, 4, obj->big);
}

static inline uint64_t obj_get64(const struct obj *obj, const uint8_t *p)
{
	return get_uint(p, 8, obj->big);
}

static inline void obj_put32(const struct obj *obj, uint8_t *p, uint32_t v)
{
	put_uint(p, 4, obj->big, v);
}

static inline void obj_put64(const struct obj *obj, uint8_t *p, uint64_t v)
{
	put_uint(p, 8, obj->big, v);
}

/* What a relative field of 32 bits says. */
static inline uint64_t obj_get_relative(const struct obj *obj, const uint8_t *p)
{
	return sign_extend(obj_get32(obj, p), 32);
}

/* The string at `offset`, or NULL if it does not end inside the section. */
const char *obj_string(const struct section *s, uint64_t offset);

/* Is there a symbol name that contains `text`?  Needs obj_open() only. */
bool obj_names_contain(const struct obj *obj, const char *text);

/* The first section of this name behind `after` (0: from the start), or 0. */
uint32_t obj_find_section(const struct obj *obj, const char *name, uint32_t after);

/*
 * The relocations of section `target`, checked and sorted by offset; false
 * after a message.
 */
bool obj_relas(struct obj *obj, uint32_t target);

/* Of these, after obj_relas(): the first at `offset` or behind it; end if none. */
struct rela *obj_rela_from(const struct section *target, uint64_t offset);
struct rela *obj_rela_end(const struct section *target);
/* The one at exactly this offset, or NULL. */
struct rela *obj_rela_at(const struct section *target, uint64_t offset);
/* A relocation as a file holds it, in RELA_SIZE bytes. */
void obj_get_rela(const struct obj *obj, const uint8_t *p, struct rela *r);
void obj_put_rela(const struct obj *obj, uint8_t *p, const struct rela *r);

/*
 * After obj_read_symbols(), the symbols of a name, or at a place (in a linked file, of
 * section 0 and an address): `*n` of them, in the order of the table.
 */
const uint32_t *obj_symbols_named(struct obj *obj, const char *name, size_t *n);
const uint32_t *obj_symbols_at(struct obj *obj, struct place place, size_t *n);
void obj_forget_orders(struct obj *obj);
/* The section of a linked file that holds `len` bytes at an address, or 0. */
uint32_t obj_section_at(const struct obj *obj, uint64_t address, uint64_t len);
void obj_order_sections(struct obj *obj);

/* An error in section `index` at `offset`: prints it, returns false. */
bool obj_error(const struct obj *obj, uint32_t index, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Changing an object.  Decoded symbols and relocations stay as they were until
 * obj_forget().
 */
/* Append to a section; `bytes` NULL appends zeros.  Returns the old size. */
uint64_t obj_append(struct section *s, const void *bytes, uint64_t len);
/* A section for the relocations of section `target`; returns its index. */
uint32_t obj_add_relas(struct obj *obj, uint32_t target, const char *name);
/* Overwrite the relocation of section `target` that `r->index` says. */
void obj_set_rela(struct obj *obj, uint32_t target, const struct rela *r);
/* Append a relocation to those of section `target`, which has some. */
void obj_append_rela(struct obj *obj, uint32_t target, uint64_t offset, uint32_t type,
		     uint32_t symbol, int64_t addend);
/* A new section at the end; returns its index.  May move obj->sections. */
uint32_t obj_add_section(struct obj *obj, const char *name, const Elf64_Shdr *head);
/* A symbol, not a local one, at the end of the table; returns its index. */
uint32_t obj_add_symbol(struct obj *obj, const char *name, const struct symbol *symbol,
			uint8_t visibility);
/* Have a symbol mean another place; false if it does already. */
bool obj_move_symbol(struct obj *obj, uint32_t symbol, uint32_t section, uint64_t value);
/* The same as obj_add_symbol(), undefined and global. */
uint32_t obj_add_undefined(struct obj *obj, const char *name);
/*
 * Local symbols, all of one name, behind the other local ones; renumbers whatever
 * refers to symbols.  False after a message: something refers to symbols in a way we do
 * not know.
 */
bool obj_add_locals(struct obj *obj, const struct symbol *symbols, size_t n);

/* Write the object over the file at obj->path, by way of a temporary file. */
bool obj_write(const struct obj *obj);

#endif /* TOOL_OBJ_H */
