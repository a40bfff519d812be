// SPDX-License-Identifier: MIT
#include "code.h"
#include "table.h"

const uint8_t *code_site(const struct obj *obj, const struct section *s, uint64_t at, unsigned kind,
			 unsigned *length)
{
	const uint8_t *p = obj_at(s, at, INSN_MIN);

	if (!p)
		return NULL;
	*length = obj->arch->insn->length(kind, p);
	return obj_at(s, at, *length);
}

/* Take the step, of at least this kind, that the code at *address is; false if it is none. */
static bool take_step(const struct obj *obj, uint64_t *address, enum insn_step least)
{
	uint32_t section = obj_section_at(obj, *address, 1);
	const struct section *s = &obj->sections[section];
	const struct insn_ops *insn = obj->arch->insn;
	uint64_t offset = *address - s->head.sh_addr, to;
	const uint8_t *p = section ? obj_at(s, offset, 1) : NULL;

	if (!p || !insn->step || insn->step(p, s->head.sh_size - offset, *address, &to) < least)
		return false;
	*address = to;
	return true;
}

uint64_t code_follow(const struct obj *obj, uint64_t address, enum insn_step least)
{
	for (unsigned i = 0; i < INSN_STEPS && take_step(obj, &address, least); i++)
		;
	return address;
}

unsigned code_way(const struct obj *obj, uint64_t address, uint64_t to, uint64_t way[INSN_STEPS])
{
	for (unsigned i = 0; i <= INSN_STEPS; i++) {
		if (address == to)
			return i + 1;
		if (i == INSN_STEPS || (!(address % FFP_ENTRY_ALIGN) &&
					table_entry_flags(obj, (struct place){ 0, address })))
			break;
		way[i] = address;
		if (!take_step(obj, &address, INSN_STEP_JUMP))
			break;
	}
	return 0;
}

bool code_same(const struct obj *obj, uint64_t a, uint64_t b)
{
	uint64_t way[INSN_STEPS];

	return code_way(obj, a, b, way) ||
	       code_follow(obj, a, INSN_STEP_JUMP) == code_follow(obj, b, INSN_STEP_JUMP);
}
