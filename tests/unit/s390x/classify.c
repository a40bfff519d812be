// SPDX-License-Identifier: MIT
/*
 * Which relocations of s390x are sites: real instructions, nearly real ones, and
 * both ends of a section.  And what instructions refer to.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

static const struct arch_ops *const arch = &arch_s390x;

enum {
	PC32 = 5,
	PLT32 = 8,
	PC16DBL = 17,
	PLT16DBL = 18,
	PC32DBL = 19,
	PLT32DBL = 20,
	R64 = 22,
	GOTENT = 26,
	PLTOFF32 = 42,
	TYPES = 70,
	SITE = 6,
};

static const struct code {
	const char *what;
	uint8_t insn[2];
	uint32_t type;
	int kind; /* or -1: no site */
} codes[] = {
	{ "brasl %r14", { 0xc0, 0xe5 }, PLT32DBL, FFP_SITE_CALL },
	{ "brasl %r14, by no PLT", { 0xc0, 0xe5 }, PC32DBL, FFP_SITE_CALL },
	{ "jg", { 0xc0, 0xf4 }, PLT32DBL, FFP_SITE_JUMP },
	{ "jg, by no PLT", { 0xc0, 0xf4 }, PC32DBL, FFP_SITE_JUMP },
	{ "jge", { 0xc0, 0x84 }, PLT32DBL, FFP_SITE_COND },
	{ "jgo", { 0xc0, 0x14 }, PLT32DBL, FFP_SITE_COND },
	{ "jgno, by no PLT", { 0xc0, 0xe4 }, PC32DBL, FFP_SITE_COND },

	{ "jgnop", { 0xc0, 0x04 }, PLT32DBL, -1 },
	{ "brasl %r0, as -mfentry does", { 0xc0, 0x05 }, PLT32DBL, -1 },
	{ "brasl %r1", { 0xc0, 0x15 }, PLT32DBL, -1 },
	{ "brasl with a word's relocation", { 0xc0, 0xe5 }, PC32, -1 },
	{ "brasl with a PLT word's", { 0xc0, 0xe5 }, PLT32, -1 },
	{ "brasl with one of 16 bits", { 0xc0, 0xe5 }, PLT16DBL, -1 },
	{ "brasl with the GOT's", { 0xc0, 0xe5 }, GOTENT, -1 },
	{ "bras", { 0xa7, 0xe5 }, PLT16DBL, -1 },
	{ "j", { 0xa7, 0xf4 }, PC16DBL, -1 },
	{ "larl", { 0xc0, 0x10 }, PC32DBL, -1 },
	{ "larl %r14", { 0xc0, 0xe0 }, PLT32DBL, -1 },
	{ "larl of the GOT", { 0xc0, 0x10 }, GOTENT, -1 },
	{ "lgrl of the GOT", { 0xc4, 0x18 }, GOTENT, -1 },
	{ "lgrl", { 0xc4, 0x18 }, PC32DBL, -1 },
	{ "exrl", { 0xc6, 0x00 }, PC32DBL, -1 },
	{ "data", { 0, 0 }, R64, -1 },
	{ "nothing", { 0, 0 }, PLT32DBL, -1 },
};

static void test_code(const struct code *c)
{
	struct arch_site site;
	unsigned wrong = 0;

	/* First, in the middle, last; exactly as large as needed, for the sanitizer's sake. */
	for (unsigned size = SITE; size <= 3 * SITE; size += 2)
		for (unsigned at = 0; at <= size - SITE; at += 2) {
			uint8_t *section = calloc(1, size);
			bool is_site;

			if (!section)
				abort();
			memcpy(section + at, c->insn, 2);
			is_site = arch->classify(c->type, 2, section, size, at + 2, &site);
			wrong += is_site != (c->kind >= 0);
			wrong += is_site &&
				 (site.kind != (unsigned)c->kind || site.at != at || site.fix_len ||
				  site.rel_type != PLT32DBL || site.rel_at != at + 2 ||
				  site.rel_addend != 2 || site.to_entry || site.whole);
			for (int64_t addend = -4; addend <= 6; addend++)
				wrong += addend != 2 && arch->classify(c->type, addend, section,
								       size, at + 2, &site);
			free(section);
		}
	is(wrong, 0, "%s is %s site", c->what, c->kind < 0 ? "no" : "a");
}

/* Every type of relocation on all first two bytes: only the known pairs are sites. */
static void test_types(void)
{
	unsigned wrong = 0, sites = 0;

	for (uint32_t type = 0; type < TYPES; type++)
		for (unsigned high = 0; high < 65536; high++) {
			bool brcl = (high & 0xff0f) == 0xc004 && (high & 0xf0);
			bool want =
			    (type == PLT32DBL || type == PC32DBL) && (brcl || high == 0xc0e5);
			const uint8_t p[SITE] = { (uint8_t)(high >> 8), (uint8_t)high };
			struct arch_site site;
			bool got = arch->classify(type, 2, p, SITE, 2, &site);

			wrong += got != want;
			sites += got;
		}
	is(wrong, 0, "%d types on all opcodes, %u of them sites", TYPES, sites);
	is(sites, 2 * 16, "which are so many");
}

static void test_bounds(void)
{
	static const uint64_t outside[] = { 21,		UINT32_MAX,	UINT64_C(1) << 63,
					    UINT64_MAX, UINT64_MAX - 1, UINT64_MAX - 3 };
	/* What stands around it would be sites. */
	uint8_t around[32], *section = around + 4;
	struct arch_site site;
	unsigned wrong = 0;

	for (unsigned i = 0; i < sizeof(around); i += 2)
		memcpy(around + i, "\xc0\xe5", 2);
	for (uint64_t size = 0; size <= 20; size++) {
		for (uint64_t at = 0; at <= size; at++)
			wrong += arch->classify(PLT32DBL, 2, section, size, at, &site) !=
				 (at % 2 == 0 && at >= 2 && at + 4 <= size);
		for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
			wrong += arch->classify(PLT32DBL, 2, section, size, outside[i], &site);
	}
	is(wrong, 0, "no site reaches over either end of its section, or is not aligned");
}

#define AT UINT64_C(0x1000ffc)

static const struct reference {
	const char *what;
	uint8_t code[24];
	unsigned size;
	int how; /* or -1: none */
	unsigned kind;
	uint64_t to;
} references[] = {
	{ "brasl %r14", { 0xc0, 0xe5, 0, 0, 0, 8 }, 6, ARCH_GOES, FFP_SITE_CALL, AT + 16 },
	{ "jg", { 0xc0, 0xf4, 0xff, 0xff, 0xff, 0xfe }, 6, ARCH_GOES, FFP_SITE_JUMP, AT - 4 },
	{ "jgne", { 0xc0, 0x74, 0, 0, 0, 8 }, 6, ARCH_GOES, FFP_SITE_COND, AT + 16 },
	{ "larl", { 0xc0, 0x20, 0, 0, 1, 0 }, 6, ARCH_TAKES, 0, AT + 512 },
	{ "lgrl", { 0xc4, 0x18, 0, 0, 1, 0 }, 6, ARCH_LOADS, 0, AT + 512 },
	{ "larl, lg",
	  { 0xc0, 0x20, 0, 0, 1, 0, 0xe3, 0x30, 0x20, 0, 0, 0x04 },
	  12,
	  ARCH_LOADS,
	  0,
	  AT + 512 },
	{ "larl, lgr, la, lg",
	  { 0xc0, 0x10, 0,    0, 1,    0,    0xb9, 0x04, 0, 0x23,
	    0x41, 0x30, 0x10, 0, 0xe3, 0x40, 0x10, 0,	 0, 0x04 },
	  20,
	  ARCH_LOADS,
	  0,
	  AT + 512 },
	{ "larl, lg of another register",
	  { 0xc0, 0x20, 0, 0, 1, 0, 0xe3, 0x30, 0x40, 0, 0, 0x04 },
	  12,
	  ARCH_TAKES,
	  0,
	  AT + 512 },
	{ "larl, lg from behind it",
	  { 0xc0, 0x20, 0, 0, 1, 0, 0xe3, 0x30, 0x20, 0x08, 0, 0x04 },
	  12,
	  ARCH_TAKES,
	  0,
	  AT + 512 },
	{ "larl, stg",
	  { 0xc0, 0x20, 0, 0, 1, 0, 0xe3, 0x30, 0x20, 0, 0, 0x24 },
	  12,
	  ARCH_TAKES,
	  0,
	  AT + 512 },
	{ "jgnop", { 0xc0, 0x04, 0, 0, 0, 8 }, 6, -1, 0, 0 },
	{ "brasl %r0", { 0xc0, 0x05, 0, 0, 0, 8 }, 6, -1, 0, 0 },
	{ "lgfi", { 0xc0, 0x21, 0, 0, 0, 8 }, 6, -1, 0, 0 },
	{ "br %r14", { 0x07, 0xfe }, 6, -1, 0, 0 },
};

static void test_reference(const struct reference *r)
{
	unsigned wrong = 0;

	/* With every part of it readable, and exactly that. */
	for (unsigned size = 1; size <= r->size; size++) {
		uint8_t *code = malloc(size);
		struct arch_ref ref;
		bool got;

		if (!code)
			abort();
		memcpy(code, r->code, size);
		got = arch->refer(code, size, AT, &ref);
		wrong += got != (r->how >= 0 && size >= SITE);
		wrong += got && (ref.to != r->to || ref.kind != r->kind || ref.length != SITE);
		wrong += got && size == r->size && (int)ref.how != r->how;
		free(code);
	}
	is(wrong, 0, "%s refers to %s", r->what, r->how < 0 ? "nothing" : "what it should");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		test_code(&codes[i]);
	test_types();
	test_bounds();
	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++)
		test_reference(&references[i]);
	return done();
}
