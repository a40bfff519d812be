// SPDX-License-Identifier: MIT
/*
 * Random sites and entries of AArch64, read by another disassembler: it must see
 * one instruction that does what was asked for.
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
#include "branches.h"

#define CASES 150000

static const struct insn_ops *const ops = &ffp_insn_aarch64;

static const cs_arm64_op *operand(unsigned i)
{
	return &insn->detail->arm64.operands[i];
}

/* The last operand is the destination, alone or behind a register and a bit. */
static bool goes_to(const char *mnemonic, uint64_t to)
{
	unsigned n = insn->detail->arm64.op_count;

	return !strcmp(insn->mnemonic, mnemonic) && n && operand(n - 1)->type == ARM64_OP_IMM &&
	       (uint64_t)operand(n - 1)->imm == to;
}

/* Does it move this to w0 or x0, whatever it is called? */
static bool loads(uint64_t value)
{
	bool wide = operand(0)->reg == ARM64_REG_X0;
	uint64_t imm = (uint64_t)operand(1)->imm;

	if (insn->detail->arm64.op_count != 2 || (!wide && operand(0)->reg != ARM64_REG_W0))
		return false;
	if (operand(1)->shift.type == ARM64_SFT_LSL)
		imm <<= operand(1)->shift.value;
	if (!strcmp(insn->mnemonic, "movn"))
		imm = ~imm;
	else if (strcmp(insn->mnemonic, "movz") && strcmp(insn->mnemonic, "mov"))
		return false;
	return (wide ? imm : (uint32_t)imm) == value;
}

static bool looks_at(const struct branch *b)
{
	size_t n = strlen(b->reg);

	return !strncmp(insn->op_str, b->reg, n) && (!n || insn->op_str[n] == ',') &&
	       (b->bit < 0 || operand(1)->imm == b->bit);
}

static void random_site(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	enum insn_form form = (enum insn_form)(random64() % 4 % 3);
	uint64_t at = random_address() & ~UINT64_C(3);
	struct branch b = random_branch(kind);
	int64_t distance = random_distance(&b);
	uint64_t value = form == INSN_BRANCH ? at + (uint64_t)distance : random_constant();
	uint8_t old[4], out[INSN_MAX] = { 0 };
	struct insn_read read;
	bool can, right;

	put_insn(old, b.insn);
	can = form == INSN_BRANCH    ? branch_fits(&b, distance)
	      : form == INSN_NOTHING ? kind != FFP_SITE_COND
				     : kind == FFP_SITE_CALL && fits_one_move(value);
	if (ops->encode(out, old, kind, at, form, value) != can)
		return complain("refused, or not", out, 4);
	if (!can)
		return;
	if (!read_one(out, 4, at))
		right = false;
	else if (form == INSN_NOTHING)
		right = !strcmp(insn->mnemonic, kind == FFP_SITE_CALL ? "nop" : "ret") &&
			!insn->op_str[0];
	else if (form == INSN_CONSTANT)
		right = loads(value);
	else
		right = goes_to(b.name, value) && looks_at(&b);
	if (!right)
		complain("encoded", out, 4);
	if (!ops->decode(out, kind, at, &read) || read.form != form ||
	    (form != INSN_NOTHING && read.value != value))
		complain("read back", out, 4);
}

/* Random instructions, biased to what is ours: whatever decode() takes, both read alike. */
static unsigned random_instruction(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	uint64_t at = random_address() & ~UINT64_C(3);
	struct insn_read read;
	uint8_t p[4];
	bool ours, same;

	put_insn(p, random_insn(kind));
	ours = ops->decode(p, kind, at, &read);
	if (!read_one(p, 4, at)) {
		if (ours)
			complain("taken", p, 4);
		return ours;
	}
	if (!ours) {
		if ((kind == FFP_SITE_CALL && !strcmp(insn->mnemonic, "bl")) ||
		    (kind == FFP_SITE_JUMP && !strcmp(insn->mnemonic, "b")) ||
		    (kind == FFP_SITE_COND &&
		     (!strncmp(insn->mnemonic, "cb", 2) || !strncmp(insn->mnemonic, "tbz", 3) ||
		      !strncmp(insn->mnemonic, "tbn", 3))))
			complain("not seen", p, 4);
		return ours;
	}
	same = read.form == INSN_CONSTANT ? loads(read.value)
	       : read.form == INSN_NOTHING
		   ? !strcmp(insn->mnemonic, kind == FFP_SITE_CALL ? "nop" : "ret")
		   : goes_to(insn->mnemonic, read.value) &&
			 (kind == FFP_SITE_CALL ? !strcmp(insn->mnemonic, "bl")
			  : kind == FFP_SITE_JUMP
			      ? !strcmp(insn->mnemonic, "b")
			      : insn->mnemonic[0] == 'c' || insn->mnemonic[0] == 't' ||
				    !strncmp(insn->mnemonic, "b.", 2));
	if (!same)
		complain("decoded", p, 4);
	return ours;
}

/* An entry sent somewhere: the jump and what it leads to. */
static void random_entry(void)
{
	uint8_t image[FFP_ENTRY_HEADER + 32] = { 0 };
	uint8_t *entry = image + FFP_ENTRY_HEADER;
	unsigned jump = random64() % 2 ? 4 : 0;
	struct branch b = random_branch(FFP_SITE_JUMP);
	uint64_t at = random_address() & ~UINT64_C(15);
	uint64_t to = random64() % 2 ? at + jump + (uint64_t)random_distance(&b) : random_address();
	struct insn_edit edits[INSN_EDITS];
	uint64_t word, rel_at;
	uint32_t type;
	int64_t addend;

	ops->entry_new(entry, &type, &rel_at, &addend);
	if (jump) {
		memcpy(entry + 4, entry, 4);
		put_insn(entry, 0xd503245f);
	}
	for (unsigned n = ops->entry_encode(edits, entry, at, INSN_BRANCH, to); n--;)
		memcpy(entry + edits[n].at, edits[n].bytes, edits[n].len);
	memcpy(&word, image, 8);
	if (!read_one(entry + jump, 4, at + jump))
		return complain("entry", entry + jump, 4);
	if (branch_fits(&b, (int64_t)(to - at - jump))) {
		if (!goes_to("b", to))
			complain("near entry", entry + jump, 4);
		return;
	}
	if (!goes_to("b", at + 8) || word != to)
		complain("far entry", entry + jump, 4);
	if (!read_one(entry + 8, 4, at + 8) || strcmp(insn->mnemonic, "ldr") ||
	    operand(0)->reg != ARM64_REG_X16 || (uint64_t)operand(1)->imm != at + FFP_ENTRY_WORD)
		complain("far jump", entry + 8, 4);
	if (!read_one(entry + 12, 4, at + 12) || strcmp(insn->mnemonic, "br") ||
	    operand(0)->reg != ARM64_REG_X16)
		complain("far jump", entry + 12, 4);
	if (!read_one(entry + 16, 4, at + 16) || strcmp(insn->mnemonic, "ldr") ||
	    operand(0)->reg != ARM64_REG_X0 || (uint64_t)operand(1)->imm != at + 24)
		complain("stub", entry + 16, 4);
}

int main(void)
{
	unsigned taken = 0;

	if (!reader_open(CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN))
		return 0;
	for (int i = 0; i < CASES; i++)
		random_site();
	is(wrong, 0, "%d random sites", CASES);
	for (int i = 0; i < CASES; i++)
		taken += random_instruction();
	is(wrong, 0, "%d random instructions, %u of them taken for sites", CASES, taken);
	ok(taken > CASES / 10 && taken < CASES, "which are some and not all");
	for (int i = 0; i < CASES; i++)
		random_entry();
	is(wrong, 0, "%d random entries", CASES);
	return reader_done();
}

#endif /* HAVE_CAPSTONE */
