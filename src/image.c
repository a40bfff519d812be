// SPDX-License-Identifier: MIT
/* Text segments, linkers' veneers and the file of a module: see image.h.  The update lock is held.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "image.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>

#include "arch/arch.h"
#include "entry.h"
#include "module.h"
#include "note.h"
#include "readable.h"
#include "sys.h"

/*
 * A segment never gets more windows than this at once, nor ever more boundaries between
 * mappings than twice this, however many changes are made: windows begin and end on a
 * grid of that many granules.
 */
#define GRANULES_MAX 1024

/*
 * The rights that the text of a module has beyond being read and executed, by its GNU
 * property.  That is one note of that type, with a list of properties, each of which is
 * padded to a multiple of the word size.
 */
static int more_prot(uintptr_t base, const ElfW(Phdr) * property)
{
	size_t word = sizeof(ElfW(Addr)), left = 0;
	const char *p = ffp_note_find(base + property->p_vaddr, property->p_filesz, "GNU",
				      NT_GNU_PROPERTY_TYPE_0, &left);
	struct {
		uint32_t type, size, bits;
	} at;
	int prot = 0;

	while (p && left >= sizeof(at)) {
		size_t skip = offsetof(__typeof__(at), bits);

		memcpy(&at, p, sizeof(at));
		if (at.size == sizeof(at.bits))
			prot |= arch_text_prot(at.type, at.bits);
		if (at.size > left - skip)
			break;
		skip += (at.size + word - 1) & -word;
		if (skip > left)
			break;
		p += skip;
		left -= skip;
	}
	return prot;
}

static bool is_text(const ElfW(Phdr) * phdr)
{
	return phdr->p_type == PT_LOAD && (phdr->p_flags & PF_X);
}

static unsigned count_segments(const struct object *object)
{
	unsigned n = 0;

	for (unsigned i = 0; i < object->n; i++)
		n += is_text(&object->headers[i]);
	return n;
}

/*
 * Fill in the text segments.  One that is writable, or that cannot be read, is not usable:
 * a copy of it would have other rights, or cannot be made.
 */
static void read_segments(struct image *image)
{
	const struct object *object = &image->object;
	const ElfW(Phdr) *phdr = object->headers;
	uintptr_t page = ffp_sys_page_size(), largest = 0;
	int prot = PROT_READ | PROT_EXEC;

	for (unsigned i = 0; i < object->n; i++)
		if (phdr[i].p_type == PT_GNU_PROPERTY &&
		    ffp_object_has(object, object->base + phdr[i].p_vaddr, phdr[i].p_filesz, PF_R))
			prot |= more_prot(object->base, &phdr[i]);
	for (unsigned i = 0; i < object->n; i++) {
		struct segment *s = &image->segments[image->n_segments];
		uintptr_t start = object->base + phdr[i].p_vaddr;

		if (!is_text(&phdr[i]))
			continue;
		*s = (struct segment){
			.start = start & -page,
			.end = (start + phdr[i].p_filesz + page - 1) & -page,
			.offset = phdr[i].p_offset & -page,
			.usable = (phdr[i].p_flags & PF_R) && !(phdr[i].p_flags & PF_W),
			.prot = prot,
		};
		image->n_segments++;
		if (s->end - s->start > largest)
			largest = s->end - s->start;
	}
	image->granule = page;
	while (largest / image->granule > GRANULES_MAX)
		image->granule *= 2;
}

/* One allocation holds the structure, the room for an index and the segments. */
struct image *ffp_image_make(const struct ffp_module *module, size_t room, int *error)
{
	const struct object object = ffp_module_object(module->state);
	struct image *image;
	size_t size;

	*error = -EINVAL;
	if (!ffp_module_inside(module, &object))
		return NULL;
	size = sizeof(*image) + room + count_segments(&object) * sizeof(*image->segments);
	image = ffp_sys_alloc(size);
	*error = -ENOMEM;
	if (!image)
		return NULL;
	*error = 0;
	image->size = size;
	image->module = module;
	image->object = object;
	image->segments = (struct segment *)(void *)((char *)(image + 1) + room);
	read_segments(image);
	if (image->n_segments) {
		image->file.at = image->segments[0].start;
		image->file.offset = image->segments[0].offset;
	} else {
		image->file.asked = true; /* no text, no file */
	}
	return image;
}

void ffp_image_free(struct image *image)
{
	if (image)
		ffp_sys_free(image, image->size);
}

void *ffp_image_room(const struct image *image)
{
	return (void *)(uintptr_t)(image + 1);
}

const struct segment *ffp_image_segment(const struct image *image, uintptr_t at, size_t length)
{
	for (unsigned i = 0; i < image->n_segments; i++) {
		const struct segment *s = &image->segments[i];

		if (at >= s->start && at < s->end && length <= s->end - at)
			return s;
	}
	return NULL;
}

int ffp_image_check_entry(const struct image *image, uintptr_t entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	size_t length;

	if (!ops || entry % FFP_ENTRY_ALIGN)
		return -EINVAL;
	length = FFP_ENTRY_HEADER + ops->entry_size;
	if (!ffp_image_segment(image, entry - FFP_ENTRY_HEADER, length))
		return -EINVAL;
	return ffp_readable_text(entry - FFP_ENTRY_HEADER, length) ? 0 : -ENOTSUP;
}

bool ffp_image_has_record(const struct image *image, uintptr_t at, size_t length)
{
	return !(at % sizeof(void *)) && ffp_object_has(&image->object, at, length, PF_R);
}

/* More bytes than the code of a step has. */
#define STEP_MAX 32

/* Can the code of a step be read at `at`, which is in this segment? */
static bool can_read_step(const struct segment *s, uintptr_t at)
{
	return ffp_readable_text(at, s->end - at < STEP_MAX ? s->end - at : STEP_MAX);
}

/* Take the step, of at least this kind, that the code at *at is; false if it is none. */
static bool take_step(const struct image *image, uintptr_t *at, enum insn_step least)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct segment *s = ffp_image_segment(image, *at, 1);
	uint64_t to;

	if (!ops || !ops->step || !s || !s->usable || !can_read_step(s, *at) ||
	    ops->step((const uint8_t *)*at, s->end - *at, *at, &to) < least)
		return false;
	*at = to;
	return true;
}

/* Follow steps of at least this kind from an address on. */
static uintptr_t follow(const struct image *image, uintptr_t at, enum insn_step least)
{
	for (unsigned i = 0; i < INSN_STEPS && take_step(image, &at, least); i++)
		;
	return at;
}

static bool is_entry(const struct image *image, uintptr_t at)
{
	return ffp_image_segment(image, at - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER) &&
	       ffp_entry_has_header(at);
}

bool ffp_image_leads_to(const struct image *image, uintptr_t at, uintptr_t to)
{
	for (unsigned i = 0; at != to; i++)
		if (i == INSN_STEPS || is_entry(image, at) ||
		    !take_step(image, &at, INSN_STEP_JUMP))
			return false;
	return true;
}

bool ffp_image_same(const struct image *image, uintptr_t a, uintptr_t b)
{
	return ffp_image_leads_to(image, a, b) ||
	       follow(image, a, INSN_STEP_JUMP) == follow(image, b, INSN_STEP_JUMP);
}

uintptr_t ffp_image_past_veneers(const struct image *image, uintptr_t at)
{
	return follow(image, at, INSN_STEP_VENEER);
}

bool ffp_image_links_to(const struct image *image, uintptr_t to, const void *symbol)
{
	return to == (uintptr_t)symbol || ffp_image_segment(image, to, 1);
}

/* No PLT entry is longer before it has loaded the word that it goes by. */
#define PLT_MAX 16

bool ffp_image_by_plt(const struct image *image, uintptr_t origin, uintptr_t def)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const struct segment *s = ffp_image_segment(image, origin, 1);
	uintptr_t range[2];

	if (!s || !ops || !can_read_step(s, origin))
		return false;
	if (def == origin)
		return ffp_object_gives(&image->object, "", def, range);
	if (ffp_image_same(image, origin, def))
		return false;
	for (uintptr_t at = origin, end = origin + STEP_MAX; at < origin + PLT_MAX && at < s->end;
	     at += ops->align) {
		uint64_t word;

		if (ops->loads((const uint8_t *)at, (s->end < end ? s->end : end) - at, at, &word))
			return true;
	}
	return false;
}
