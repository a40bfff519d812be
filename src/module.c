// SPDX-License-Identifier: MIT
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "module.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <string.h>

#include "arch/arch.h"
#include "ffp.h"
#include "lock.h"
#include "maps.h"
#include "sys.h"

/*
 * A module never gets more windows than this at once, nor ever more boundaries
 * between mappings than twice this, however many changes are made: windows
 * begin and end on a grid of that many cells.
 */
#define CELLS_MAX 1024

static struct ffp_module_state *modules;

bool ffp_module_valid(const struct ffp_module *module)
{
	return module && module->abi == FFP_ABI && module->size >= sizeof(*module) &&
	       module->sites_end >= module->sites && module->keys_end >= module->keys;
}

struct ffp_module_state *ffp_module_first(void)
{
	return modules;
}

void ffp_module_register(const struct ffp_module *module)
{
	struct ffp_module_state *state = module->state;

	if (state->module)
		return;
	state->module = module;
	state->next = modules;
	modules = state;
}

void ffp_module_add(const struct ffp_module *module)
{
	if (!ffp_module_valid(module) || ffp_update_lock())
		return;
	ffp_module_register(module);
	ffp_update_unlock();
}

void ffp_module_remove(const struct ffp_module *module)
{
	if (!ffp_module_valid(module) || ffp_update_lock())
		return;
	for (struct ffp_module_state **p = &modules; *p; p = &(*p)->next) {
		struct ffp_module_state *state = *p;
		struct view *view = state->library;

		if (state->module != module)
			continue;
		*p = state->next;
		memset(state, 0, sizeof(*state));
		if (view)
			ffp_sys_free(view, view->size);
		break;
	}
	ffp_update_unlock();
}

/*
 * The text of a module, from its own program headers: no loader lock, no
 * /proc.  A segment that is writable, or that cannot be read, is not usable:
 * a copy of it would have other rights or cannot be made.
 */
static void find_segments(struct view *view)
{
	const ElfW(Ehdr) *ehdr = view->module->ehdr;
	uintptr_t page = ffp_sys_page_size();
	const ElfW(Phdr) * phdr;
	uintptr_t base = 0, largest = 0;

	view->cell = page;
	if (!ehdr || memcmp(ehdr->e_ident, ELFMAG, SELFMAG) ||
	    ehdr->e_phentsize != sizeof(ElfW(Phdr)))
		return;
	phdr = (const ElfW(Phdr) *)((uintptr_t)ehdr + ehdr->e_phoff);
	/* The header is the start of the file, wherever that is mapped. */
	for (unsigned i = 0; i < ehdr->e_phnum; i++)
		if (phdr[i].p_type == PT_LOAD && phdr[i].p_offset == 0)
			base = (uintptr_t)ehdr - phdr[i].p_vaddr;
	for (unsigned i = 0; i < ehdr->e_phnum && view->n_segments < SEGMENTS_MAX; i++) {
		struct segment *s = &view->segments[view->n_segments];
		uintptr_t start = base + phdr[i].p_vaddr;

		if (phdr[i].p_type != PT_LOAD || !(phdr[i].p_flags & PF_X))
			continue;
		s->start = start & -page;
		s->end = (start + phdr[i].p_filesz + page - 1) & -page;
		s->offset = phdr[i].p_offset & -page;
		s->usable = (phdr[i].p_flags & PF_R) && !(phdr[i].p_flags & PF_W);
		if (s->end - s->start > largest)
			largest = s->end - s->start;
		view->n_segments++;
	}
	while (largest / view->cell > CELLS_MAX)
		view->cell *= 2;
}

const struct segment *ffp_view_segment(const struct view *view, uintptr_t at, size_t length)
{
	for (unsigned i = 0; i < view->n_segments; i++) {
		const struct segment *s = &view->segments[i];

		if (at >= s->start && at < s->end && length <= s->end - at)
			return s;
	}
	return NULL;
}

/*
 * Read the site table into view->sites.  A table that points outside the
 * module's text, or at what is no entry, is damaged and refused whole.
 */
static int read_sites(struct view *view, struct pair *spare)
{
	const struct ffp_module *module = view->module;
	const struct insn_ops *ops = FFP_ARCH_OPS;

	for (size_t i = 0; i < view->n_sites; i++) {
		const struct ffp_site *s = &module->sites[i];
		uintptr_t site = relative(&s->site, s->site);
		uintptr_t key = relative(&s->key, s->key);
		unsigned kind = key & 3;

		if (!ops || kind >= FFP_SITE_KINDS || (key & ~(uintptr_t)3) % FFP_ENTRY_ALIGN ||
		    !ffp_view_segment(view, site, ops->length(kind)) ||
		    !ffp_view_segment(view, key - FFP_ENTRY_HEADER,
				      FFP_ENTRY_HEADER + ops->entry_size))
			return -EINVAL;
		view->sites[i] = (struct pair){ site, key };
	}
	/* Stable: first by address, then by key. */
	ffp_sort_pairs(view->sites, spare, view->n_sites);
	for (size_t i = 0; i < view->n_sites; i++)
		view->sites[i] = (struct pair){ view->sites[i].value, view->sites[i].key };
	ffp_sort_pairs(view->sites, spare, view->n_sites);
	return 0;
}

struct view *ffp_module_view(struct ffp_module_state *state, int *error)
{
	const struct ffp_module *module = state->module;
	size_t n = (size_t)(module->sites_end - module->sites);
	size_t spare = n * sizeof(struct pair) + 1;
	struct view *view = state->library;
	size_t size = sizeof(*view) + n * sizeof(view->sites[0]);
	void *buffer;

	if (view)
		return view;
	*error = -ENOMEM;
	view = ffp_sys_alloc(size);
	buffer = ffp_sys_alloc(spare);
	if (view && buffer) {
		view->size = size;
		view->module = module;
		view->n_sites = n;
		find_segments(view);
		if (view->n_segments)
			ffp_maps_identify(view->segments[0].start, view->segments[0].offset,
					  &view->device, &view->inode, view->path);
		*error = read_sites(view, buffer);
		if (!*error)
			state->library = view;
	}
	ffp_sys_free(buffer, spare);
	if (*error) {
		ffp_sys_free(view, size);
		view = NULL;
	}
	return view;
}

size_t ffp_view_sites(const struct view *view, const void *entry, const struct pair **first)
{
	uint64_t key = (uintptr_t)entry;
	size_t low = 0, high = view->n_sites, n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (view->sites[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	*first = view->sites + low;
	for (n = 0; low + n < view->n_sites && view->sites[low + n].key <= (key | 3); n++)
		;
	return n;
}
