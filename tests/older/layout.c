// SPDX-License-Identifier: MIT
/*
 * What earlier releases put where: sizes and fields on machines of 64 bits of the structures that
 * objects and programs contain.  Spare fields may become others; of struct ffp_module_state, which
 * only the library fills in, the size alone is promised, and struct ffp_library may grow behind its
 * field `size`.
 */
#include <ffp.h>
#include <stddef.h>

#include "../tap.h"

#define SIZE(name, bytes) is(sizeof(struct name), bytes, "struct " #name ": size");
#define GROWS(name, bytes) ok(sizeof(struct name) >= (bytes), "struct " #name ": size");
#define FIELD(name, field, at, bytes)                                                              \
	ok(offsetof(struct name, field) == (at) && sizeof(((struct name *)0)->field) == (bytes),   \
	   "struct " #name ": " #field);

int main(void)
{
	/* Release 0.1.0. */
	SIZE(ffp_change, 32)
	FIELD(ffp_change, key, 0, 8)
	FIELD(ffp_change, target, 8, 8)
	FIELD(ffp_change, value, 16, 8)
	FIELD(ffp_change, to, 24, 4)
	SIZE(ffp_info, 120)
	FIELD(ffp_info, name, 0, 8)
	FIELD(ffp_info, def, 8, 8)
	FIELD(ffp_info, target, 16, 8)
	FIELD(ffp_info, sites, 24, 8)
	FIELD(ffp_info, direct, 32, 8)
	FIELD(ffp_info, trampoline, 40, 8)
	FIELD(ffp_info, unreachable, 48, 8)
	FIELD(ffp_info, unaimed, 56, 8)
	FIELD(ffp_info, foreign, 64, 8)
	FIELD(ffp_info, value, 72, 8)
	FIELD(ffp_info, constant, 80, 1)
	FIELD(ffp_info, pointer, 81, 1)
	FIELD(ffp_info, serialised, 82, 1)
	FIELD(ffp_info, way, 83, 1)
	FIELD(ffp_info, anonymous, 84, 1)
	FIELD(ffp_info, file, 88, 8)
	SIZE(ffp_site, 8)
	FIELD(ffp_site, site, 0, 4)
	FIELD(ffp_site, key, 4, 4)
	SIZE(ffp_key, 16)
	FIELD(ffp_key, entry, 0, 4)
	FIELD(ffp_key, record, 4, 4)
	FIELD(ffp_key, name, 8, 4)
	FIELD(ffp_key, flags, 12, 4)
	SIZE(ffp_state, 64)
	FIELD(ffp_state, target, 0, 8)
	FIELD(ffp_state, constant, 8, 8)
	FIELD(ffp_state, value, 16, 8)
	FIELD(ffp_state, other, 24, 8)
	FIELD(ffp_state, origin, 32, 8)
	FIELD(ffp_state, pending, 40, 4)
	FIELD(ffp_state, form, 44, 1)
	FIELD(ffp_state, other_form, 45, 1)
	FIELD(ffp_state, mixed, 46, 1)
	FIELD(ffp_state, known, 47, 1)
	SIZE(ffp, 56)
	FIELD(ffp, name, 0, 8)
	FIELD(ffp, def, 8, 8)
	FIELD(ffp, entry, 16, 8)
	FIELD(ffp, stub, 24, 8)
	FIELD(ffp, state, 32, 8)
	FIELD(ffp, module, 40, 8)
	FIELD(ffp, abi, 48, 4)
	FIELD(ffp, flags, 52, 4)
	SIZE(ffp_import, 8)
	FIELD(ffp_import, key, 0, 8)
	SIZE(ffp_impl, 40)
	FIELD(ffp_impl, key, 0, 8)
	FIELD(ffp_impl, function, 8, 8)
	FIELD(ffp_impl, name, 16, 8)
	FIELD(ffp_impl, usable, 24, 8)
	FIELD(ffp_impl, rank, 32, 4)
	FIELD(ffp_impl, abi, 36, 4)
	SIZE(ffp_module_state, 64)
	GROWS(ffp_library, 48)
	FIELD(ffp_library, abi, 0, 4)
	FIELD(ffp_library, size, 4, 4)
	FIELD(ffp_library, add, 8, 8)
	FIELD(ffp_library, remove, 16, 8)
	FIELD(ffp_library, apply, 24, 8)
	FIELD(ffp_library, info, 32, 8)
	FIELD(ffp_library, leave, 40, 8)
	SIZE(ffp_note, 8)
	FIELD(ffp_note, module, 0, 4)
	FIELD(ffp_note, abi, 4, 4)
	GROWS(ffp_module, 80)
	FIELD(ffp_module, abi, 0, 4)
	FIELD(ffp_module, size, 4, 4)
	FIELD(ffp_module, sites, 8, 8)
	FIELD(ffp_module, sites_end, 16, 8)
	FIELD(ffp_module, keys, 24, 8)
	FIELD(ffp_module, keys_end, 32, 8)
	FIELD(ffp_module, ehdr, 40, 8)
	FIELD(ffp_module, state, 48, 8)
	FIELD(ffp_module, library, 56, 8)
	FIELD(ffp_module, impls, 64, 8)
	FIELD(ffp_module, impls_end, 72, 8)
	return done();
}
