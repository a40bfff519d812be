// SPDX-License-Identifier: MIT
/* Records of keys, and the walk over all keys: see key.h. */
#include "key.h"

#include <errno.h>

#include "arch/arch.h"
#include "image.h"
#include "module.h"
#include "readable.h"

enum { PAGE_LEAST = 4096 }; /* bytes, on every architecture */

/*
 * A module whose symbols were renamed after its objects were made (objcopy
 * --prefix-symbols) has keys and no table of them: the linker, which sets the bounds of
 * tables, did not know the names that it was asked for.
 */
bool ffp_key_valid(const struct ffp *key)
{
	return key && key->abi == FFP_ABI && key->state && key->entry &&
	       ffp_module_valid(key->module) && key->module->keys != key->module->keys_end;
}

void *ffp_key_constant_code(const struct ffp *key)
{
	return ffp_key_is_pointer(key)
		   ? key->stub
		   : (void *)((uintptr_t)key->entry + key->state->constant_code);
}

/*
 * Where the code that returns the key's constant begins: at its landing pad, if it has one.
 * That is looked for behind the entry, where an entry may have none; so the search must not
 * reach into another page than the entry's, which is known to be readable.
 */
static unsigned find_constant_code(const uint8_t *entry)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;

	return ops->entry_landing && ((uintptr_t)entry + ops->entry_size) % PAGE_LEAST
		   ? ops->entry_landing(entry)
		   : ops->entry_constant;
}

/*
 * Read what an entry does that no change has written to.  What stands before the address that
 * a record has may be no header: Clang's -fsanitize=cfi-icall puts one of its own in place
 * of every function's.  Records are compared by their state: a program may hold a copy
 * of an exported record.
 */
static int read_entry(const struct ffp *key, const struct image *image, struct insn_read *now)
{
	const struct insn_ops *ops = FFP_ARCH_OPS;
	const uint8_t *entry = key->entry;
	const struct ffp *own;
	int r = ffp_image_check_entry(image, (uintptr_t)entry);

	if (r)
		return r;
	own = (const struct ffp *)ffp_entry_record(entry);
	if (ffp_entry_flags(entry) != (FFP_ABI << 8 | key->flags) ||
	    !ffp_image_has_record(image, (uintptr_t)own, sizeof(*own)) || own->abi != FFP_ABI ||
	    own->state != key->state)
		return -EINVAL;
	/* The header is ours, so if the code is not, somebody else has written to it. */
	if (!ops->entry_decode(entry, (uintptr_t)entry, ffp_entry_word(entry), now) ||
	    now->form != (key->flags & FFP_KEY_NULL ? INSN_NOTHING : INSN_BRANCH) ||
	    (now->form == INSN_BRANCH && !ffp_image_links_to(image, now->value, key->def)))
		return -EBUSY;
	/*
	 * Whatever jumps lead to the default, the linker has put them there.  On any other way only
	 * code is passed over that nobody but a linker writes.
	 */
	if (now->form == INSN_BRANCH)
		now->value = ffp_image_leads_to(image, now->value, (uintptr_t)key->def)
				 ? (uintptr_t)key->def
				 : ffp_image_past_veneers(image, now->value);
	return 0;
}

/*
 * May the entry of a key of the pointer form be a pointer that is written to?  It may be the copy
 * that a program has of an exported one.
 */
static bool has_pointer(const struct ffp *key)
{
	const struct object object = ffp_module_object(key->module->state);
	const uintptr_t at = (uintptr_t)key->entry;

	if (at % sizeof(void *))
		return false;
	return (!ffp_object_has(&object, at, 1, 0) ||
		ffp_object_can_write(&object, at, sizeof(void *))) &&
	       ffp_writable(at, sizeof(void *));
}

int ffp_key_learn(const struct ffp *key)
{
	struct ffp_state *state = key->state;
	struct insn_read now = { key->def ? INSN_BRANCH : INSN_NOTHING, (uintptr_t)key->def };
	struct image *image = NULL;
	int r;

	/* Its sites are not known any more, and nobody would tell it of a target that goes. */
	if (key->module->state->phase == PHASE_ENDED ||
	    !ffp_writable((uintptr_t)state, sizeof(*state)))
		return -EINVAL;
	if (!ffp_key_is_pointer(key)) {
		struct ffp_module_state *module = ffp_module_list(key->module);

		if (!module)
			return -EINVAL;
		image = ffp_module_image(module, &r);
		if (!image)
			return r;
	} else if (!has_pointer(key)) {
		return -EINVAL;
	}
	if (state->known)
		return 0;
	if (!ffp_key_is_pointer(key)) {
		r = read_entry(key, image, &now);
		if (r)
			return r;
		state->constant_code = (uint8_t)find_constant_code(key->entry);
	}
	state->form = (uint8_t)now.form;
	state->value = now.value;
	state->origin = (void *)(uintptr_t)now.value;
	__atomic_store_n(&state->known, 1, __ATOMIC_RELEASE);
	return 0;
}

bool ffp_key_line_leads(const struct ffp_key *line, const struct object *object)
{
	uintptr_t at = (uintptr_t)ffp_key_record(line);

	return !(at % sizeof(void *)) && ffp_object_has(object, at, sizeof(struct ffp), PF_R);
}

/* A damaged line may lead to what AddressSanitizer keeps between variables. */
__attribute__((no_sanitize_address)) bool
ffp_key_is_of(const struct ffp *key, const struct ffp_module *module, const struct object *object)
{
	uintptr_t state = (uintptr_t)key->state;

	return key->abi == FFP_ABI && !(state % sizeof(void *)) &&
	       ffp_object_can_write(object, state, sizeof(*key->state)) &&
	       (key->module == module ||
		(ffp_module_inside(key->module, object) && ffp_module_same(key->module, module)));
}

/* The number of lines in a listed module's table of keys. */
static size_t count_lines(const struct ffp_module_state *s)
{
	return ffp_module_sound(s) ? (size_t)(s->module->keys_end - s->module->keys) : 0;
}

/* Go on to the first line of a module's table, if there is one. */
static void enter(struct key_walk *walk, struct ffp_module_state *module)
{
	const size_t n = module ? count_lines(module) : 0;

	walk->module = module;
	walk->line = n ? module->module->keys : NULL;
	walk->end = n ? walk->line + n : NULL;
}

/* Go on to the next line of a table. */
static bool next_line(struct key_walk *walk)
{
	if (walk->module)
		walk->line++;
	else
		enter(walk, ffp_module_first());
	while (walk->module && walk->line == walk->end)
		enter(walk, walk->module->next);
	return walk->module;
}

bool ffp_key_next(struct key_walk *walk)
{
	while (next_line(walk)) {
		const struct ffp_module *module = walk->module->module;
		const struct object object = ffp_module_object(walk->module);

		if (ffp_key_line_leads(walk->line, &object) &&
		    ffp_key_is_of(ffp_key_record(walk->line), module, &object))
			return true;
	}
	return false;
}

/* May a structure be at this address?  What it has between variables, AddressSanitizer reports. */
static bool may_be(uintptr_t at, size_t length)
{
	return at && !(at % sizeof(void *)) && ffp_readable_text(at, length);
}

__attribute__((no_sanitize_address)) bool ffp_key_is_any(const struct ffp *key)
{
	return may_be((uintptr_t)key, sizeof(*key)) && key->abi == FFP_ABI &&
	       may_be((uintptr_t)key->state, sizeof(*key->state)) &&
	       may_be((uintptr_t)key->module, FFP_MODULE_SIZE) && ffp_module_valid(key->module) &&
	       ffp_readable_string((uintptr_t)key->name);
}

const char *ffp_key_name(const struct key_walk *walk)
{
	const struct object object = ffp_module_object(walk->module);
	uintptr_t in_line = relative(&walk->line->name, walk->line->name);
	uintptr_t in_record = (uintptr_t)ffp_key_record(walk->line)->name;

	return ffp_object_has_string(&object, in_line) && ffp_object_has_string(&object, in_record)
		   ? (const char *)in_line
		   : NULL;
}

size_t ffp_key_count(void)
{
	size_t n = 0;

	for (const struct ffp_module_state *s = ffp_module_first(); s; s = s->next)
		n += count_lines(s);
	return n;
}
