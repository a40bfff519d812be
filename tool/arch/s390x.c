// SPDX-License-Identifier: MIT
/*
 * s390x: which relocations of the ELF ABI s390x supplement are sites, and what instructions
 * refer to.  insn/s390x.c tells what sites and entries are.
 */
#include "arch_ops.h"

#include <string.h>

#include "bytes.h"

enum {
	SITE = 6,
	REL_NONE = 0,
	REL_PC32 = 5,
	REL_PC32DBL = 19,
	REL_PLT32DBL = 20,
	REL_64 = 22,
};

static void entry_new(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend)
{
	/* clang-format off */
	static const uint8_t code[] = {
		0xc0, 0xf4, 0, 0, 0, 0,			/* jg */
		0, 0,
		0xc0, 0x10, 0xff, 0xff, 0xff, 0xf4,	/* larl %r1, FFP_ENTRY_WORD from the entry */
		0xe3, 0x10, 0x10, 0, 0, 0x04,		/* lg %r1, 0(%r1) */
		0x07, 0xf1,				/* br %r1 */
		0, 0,
		0xc0, 0x20, 0, 0, 0, 0x08,		/* larl %r2, the constant */
		0xe3, 0x20, 0x20, 0, 0, 0x04,		/* lg %r2, 0(%r2) */
		0x07, 0xfe,				/* br %r14 */
		0, 0,
		0, 0, 0, 0, 0, 0, 0, 0,			/* the constant */
	};
	/* clang-format on */

	memcpy(out, code, sizeof(code));
	*rel_type = REL_PLT32DBL;
	*rel_at = 2;
	*rel_addend = 2;
}

/* Is the code at `code`, address `at`, a branch, and of which kind of site? */
static bool find_branch(const uint8_t *code, uint64_t at, struct arch_ref *out)
{
	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++)
		if (arch_branch(&ffp_insn_s390x, code, kind, at, out))
			return true;
	return false;
}

static bool classify(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
		     uint64_t at, struct arch_site *out)
{
	struct arch_ref ref;

	if ((type != REL_PLT32DBL && type != REL_PC32DBL) || addend != 2)
		return false;
	if (at % 2 || at < 2 || at > size || size - at < 4)
		return false;
	memset(out, 0, sizeof(*out));
	if (!find_branch(section + at - 2, 0, &ref))
		return false;
	out->kind = ref.kind;
	out->at = at - 2;
	out->rel_type = REL_PLT32DBL;
	out->rel_at = at;
	out->rel_addend = 2;
	return true;
}

static bool refer(const uint8_t *code, uint64_t size, uint64_t at, struct arch_ref *out)
{
	uint64_t word;

	if (size < SITE)
		return false;
	if (find_branch(code, at, out))
		return true;
	if (ffp_insn_s390x.loads(code, size, at, &word)) {
		*out = (struct arch_ref){ ARCH_LOADS, 0, SITE, word };
		return true;
	}
	if (code[0] != 0xc0 || (code[1] & 0xf) != 0) /* larl */
		return false;
	*out = (struct arch_ref){ ARCH_TAKES, 0, SITE,
				  at + 2 * sign_extend(get_uint(code + 2, 4, true), 32) };
	return true;
}

const struct arch_ops arch_s390x = {
	.name = "s390x",
	.machine = 22,
	.big = true,
	.insn = &ffp_insn_s390x,
	.rel_pc32 = REL_PC32,
	.rel_abs64 = REL_64,
	.rel_none = REL_NONE,
	.rel_takes_64 = (const uint32_t[]){ REL_64, 0 },
	.entry_new = entry_new,
	.classify = classify,
	.refer = refer,
};
