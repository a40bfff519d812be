// SPDX-License-Identifier: MIT
/* Whether an address is that of a key's entry: see entry.h.  The update lock is held. */
#include "entry.h"

#include "module.h"
#include "readable.h"

bool ffp_entry_has_header(uintptr_t at)
{
	return !(at % FFP_ENTRY_ALIGN) && at >= FFP_ENTRY_HEADER &&
	       ffp_readable_text(at - FFP_ENTRY_HEADER, FFP_ENTRY_HEADER) &&
	       ffp_entry_flags((const uint8_t *)at) >> 8 == FFP_ABI;
}

/* Can a structure be read where bytes led that may be anything? */
static bool may_be(uintptr_t at, size_t length)
{
	return at && !(at % sizeof(void *)) && ffp_readable_text(at, length);
}

/*
 * Four bytes of flags stand before a function by chance now and then, behind a branch, say; but
 * no record with the same flags that leads back.  An import's record leads to the key's.
 */
static bool is_entry(uintptr_t at)
{
	const struct ffp *key;
	uintptr_t record;
	uint32_t flags;

	if (!ffp_entry_has_header(at))
		return false;
	flags = ffp_entry_flags((const uint8_t *)at);
	record = ffp_entry_record((const uint8_t *)at);
	if (flags & FFP_KEY_IMPORT) {
		if (!may_be(record, sizeof(struct ffp_import)))
			return false;
		key = ((const struct ffp_import *)record)->key;
		return may_be((uintptr_t)key, sizeof(*key)) && key->abi == FFP_ABI &&
		       (FFP_ABI << 8 | FFP_KEY_IMPORT | key->flags) == flags;
	}
	key = (const struct ffp *)record;
	return may_be(record, sizeof(*key)) && key->abi == FFP_ABI &&
	       (FFP_ABI << 8 | key->flags) == flags && (uintptr_t)key->entry == at;
}

/* Is this the PLT entry that stands for another object's key?  Only the program has such. */
static bool is_plt_entry(const struct object *object, uintptr_t at)
{
	static const void *asked;
	static uintptr_t range[2]; /* most targets are out of it */

	if (object->base || !ffp_object_has(object, at, 1, PF_X) ||
	    (asked == object->headers && (at < range[0] || at > range[1])))
		return false;
	asked = object->headers;
	return ffp_object_gives(object, FFP_PREFIX_EXPORT, at, range);
}

bool ffp_entry_is_at(uintptr_t at)
{
	struct object object;

	if (is_entry(at))
		return true;
	for (struct ffp_module_state *s = ffp_module_first(); s; s = s->next) {
		object = ffp_module_object(s);
		if (ffp_object_has(&object, at, 1, 0))
			return is_plt_entry(&object, at);
	}
	/* The program may not have started yet. */
	return ffp_object_guess(at, NULL, &object) && is_plt_entry(&object, at);
}
