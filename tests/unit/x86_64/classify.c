// SPDX-License-Identifier: MIT
/*
 * Which relocations of x86-64 are sites: real instructions, nearly real ones,
 * and both ends of a section.
 */
#include <stdlib.h>
#include <string.h>

#include "../../tap.h"
#include "arch/arch_ops.h"

static const struct arch_ops *const arch = &arch_x86_64;

enum {
	NONE = 0,
	ABS64 = 1,
	PC32 = 2,
	GOT32 = 3,
	PLT32 = 4,
	GOTPCREL = 9,
	ABS32 = 10,
	ABS32S = 11,
	GOTPCRELX = 41,
	REX_GOTPCRELX = 42,
	TYPES = 43,
};

struct code {
	const char *what;
	uint8_t bytes[12];
	unsigned size, at; /* of the code; of its displacement */
	uint32_t type;
	int kind; /* or -1: no site */
	unsigned site, rel_at, fix_len;
	uint8_t fix[6];
};

static const struct code codes[] = {
	{ "call", { 0x90, 0xe8 }, 6, 2, PLT32, FFP_SITE_CALL, 1, 2, 0, { 0 } },
	{ "call, old relocation", { 0x90, 0xe8 }, 6, 2, PC32, FFP_SITE_CALL, 1, 2, 0, { 0 } },
	{ "tail call", { 0x90, 0xe9 }, 6, 2, PLT32, FFP_SITE_JUMP, 1, 2, 0, { 0 } },
	{ "tail call, old relocation", { 0x90, 0xe9 }, 6, 2, PC32, FFP_SITE_JUMP, 1, 2, 0, { 0 } },
	{ "call, first in its section", { 0xe8 }, 5, 1, PLT32, FFP_SITE_CALL, 0, 1, 0, { 0 } },
	{ "tail call, first in its section", { 0xe9 }, 5, 1, PC32, FFP_SITE_JUMP, 0, 1, 0, { 0 } },
	{ "jo", { 0x0f, 0x80 }, 6, 2, PLT32, FFP_SITE_COND, 0, 2, 0, { 0 } },
	{ "jne", { 0x0f, 0x85 }, 6, 2, PLT32, FFP_SITE_COND, 0, 2, 0, { 0 } },
	{ "jg", { 0x90, 0x0f, 0x8f }, 7, 3, PC32, FFP_SITE_COND, 1, 3, 0, { 0 } },
	{ "call with a prefix", { 0x67, 0xe8 }, 6, 2, PLT32, FFP_SITE_CALL, 1, 2, 0, { 0 } },
	{ "notrack bnd call", { 0xf2, 0xe8 }, 6, 2, PLT32, FFP_SITE_CALL, 1, 2, 0, { 0 } },
	{ "call through the GOT",
	  { 0xff, 0x15 },
	  6,
	  2,
	  GOTPCRELX,
	  FFP_SITE_CALL,
	  1,
	  2,
	  6,
	  { 0x67, 0xe8 } },
	{ "call through the GOT, old relocation",
	  { 0x90, 0xff, 0x15 },
	  7,
	  3,
	  GOTPCREL,
	  FFP_SITE_CALL,
	  2,
	  3,
	  6,
	  { 0x67, 0xe8 } },
	{ "tail call through the GOT",
	  { 0xff, 0x25 },
	  6,
	  2,
	  GOTPCRELX,
	  FFP_SITE_JUMP,
	  0,
	  1,
	  6,
	  { 0xe9, 0, 0, 0, 0, 0xcc } },
	{ "tail call through the GOT, old relocation",
	  { 0x90, 0xff, 0x25 },
	  7,
	  3,
	  GOTPCREL,
	  FFP_SITE_JUMP,
	  1,
	  2,
	  6,
	  { 0xe9, 0, 0, 0, 0, 0xcc } },

	{ "lea", { 0x48, 0x8d, 0x05 }, 7, 3, PC32, -1, 0, 0, 0, { 0 } },
	{ "lea as PLT32", { 0x48, 0x8d, 0x05 }, 7, 3, PLT32, -1, 0, 0, 0, { 0 } },
	{ "mov from the GOT", { 0x48, 0x8b, 0x05 }, 7, 3, REX_GOTPCRELX, -1, 0, 0, 0, { 0 } },
	{ "mov from the GOT, as GOTPCREL",
	  { 0x48, 0x8b, 0x05 },
	  7,
	  3,
	  GOTPCREL,
	  -1,
	  0,
	  0,
	  0,
	  { 0 } },
	{ "push from the GOT", { 0xff, 0x35 }, 6, 2, GOTPCRELX, -1, 0, 0, 0, { 0 } },
	{ "inc in the GOT", { 0xff, 0x05 }, 6, 2, GOTPCRELX, -1, 0, 0, 0, { 0 } },
	{ "call *slot without the ff", { 0xfe, 0x15 }, 6, 2, GOTPCRELX, -1, 0, 0, 0, { 0 } },
	{ "call *variable", { 0xff, 0x15 }, 6, 2, PC32, -1, 0, 0, 0, { 0 } },
	{ "call rel32 with a GOT relocation", { 0xff, 0xe8 }, 6, 2, GOTPCRELX, -1, 0, 0, 0, { 0 } },
	{ "xbegin", { 0xc7, 0xf8 }, 6, 2, PLT32, -1, 0, 0, 0, { 0 } },
	{ "setne, of like opcode", { 0x0f, 0x95 }, 6, 2, PLT32, -1, 0, 0, 0, { 0 } },
	{ "movaps, of like opcode", { 0x0f, 0x28 }, 6, 2, PLT32, -1, 0, 0, 0, { 0 } },
	{ "a jcc without its 0f", { 0x90, 0x85 }, 6, 2, PLT32, -1, 0, 0, 0, { 0 } },
	{ "mov imm32", { 0x90, 0xb8 }, 6, 2, PC32, -1, 0, 0, 0, { 0 } },
	{ "data", { 0x00, 0x00 }, 6, 2, PC32, -1, 0, 0, 0, { 0 } },
};

static bool says(const struct code *c, const struct arch_site *s)
{
	return s->kind == (unsigned)c->kind && s->at == c->site && s->rel_at == c->rel_at &&
	       s->rel_type == PLT32 && s->rel_addend == -4 && s->fix_len == c->fix_len &&
	       (!c->fix_len || s->fix_at == c->at - 2) && !memcmp(s->fix, c->fix, c->fix_len);
}

static void test_code(const struct code *c)
{
	/* Exactly as large as the code: the sanitizer sees a byte too many read. */
	uint8_t *section = malloc(c->size);
	struct arch_site site;
	bool is_site;

	if (!section)
		abort();
	memcpy(section, c->bytes, c->size);
	is_site = arch->classify(c->type, -4, section, c->size, c->at, &site);
	ok(c->kind < 0 ? !is_site : is_site && says(c, &site), "%s is %s site", c->what,
	   c->kind < 0 ? "no" : "a");
	ok(!arch->classify(c->type, 0, section, c->size, c->at, &site) &&
	       !arch->classify(c->type, -5, section, c->size, c->at, &site) &&
	       !arch->classify(c->type, -3, section, c->size, c->at, &site),
	   "%s with another addend is none", c->what);
	free(section);
}

/* Every type of relocation on every opcode: only the known pairs are sites. */
static void test_types(void)
{
	unsigned wrong = 0, sites = 0;

	for (uint32_t type = NONE; type < TYPES; type++)
		for (unsigned pair = 0; pair < 65536; pair++) {
			uint8_t p[6] = { (uint8_t)(pair >> 8), (uint8_t)pair };
			bool branch = p[1] == 0xe8 || p[1] == 0xe9 ||
				      (p[0] == 0x0f && p[1] >= 0x80 && p[1] <= 0x8f);
			bool slot = p[0] == 0xff && (p[1] == 0x15 || p[1] == 0x25);
			bool want = type == PC32 || type == PLT32	    ? branch
				    : type == GOTPCREL || type == GOTPCRELX ? slot
									    : false;
			struct arch_site site;
			bool got = arch->classify(type, -4, p, sizeof(p), 2, &site);

			wrong += got != want;
			sites += got;
		}
	is(wrong, 0, "%d types on 65536 opcodes each, %u of them sites", TYPES, sites);
}

/* A relocation at every offset of a section full of calls, and outside it. */
static void test_bounds(void)
{
	enum { SIZE = 16 };
	static const uint8_t fill[] = { 0xe8, 0xe9, 0x85 };
	static const uint64_t outside[] = {
		SIZE + 1,   SIZE + 2,	    UINT32_MAX,	    UINT64_C(1) << 32, UINT64_C(1) << 63,
		UINT64_MAX, UINT64_MAX - 1, UINT64_MAX - 2, UINT64_MAX - 3,    UINT64_MAX - 4,
	};
	struct arch_site site;
	unsigned wrong = 0;

	for (size_t f = 0; f < sizeof(fill); f++)
		for (uint64_t size = 0; size <= SIZE; size++) {
			/* More of the same lies behind the section: whoever looks there is caught.
			 */
			uint8_t section[2 * SIZE];

			/* 0f 85 0f 85 … for the last; any two bytes of it may be a jcc. */
			for (uint64_t i = 0; i < sizeof(section); i++)
				section[i] = fill[f] == 0x85 && i % 2 == 0 ? 0x0f : fill[f];
			for (uint64_t at = 0; at <= size; at++) {
				uint64_t opcode = fill[f] == 0x85 ? 2 : 1;
				bool want = at >= opcode && at + 4 <= size && at % opcode == 0;

				wrong +=
				    arch->classify(PLT32, -4, section, size, at, &site) != want;
			}
			for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
				wrong +=
				    arch->classify(PLT32, -4, section, size, outside[i], &site);
		}
	is(wrong, 0, "no site reaches over either end of its section");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		test_code(&codes[i]);
	test_types();
	test_bounds();
	return done();
}
