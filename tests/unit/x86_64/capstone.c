// SPDX-License-Identifier: MIT
/*
 * Random sites and entries of x86-64, read by another disassembler: it must see
 * one instruction of the site's length that does what was asked for.
 */
#include <string.h>

#include "insn.h"

#ifndef HAVE_CAPSTONE

#include <stdio.h>

int main(void)
{
	puts("1..0 # SKIP libcapstone is not installed");
	return 0;
}

#else

#include "../random.h"
#include "../reader.h"

#define CASES 150000

static const struct insn_ops *const ops = &ffp_insn_x86_64;

static bool goes_to(const char *mnemonic, uint64_t to)
{
	const cs_x86 *x = &insn->detail->x86;

	return !strcmp(insn->mnemonic, mnemonic) && x->op_count == 1 &&
	       x->operands[0].type == X86_OP_IMM && (uint64_t)x->operands[0].imm == to;
}

static bool loads(uint64_t value)
{
	const cs_x86 *x = &insn->detail->x86;

	return !strcmp(insn->mnemonic, "mov") && x->op_count == 2 &&
	       x->operands[0].type == X86_OP_REG && x->operands[0].reg == X86_REG_EAX &&
	       (uint32_t)x->operands[1].imm == value;
}

static const char *const jcc[16] = { "jo", "jno", "jb", "jae", "je", "jne", "jbe", "ja",
				     "js", "jns", "jp", "jnp", "jl", "jge", "jle", "jg" };

/* Mostly in reach, and often at the very end of it. */
static int64_t random_distance(void)
{
	switch (random64() % 4) {
	case 0:
		return INT32_MAX + (int64_t)(random64() % 8) - 4;
	case 1:
		return INT32_MIN + (int64_t)(random64() % 8) - 4;
	default:
		return (int32_t)random64();
	}
}

static void random_site(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS), condition = random64() % 16;
	enum insn_form form = (enum insn_form)(random64() % 4 % 3);
	uint64_t at = random_address();
	uint8_t old[INSN_MAX] = { kind == FFP_SITE_CALL ? 0xe8 : 0xe9 }, out[INSN_MAX];
	unsigned length = ops->length(kind, old);
	int64_t distance = random_distance();
	uint64_t value =
	    form == INSN_BRANCH ? at + length + (uint64_t)distance : random64() >> random64() % 64;
	struct insn_read read;
	bool can, right;

	if (kind == FFP_SITE_COND) {
		old[0] = 0x0f;
		old[1] = (uint8_t)(0x80 | condition);
	}
	can = form == INSN_BRANCH    ? distance == (int32_t)distance
	      : form == INSN_NOTHING ? kind != FFP_SITE_COND
				     : kind == FFP_SITE_CALL && value <= UINT32_MAX;
	if (ops->encode(out, old, kind, at, form, value) != can)
		return complain("refused, or not", out, length);
	if (!can)
		return;
	if (form == INSN_NOTHING && kind == FFP_SITE_JUMP)
		right = read_one(out, 1, at) && !strcmp(insn->mnemonic, "ret");
	else if (!read_one(out, length, at))
		right = false;
	else if (form == INSN_NOTHING)
		right = !strcmp(insn->mnemonic, "nop");
	else if (form == INSN_CONSTANT)
		right = loads(value);
	else
		right = goes_to(kind == FFP_SITE_COND	? jcc[condition]
				: kind == FFP_SITE_CALL ? "call"
							: "jmp",
				value);
	if (!right)
		complain("encoded", out, length);
	if (!ops->decode(out, kind, at, &read) || read.form != form ||
	    (form != INSN_NOTHING && read.value != value))
		complain("read back", out, length);
}

/* A call that was one through the GOT: the prefix belongs to every form. */
static void random_prefixed(void)
{
	enum insn_form form = (enum insn_form)(random64() % 3);
	uint64_t at = random_address();
	uint8_t old[INSN_MAX] = { 0xe8 }, out[1 + INSN_MAX] = { 0x67 };
	uint64_t value =
	    form == INSN_BRANCH ? at + 6 + (uint64_t)(int32_t)random64() : (uint32_t)random64();
	bool right;

	if (!ops->encode(out + 1, old, FFP_SITE_CALL, at + 1, form, value))
		return complain("refused with a prefix", out, 6);
	right = read_one(out, 6, at) && (form == INSN_BRANCH	? goes_to("call", value)
					 : form == INSN_NOTHING ? !strcmp(insn->mnemonic, "nop")
								: loads(value));
	if (!right)
		complain("encoded behind a prefix", out, 6);
}

/* Random bytes, biased to what is ours: whatever decode() takes, both read alike. */
static unsigned random_bytes(void)
{
	static const uint8_t first[] = { 0xe8, 0xe9, 0x0f, 0xb8, 0xc3 };
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	unsigned length;
	uint64_t at = random_address(), bits = random64();
	struct insn_read read;
	uint8_t p[INSN_MAX];
	bool ours, same;

	memcpy(p, &bits, sizeof(p));
	length = ops->length(kind, p);
	if (random64() % 4)
		p[0] = first[random64() % sizeof(first)];
	if (p[0] == 0x0f && random64() % 2)
		p[1] = (uint8_t)(0x80 | (p[1] & 15));
	ours = ops->decode(p, kind, at, &read);
	if (!read_one(p, length, at)) {
		/* Not one instruction of this length; only our filled return may be. */
		if (ours && (kind != FFP_SITE_JUMP || read.form != INSN_NOTHING))
			complain("taken", p, length);
		return ours;
	}
	same =
	    kind == FFP_SITE_COND ? insn->mnemonic[0] == 'j' && goes_to(insn->mnemonic, read.value)
	    : !ours		  ? false
	    : read.form == INSN_BRANCH ? goes_to(kind == FFP_SITE_CALL ? "call" : "jmp", read.value)
	    : read.form == INSN_CONSTANT ? loads(read.value)
					 : !strcmp(insn->mnemonic, "nop");
	if (ours && !same)
		complain("decoded", p, length);
	if (!ours && insn->size == length &&
	    ((kind == FFP_SITE_CALL && !strcmp(insn->mnemonic, "call")) ||
	     (kind == FFP_SITE_JUMP && !strcmp(insn->mnemonic, "jmp") && length == 5)))
		complain("not seen", p, length);
	return ours;
}

/* An entry sent somewhere: the jump and what it leads to. */
static void random_entry(void)
{
	uint8_t image[FFP_ENTRY_HEADER + 32] = { 0 };
	uint8_t *entry = image + FFP_ENTRY_HEADER;
	unsigned jump = random64() % 2 ? 4 : 0;
	static const uint8_t constant_code[] = { 0xff, 0x25, 0xe0, 0xff, 0xff, 0xff, 0x48, 0xb8 };
	uint64_t at = random_address() & ~(uint64_t)15;
	uint64_t to = random64() % 2 ? at + (uint64_t)random_distance() : random_address();
	struct insn_edit edits[INSN_EDITS];
	uint64_t word, end = at + jump + 5;

	if (jump)
		memcpy(entry, "\xf3\x0f\x1e\xfa", 4);
	entry[jump] = 0xe9;
	memcpy(entry + 10, constant_code, sizeof(constant_code));
	entry[26] = 0xc3;
	for (unsigned n = ops->entry_encode(edits, entry, at, INSN_BRANCH, to); n--;)
		memcpy(entry + edits[n].at, edits[n].bytes, edits[n].len);
	memcpy(&word, image, 8);
	if (!read_one(entry + jump, 5, at + jump))
		return complain("entry", entry + jump, 5);
	if ((int64_t)(to - end) == (int32_t)(to - end)) {
		if (!goes_to("jmp", to))
			complain("near entry", entry + jump, 5);
		return;
	}
	if (!goes_to("jmp", at + 10) || word != to)
		complain("far entry", entry + jump, 5);
	if (!read_one(entry + 10, 6, at + 10) || strcmp(insn->mnemonic, "jmp") ||
	    insn->detail->x86.operands[0].mem.base != X86_REG_RIP ||
	    at + 16 + (uint64_t)insn->detail->x86.operands[0].mem.disp != at - 16)
		complain("far jump", entry + 10, 6);
}

int main(void)
{
	unsigned taken = 0;

	if (!reader_open(CS_ARCH_X86, CS_MODE_64))
		return 0;
	for (int i = 0; i < CASES; i++)
		random_site();
	is(wrong, 0, "%d random sites", CASES);
	for (int i = 0; i < CASES / 4; i++)
		random_prefixed();
	is(wrong, 0, "%d random calls behind a prefix", CASES / 4);
	for (int i = 0; i < CASES; i++)
		taken += random_bytes();
	is(wrong, 0, "%d random byte strings, %u of them taken for sites", CASES, taken);
	ok(taken > CASES / 10 && taken < CASES, "which are some and not all");
	for (int i = 0; i < CASES; i++)
		random_entry();
	is(wrong, 0, "%d random entries", CASES);
	return reader_done();
}

#endif /* HAVE_CAPSTONE */
