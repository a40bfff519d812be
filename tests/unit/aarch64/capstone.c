// SPDX-License-Identifier: MIT
/* AArch64, read by another disassembler. */
#define ARCH arch_aarch64
#define LANDING 4
#include "../reader.h"
#include "branches.h"

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

/* The branch of the site asked for last. */
static struct branch branch;

static struct ask random_ask(void)
{
	struct ask q = { .kind = (unsigned)(random64() % FFP_SITE_KINDS),
			 .form = (enum insn_form)(random64() % 4 % 3),
			 .at = random_address() & ~UINT64_C(3) };
	int64_t distance;

	branch = random_branch(q.kind);
	distance = random_distance(&branch);
	q.value = q.form == INSN_BRANCH ? q.at + (uint64_t)distance : random_constant();
	put32(q.old, branch.insn);
	q.can = q.form == INSN_BRANCH	 ? branch_fits(&branch, distance)
		: q.form == INSN_NOTHING ? q.kind != FFP_SITE_COND
					 : q.kind == FFP_SITE_CALL && fits_one_move(q.value);
	return q;
}

static bool understood(const struct ask *q, const uint8_t *out)
{
	if (!read_one(out, 4, q->at))
		return false;
	switch (q->form) {
	case INSN_NOTHING:
		return !strcmp(insn->mnemonic, q->kind == FFP_SITE_CALL ? "nop" : "ret") &&
		       !insn->op_str[0];
	case INSN_CONSTANT:
		return loads(q->value);
	case INSN_BRANCH:
		break;
	}
	return goes_to(branch.name, q->value) && looks_at(&branch);
}

static bool random_code(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	uint64_t at = random_address() & ~UINT64_C(3);
	struct insn_read read;
	uint8_t p[4];
	bool ours, same;

	put32(p, random_insn(kind));
	ours = ARCH.insn->decode(p, kind, at, &read);
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

static int64_t jump_distance(void)
{
	struct branch b = random_branch(FFP_SITE_JUMP);

	return random_distance(&b);
}

static void put_landing(uint8_t *entry)
{
	memcpy(entry + 4, entry, 4);
	put32(entry, 0xd503245f);
}

static void read_entry(const uint8_t *entry, unsigned jump, uint64_t at, uint64_t to)
{
	struct branch b = random_branch(FFP_SITE_JUMP);

	if (!read_one(entry + jump, 4, at + jump))
		return complain("entry", entry + jump, 4);
	if (branch_fits(&b, (int64_t)(to - at - jump))) {
		if (!goes_to("b", to))
			complain("near entry", entry + jump, 4);
		return;
	}
	if (!goes_to("b", at + 8) || get64(entry + FFP_ENTRY_WORD) != to)
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
	return reader_main(CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, NULL);
}
