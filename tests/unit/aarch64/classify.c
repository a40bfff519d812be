// SPDX-License-Identifier: MIT
/*
 * Which relocations of AArch64 are sites: real instructions, nearly real ones,
 * and both ends of a section.  And what is read as a linker's veneer.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

static const struct arch_ops *const arch = &arch_aarch64;

enum {
	ABS64 = 257,
	PREL32 = 261,
	ADR_PREL_PG_HI21 = 275,
	ADD_ABS_LO12_NC = 277,
	TSTBR14 = 279,
	CONDBR19 = 280,
	JUMP26 = 282,
	CALL26 = 283,
	ADR_GOT_PAGE = 311,
	LD64_GOT_LO12_NC = 312,
	PLT32 = 314,
	TYPES = 600,
};

static const struct code {
	const char *what;
	uint32_t insn, type;
	int kind; /* or -1: no site */
} codes[] = {
	{ "bl", 0x94000000, CALL26, FFP_SITE_CALL },
	{ "bl with a jump's relocation", 0x94000000, JUMP26, FFP_SITE_CALL },
	{ "b", 0x14000000, JUMP26, FFP_SITE_JUMP },
	{ "b with a call's relocation", 0x14000000, CALL26, FFP_SITE_JUMP },
	{ "b.ne", 0x54000001, CONDBR19, FFP_SITE_COND },
	{ "cbz w0", 0x34000000, CONDBR19, FFP_SITE_COND },
	{ "cbnz x5", 0xb5000005, CONDBR19, FFP_SITE_COND },
	{ "tbz w0, #0", 0x36000000, TSTBR14, FFP_SITE_COND },
	{ "tbnz x2, #40", 0xb7400002, TSTBR14, FFP_SITE_COND },

	{ "bl with a condition's relocation", 0x94000000, CONDBR19, -1 },
	{ "b.ne with a call's relocation", 0x54000001, CALL26, -1 },
	{ "b.ne with a test's relocation", 0x54000001, TSTBR14, -1 },
	{ "tbz with a condition's relocation", 0x36000000, CONDBR19, -1 },
	{ "bc.eq, consistent", 0x54000010, CONDBR19, -1 },
	{ "blr x8", 0xd63f0100, CALL26, -1 },
	{ "br x8", 0xd61f0100, JUMP26, -1 },
	{ "adrp", 0x90000000, ADR_PREL_PG_HI21, -1 },
	{ "adrp of the GOT", 0x90000000, ADR_GOT_PAGE, -1 },
	{ "ldr from the GOT", 0xf9400000, LD64_GOT_LO12_NC, -1 },
	{ "add", 0x91000000, ADD_ABS_LO12_NC, -1 },
	{ "data", 0, ABS64, -1 },
	{ "relative data", 0, PREL32, -1 },
	{ "bl as data", 0x94000000, PLT32, -1 },
	{ "nothing", 0, CALL26, -1 },
};

static void test_code(const struct code *c)
{
	struct arch_site site;
	unsigned wrong = 0;

	/* First, in the middle, last; exactly as large as needed, for the sanitizer's sake. */
	for (unsigned size = 4; size <= 12; size += 4)
		for (unsigned at = 0; at < size; at += 4) {
			uint8_t *section = calloc(1, size);
			bool is_site;

			if (!section)
				abort();
			put32(section + at, c->insn);
			is_site = arch->classify(c->type, 0, section, size, at, &site);
			wrong += is_site != (c->kind >= 0);
			wrong += is_site &&
				 (site.kind != (unsigned)c->kind || site.at != at || site.fix_len ||
				  site.rel_type != c->type || site.rel_at != at ||
				  site.rel_addend || site.to_entry != (c->kind == FFP_SITE_COND));
			wrong += arch->classify(c->type, 4, section, size, at, &site) ||
				 arch->classify(c->type, -4, section, size, at, &site);
			free(section);
		}
	is(wrong, 0, "%s is %s site", c->what, c->kind < 0 ? "no" : "a");
}

/* Every type of relocation on every upper half: only the known pairs are sites. */
static void test_types(void)
{
	unsigned wrong = 0, sites = 0;

	for (uint32_t type = 0; type < TYPES; type++)
		for (uint32_t high = 0; high < 65536; high += 3) {
			unsigned top = high >> 8;
			bool want = type == CALL26 || type == JUMP26 ? (top & 0x7c) == 0x14
				    : type == CONDBR19 ? top == 0x54 || (top & 0x7e) == 0x34
				    : type == TSTBR14  ? (top & 0x7e) == 0x36
						       : false;
			struct arch_site site;
			uint8_t p[4];
			bool got;

			put32(p, high << 16);
			got = arch->classify(type, 0, p, 4, 0, &site);
			wrong += got != want;
			sites += got;
		}
	is(wrong, 0, "%d types on a third of all opcodes each, %u of them sites", TYPES, sites);
}

static void test_bounds(void)
{
	static const uint64_t outside[] = {
		13, 16, 17, UINT32_MAX, UINT64_C(1) << 63, UINT64_MAX, UINT64_MAX - 3
	};
	uint8_t section[32];
	struct arch_site site;
	unsigned wrong = 0;

	for (unsigned i = 0; i < sizeof(section); i += 4)
		put32(section + i, 0x94000000);
	for (uint64_t size = 0; size <= 16; size++) {
		for (uint64_t at = 0; at <= size; at++)
			wrong += arch->classify(CALL26, 0, section, size, at, &site) !=
				 (at % 4 == 0 && at + 4 <= size);
		for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
			wrong += arch->classify(CALL26, 0, section, size, outside[i], &site);
	}
	is(wrong, 0, "no site reaches over either end of its section, or is not aligned");
}

#define AT UINT64_C(0x555555556ffc)

static const struct veneer {
	const char *what;
	uint32_t insn[6];
	unsigned size;
	enum insn_step step;
	uint64_t to;
} veneers[] = {
	/* As objdump shows what GNU ld 2.40, lld 14 and mold 1.10 wrote. */
	{ "adrp, add, br",
	  { 0x90000010, 0x91004210, 0xd61f0200 },
	  12,
	  INSN_STEP_VENEER,
	  AT / 4096 * 4096 + 0x10 },
	{ "adrp of the next page",
	  { 0xb0000010, 0x913ff210, 0xd61f0200 },
	  12,
	  INSN_STEP_VENEER,
	  AT / 4096 * 4096 + 0x1ffc },
	{ "adrp of 4 GiB less",
	  { 0x90800010, 0x91000210, 0xd61f0200 },
	  12,
	  INSN_STEP_VENEER,
	  AT / 4096 * 4096 - (UINT64_C(1) << 32) },
	{ "ldr, br, address",
	  { 0x58000050, 0xd61f0200, 0x11223344, 0x5566 },
	  16,
	  INSN_STEP_VENEER,
	  UINT64_C(0x556611223344) },
	{ "ldr, adr, add, br, distance",
	  { 0x58000090, 0x10000011, 0x8b110210, 0xd61f0200, 0x10000000, 0x1 },
	  24,
	  INSN_STEP_VENEER,
	  AT + 4 + UINT64_C(0x110000000) },
	{ "bti c, adrp, add, br",
	  { 0xd503245f, 0xb0000010, 0x91004210, 0xd61f0200 },
	  16,
	  INSN_STEP_VENEER,
	  (AT + 4) / 4096 * 4096 + 0x1010 },
	{ "b", { 0x14000002 }, 4, INSN_STEP_JUMP, AT + 8 },
	{ "b, back", { 0x17ffffff }, 4, INSN_STEP_JUMP, AT - 4 },
	{ "bti c, b", { 0xd503245f, 0x14000002 }, 8, INSN_STEP_JUMP, AT + 12 },

	{ "a PLT entry",
	  { 0x90000010, 0xf9400211, 0x91000210, 0xd61f0220 },
	  16,
	  INSN_STEP_NONE,
	  0 },
	{ "adrp, add, br by another register",
	  { 0x90000011, 0x91004231, 0xd61f0220 },
	  12,
	  INSN_STEP_NONE,
	  0 },
	{ "adrp, add, blr", { 0x90000010, 0x91004210, 0xd63f0200 }, 12, INSN_STEP_NONE, 0 },
	{ "adr, add, br", { 0x10000010, 0x91004210, 0xd61f0200 }, 12, INSN_STEP_NONE, 0 },
	{ "the far jump of an entry", { 0x58ffff50, 0xd61f0200 }, 24, INSN_STEP_NONE, 0 },
	{ "bl", { 0x94000002 }, 4, INSN_STEP_NONE, 0 },
	{ "ret", { 0xd65f03c0 }, 4, INSN_STEP_NONE, 0 },
};

static void test_veneer(const struct veneer *v)
{
	unsigned wrong = 0;

	/* With every part of it readable, and exactly that. */
	for (unsigned size = 0; size <= v->size; size++) {
		uint8_t *code = malloc(size + !size), whole[24];
		enum insn_step want = size == v->size ? v->step : INSN_STEP_NONE;
		uint64_t to = 0;

		if (!code)
			abort();
		for (unsigned i = 0; i < 6; i++)
			put32(whole + 4 * i, v->insn[i]);
		memcpy(code, whole, size);
		wrong += arch->insn->step(code, size, AT, &to) != want ||
			 (want != INSN_STEP_NONE && to != v->to);
		free(code);
	}
	is(wrong, 0, "%s is %s", v->what,
	   v->step == INSN_STEP_VENEER ? "a veneer"
	   : v->step		       ? "a jump"
				       : "neither");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		test_code(&codes[i]);
	test_types();
	test_bounds();
	for (size_t i = 0; i < sizeof(veneers) / sizeof(veneers[0]); i++)
		test_veneer(&veneers[i]);
	return done();
}
