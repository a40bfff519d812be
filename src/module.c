// SPDX-License-Identifier: MIT
/* It owns the list of modules: see module.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "module.h"

#include <elf.h>
#include <errno.h>
#include <link.h>

#include "image.h"
#include "names.h"
#include "sys.h"

static struct ffp_module_state *modules;

/* Written with the lock, read without. */
static uint64_t loads = 1;

uint64_t ffp_module_loads(void)
{
	return __atomic_load_n(&loads, __ATOMIC_RELAXED);
}

bool ffp_module_valid(const struct ffp_module *module)
{
	return module && module->abi == FFP_ABI && module->size >= FFP_MODULE_SIZE &&
	       module->state && module->library && module->sites_end >= module->sites &&
	       module->keys_end >= module->keys && module->impls_end >= module->impls;
}

/* Does the descriptor tell of wide calls?  That of an object of release 0.1.0 does not. */
static bool has_wide(const struct ffp_module *module)
{
	return module->size >= offsetof(struct ffp_module, wide_end) + sizeof(module->wide_end);
}

struct ffp_module_state *ffp_module_first(void)
{
	return modules;
}

struct object ffp_module_object(const struct ffp_module_state *state)
{
	return (struct object){ (uintptr_t)state->base,
				(const ElfW(Phdr) *)(uintptr_t)state->headers, state->n_headers };
}

/* Is a table inside the object, aligned, and of whole lines? */
static bool has_table(const struct object *object, const void *start, const void *end, size_t line)
{
	uintptr_t from = (uintptr_t)start, to = (uintptr_t)end;

	return from == to || (from < to && !(from % sizeof(int32_t)) && !((to - from) % line) &&
			      ffp_object_has(object, from, to - from, PF_R));
}

/*
 * BOLT moves functions to new text and leaves the tables, which then speak of text that no thread
 * runs.  It puts the program headers at the start of the new text.  No linker does that: it
 * puts them behind an ELF header.  The tables of the pointer form do not speak of text.
 */
static bool was_moved(const struct ffp_module *module, const struct object *object)
{
	const struct ffp_key *key = module->keys;

	while (key < module->keys_end && (key->flags & FFP_KEY_POINTER))
		key++;
	if (key == module->keys_end && module->sites == module->sites_end)
		return false;
	for (unsigned i = 0; i < object->n; i++)
		if (object->headers[i].p_type == PT_LOAD && (object->headers[i].p_flags & PF_X) &&
		    object->base + object->headers[i].p_vaddr == (uintptr_t)object->headers)
			return true;
	return false;
}

bool ffp_module_inside(const struct ffp_module *module, const struct object *object)
{
	uintptr_t at = (uintptr_t)module;

	return !(at % sizeof(void *)) && ffp_object_has(object, at, FFP_MODULE_SIZE, PF_R) &&
	       ffp_module_valid(module) && ffp_object_has(object, at, module->size, PF_R) &&
	       !((uintptr_t)module->state % sizeof(void *)) &&
	       ffp_object_can_write(object, (uintptr_t)module->state, sizeof(*module->state)) &&
	       has_table(object, module->sites, module->sites_end, sizeof(*module->sites)) &&
	       has_table(object, module->keys, module->keys_end, sizeof(*module->keys)) &&
	       has_table(object, module->impls, module->impls_end, sizeof(*module->impls)) &&
	       (!has_wide(module) ||
		has_table(object, module->wide, module->wide_end, sizeof(*module->wide)));
}

bool ffp_module_sound(const struct ffp_module_state *state)
{
	const struct object object = ffp_module_object(state);

	return ffp_module_inside(state->module, &object) && state->module->state == state;
}

size_t ffp_module_wide(const struct ffp_module *module)
{
	return has_wide(module) ? (size_t)(module->wide_end - module->wide) : 0;
}

void ffp_module_learn(const struct ffp_module *module, const struct object *object)
{
	struct object guessed;

	if (!object && !module->state->headers &&
	    ffp_object_guess((uintptr_t)module, module->ehdr, &guessed))
		object = &guessed;
	if (!object || object->n > UINT8_MAX)
		return;
	module->state->headers = (uintptr_t)object->headers;
	module->state->n_headers = (uint8_t)object->n;
	module->state->base = object->base;
}

bool ffp_module_same(const struct ffp_module *a, const struct ffp_module *b)
{
	return a == b ||
	       ((a->keys != a->keys_end || a->sites != a->sites_end) && a->keys == b->keys &&
		a->keys_end == b->keys_end && a->sites == b->sites && a->sites_end == b->sites_end);
}

struct ffp_module_state *ffp_module_list(const struct ffp_module *module)
{
	struct ffp_module_state *state = module->state;
	struct object object;

	if (state->module)
		return state;
	ffp_module_learn(module, NULL);
	object = ffp_module_object(state);
	if (!ffp_module_inside(module, &object) || was_moved(module, &object))
		return NULL;
	for (struct ffp_module_state *other = modules; other; other = other->next)
		if (ffp_module_same(other->module, module))
			return other;
	state->module = module;
	state->next = modules;
	modules = state;
	if (state->phase == PHASE_REGISTERED)
		__atomic_store_n(&loads, loads + 1, __ATOMIC_RELAXED);
	ffp_names_forget();
	return state;
}

bool ffp_module_adopt(struct ffp_module_state *state, const struct ffp_module_state *other)
{
	if (state->branches || !other->branches)
		return false;
	state->branches = other->branches;
	ffp_image_free(state->image);
	state->image = NULL;
	__atomic_store_n(&loads, loads + 1, __ATOMIC_RELAXED);
	return true;
}

/* Take the module at *p off the list. */
static void take_off(struct ffp_module_state **p)
{
	struct ffp_module_state *state = *p;

	ffp_names_forget();
	ffp_image_free(state->image);
	*p = state->next;
	state->module = NULL;
	state->next = NULL;
	state->image = NULL;
}

void ffp_module_unlist_unregistered(void)
{
	for (struct ffp_module_state **p = &modules; *p;) {
		if ((*p)->phase == PHASE_REGISTERED)
			p = &(*p)->next;
		else
			take_off(p);
	}
}

void ffp_module_unlist(const struct ffp_module *module)
{
	for (struct ffp_module_state **p = &modules; *p; p = &(*p)->next) {
		if ((*p)->module != module)
			continue;
		take_off(p);
		break;
	}
	module->state->phase = PHASE_ENDED;
	module->state->behind = 0;
	module->state->chosen = 0;
	/* The modules that have sites of its keys end too, or dlclose was misused. */
	for (struct ffp_module_state *state = modules; state; state = state->next)
		if (state->image)
			ffp_index_unlink(state->image, module);
}

bool ffp_module_has_text(const struct ffp_module *module, uintptr_t address)
{
	const struct object object = ffp_module_object(module->state);

	return ffp_object_has(&object, address, 1, PF_X);
}

struct image *ffp_module_image(struct ffp_module_state *state, int *error)
{
	struct image *image = state->image;
	size_t n_branches;

	if (image)
		return image;
	/* Asked once: the constructor of an unregistered module may tell of branches meanwhile. */
	n_branches = ffp_branch_table(state->module);
	image = ffp_image_make(state->module, ffp_index_room(state->module, n_branches), error);
	if (!image)
		return NULL;
	*error = ffp_index_make(image, n_branches);
	if (*error) {
		ffp_image_free(image);
		return NULL;
	}
	state->image = image;
	return image;
}

/* Put the files that are wanted into `files`, unless that is NULL.  Returns their number. */
static size_t wanted_files(struct pair *files)
{
	size_t n = 0;

	for (struct ffp_module_state *state = modules; state; state = state->next) {
		struct image *image = state->image;

		if (!image || !image->file_wanted || image->file.asked)
			continue;
		if (files)
			files[n].value = (uintptr_t)&image->file;
		n++;
	}
	return n;
}

int ffp_module_find_files(void)
{
	size_t n = wanted_files(NULL), size = 2 * n * sizeof(struct pair);
	struct pair *files;

	if (!n)
		return 0;
	files = ffp_sys_alloc(size);
	if (!files)
		return -ENOMEM;
	(void)wanted_files(files);
	ffp_maps_identify(files, files + n, n);
	ffp_sys_free(files, size);
	return 0;
}
