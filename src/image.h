/* SPDX-License-Identifier: MIT */
/*
 * The image of a loaded module: what the library knows of the module's memory.  Here: its
 * text segments, the file that they are mapped from, and where branches in them lead, past
 * what linkers put between.  The index of its sites (index.h) is part of an image.
 *
 * module.c makes an image when it is first needed and frees it with the module.  Whoever
 * changes keys or asks about them reads it.  All of this needs the update lock.
 */
#ifndef FFP_SRC_IMAGE_H
#define FFP_SRC_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp/abi.h"
#include "index.h"
#include "maps.h"
#include "object.h"

/* A run of text that one file mapping of a module made. */
struct segment {
	uintptr_t start, end; /* page-aligned */
	uint64_t offset;      /* of start in the file */
	bool usable;	      /* readable and never writable */
	int prot;	      /* the rights of its pages, as mprotect takes them */
};

struct image {
	size_t size; /* of this allocation */
	const struct ffp_module *module;
	struct object object; /* the module's program headers and load address */

	struct segment *segments;
	unsigned n_segments;
	uintptr_t granule; /* windows begin and end at multiples of this, from a segment's start */

	/* The file, to be opened only if it still is this device and inode. */
	struct mapped_file file;
	bool file_wanted; /* the next ffp_module_find_files() is to look for it */

	struct index index;
};

/*
 * Make the image of a module, with an empty index and `room` bytes for its arrays.  NULL
 * with *error: -EINVAL if the module is not inside its object, -ENOMEM.
 */
struct image *ffp_image_make(const struct ffp_module *module, size_t room, int *error);
void ffp_image_free(struct image *image);

/* The room that ffp_image_make() was asked for. */
void *ffp_image_room(const struct image *image);

/* The segment that holds `length` bytes at `at`, or NULL. */
const struct segment *ffp_image_segment(const struct image *image, uintptr_t at, size_t length);

/* Is an entry, with its header, in text that can be read?  0, -EINVAL or -ENOTSUP. */
int ffp_image_check_entry(const struct image *image, uintptr_t entry);

/*
 * Is this, which was read from a table or before an entry, the address of a record in
 * readable memory of the module's object?
 */
bool ffp_image_has_record(const struct image *image, uintptr_t at, size_t length);

/*
 * Does code at the address `at` lead to `to`: is it that address, or jumps that end there
 * and that a linker may have put into this module, plain branches included?  The target of a
 * key's entry is the key's own matter, so no way is followed past an entry.
 */
bool ffp_image_leads_to(const struct image *image, uintptr_t at, uintptr_t to);

/* Do two addresses lead to the same place, by way of a linker's jumps in this module? */
bool ffp_image_same(const struct image *image, uintptr_t a, uintptr_t b);

/* Where an address leads, past code that only linkers write. */
uintptr_t ffp_image_past_veneers(const struct image *image, uintptr_t at);

/*
 * May a linker have sent a branch of this module to `to`, which was to go to this symbol?
 * It may to the symbol, and to any text of this module.
 */
bool ffp_image_links_to(const struct image *image, uintptr_t to, const void *symbol);

/*
 * Does the linker send branches to a function, of which the loader says that it is at
 * `def`, to `origin` because that is a PLT entry of this module?
 */
bool ffp_image_by_plt(const struct image *image, uintptr_t origin, uintptr_t def);

#endif /* FFP_SRC_IMAGE_H */
