/* SPDX-License-Identifier: MIT */
/*
 * One ELF file in memory: how it is read, searched, changed and written.  Every room of the
 * tool reads files by this; only collect/ changes them.
 *
 * A file has 64 bits and either byte order, whatever the host has.  It is read whole, and the
 * sections' contents point into that image until they grow.  No contents are used before
 * obj_at() or obj_string() has checked that they are inside their section.
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
	uint8_t *data;	   /* NULL: it has no contents in the file */
	uint64_t capacity; /* of `data` if it is on the heap, else 0 */
	uint32_t rela;	   /* the section of its relocations, or 0 */

	/* Filled in by obj_relas(), sorted by offset. */
	struct rela *relas;
	size_t nrelas;
};

/* A place in a section of an object; in a linked file `section` is 0 and `offset` an address. */
struct place {
	uint32_t section;
	uint64_t offset;
};

/* The order of places, as qsort() wants it: by section, and within one by offset. */
int place_order(struct place x, struct place y);

struct symbol {
	const char *name;
	uint64_t value, size;
	uint32_t section; /* 0: undefined, or of no section */
	uint8_t bind, type, visibility;
	bool undefined;
};

struct called;

struct obj {
	const char *path;
	uint8_t *image;
	size_t image_size;
	Elf64_Ehdr head;
	bool big;		     /* big-endian */
	const struct arch_ops *arch; /* NULL: no back end for this machine */

	struct section *sections;
	uint32_t nsections;
	uint32_t names; /* the section of section names */

	uint32_t symtab, strtab, xindex; /* sections; 0: none */
	struct symbol *symbols;
	char *symbol_names; /* a copy, which stays in place while the section grows */
	uint32_t nsymbols;
	uint32_t first_global;
	uint64_t names_length; /* of all names that were read, for obj_count_name() */

	/* Orders that obj_order.c makes. */
	uint32_t *by_name, *by_place; /* of symbols 1 and up; NULL: not needed yet */
	uint32_t *by_address;	      /* of sections; NULL: some overlap */
	uint32_t naddresses;

	/* Set by the caller. */
	bool lto;		     /* link-time optimisation made its code */
	bool kernel;		     /* it becomes part of Linux, or of a module of Linux */
	bool module;		     /* it becomes part of a module of Linux */
	bool known_bodies;	     /* its calls of its own functions may rely on their bodies */
	const struct called *called; /* functions whose calls become sites; NULL: none */
};

/* What a file is, by its first bytes. */
enum obj_kind {
	OBJ_OTHER,
	OBJ_ELF,
	OBJ_BITCODE,
	OBJ_ARCHIVE,
};

enum obj_kind obj_kind(const uint8_t *image, size_t size);
/* The same for a regular file; OBJ_OTHER, without a message, if it cannot be read. */
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
/* To be called after a change: symbols and relocations are decoded again when next needed. */
void obj_forget(struct obj *obj);

/* The only way to a section's contents: `len` bytes at `offset`, or NULL if they end before. */
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

/* The distance in a relative field of 32 bits, extended to 64. */
static inline uint64_t obj_get_relative(const struct obj *obj, const uint8_t *p)
{
	return sign_extend(obj_get32(obj, p), 32);
}

/* The string at `offset`, or NULL if it does not end inside the section. */
const char *obj_string(const struct section *s, uint64_t offset);

/*
 * Count a name that is to be kept, or compared with others.  False if all of them together are much
 * longer than the file: thousands of symbols may share one long name, and a small file would then
 * take all memory.
 */
bool obj_count_name(struct obj *obj, const char *name);

/* Does the name of any symbol contain `text`?  This needs obj_open() alone. */
bool obj_names_contain(const struct obj *obj, const char *text);

/* The first section of this name behind `after` (0: from the start), or 0. */
uint32_t obj_find_section(const struct obj *obj, const char *name, uint32_t after);

/*
 * Decode the relocations of section `target`, check them and sort them by offset.  False
 * after a message.
 */
bool obj_relas(struct obj *obj, uint32_t target);

/* After obj_relas(): the first relocation at `offset` or behind it, or the end of them. */
struct rela *obj_rela_from(const struct section *target, uint64_t offset);
struct rela *obj_rela_end(const struct section *target);
/* The relocation at exactly this offset, or NULL. */
struct rela *obj_rela_at(const struct section *target, uint64_t offset);
/* A relocation as a file holds it, in RELA_SIZE bytes. */
void obj_get_rela(const struct obj *obj, const uint8_t *p, struct rela *r);
void obj_put_rela(const struct obj *obj, uint8_t *p, const struct rela *r);

/*
 * After obj_read_symbols(): the `*n` symbols of a name, or at a place, in the order of the
 * symbol table.
 */
const uint32_t *obj_symbols_named(struct obj *obj, const char *name, size_t *n);
const uint32_t *obj_symbols_at(struct obj *obj, struct place place, size_t *n);
void obj_forget_orders(struct obj *obj);
/* The place that a relocation refers to; false if this object does not define its symbol. */
bool obj_place(const struct obj *obj, const struct rela *r, struct place *place);
/* `len` bytes at `delta` from a place, or NULL if no section holds them all. */
const uint8_t *obj_bytes(const struct obj *obj, struct place place, int64_t delta, uint64_t len);
/* The string at a place; NULL if no section holds all of it. */
const char *obj_text(const struct obj *obj, struct place place);
/* The section of a linked file that holds `len` bytes at an address, or 0. */
uint32_t obj_section_at(const struct obj *obj, uint64_t address, uint64_t len);
void obj_order_sections(struct obj *obj);

/* Print an error about `offset` of section `index`, and return false. */
bool obj_error(const struct obj *obj, uint32_t index, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Changing an object.  The decoded symbols and relocations do not change with it: they stay as
 * they were read, until obj_forget().
 */
/* Append to a section; `bytes` NULL appends zeros.  Returns the old size. */
uint64_t obj_append(struct section *s, const void *bytes, uint64_t len);
/* A section for the relocations of section `target`; returns its index. */
uint32_t obj_add_relas(struct obj *obj, uint32_t target, const char *name);
/* Overwrite the relocation number `r->index` of section `target`. */
void obj_set_rela(struct obj *obj, uint32_t target, const struct rela *r);
/* Append a relocation to the relocation section that `target` has already. */
void obj_append_rela(struct obj *obj, uint32_t target, uint64_t offset, uint32_t type,
		     uint32_t symbol, int64_t addend);
/* Add a section at the end; returns its index.  Pointers into obj->sections become invalid. */
uint32_t obj_add_section(struct obj *obj, const char *name, const Elf64_Shdr *head);
/* Add a symbol, which must not be local, at the end of the table; returns its index. */
uint32_t obj_add_symbol(struct obj *obj, const char *name, const struct symbol *symbol,
			uint8_t visibility);
/* Give a symbol another place; false if it has that place already. */
bool obj_move_symbol(struct obj *obj, uint32_t symbol, uint32_t section, uint64_t value);
/* Add a global symbol that is undefined; returns its index. */
uint32_t obj_add_undefined(struct obj *obj, const char *name);
/*
 * Add local symbols, all of one name, behind the other local ones, and renumber everything
 * that refers to a later symbol.  False after a message: a section of an unknown type
 * belongs to the symbol table, and may refer to symbols.
 */
bool obj_add_locals(struct obj *obj, const struct symbol *symbols, size_t n);

/*
 * The path of a file beside another, for free(): its name is that of the other, or as much of it
 * as there is room for, and `end`.
 */
char *obj_beside(const char *path, const char *end);

/* Replace the file at obj->path by the object.  False after a message: the file is as before. */
bool obj_write(const struct obj *obj);

#endif /* TOOL_OBJ_H */
