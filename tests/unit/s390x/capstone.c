// SPDX-License-Identifier: MIT
/* s390x, read by another disassembler. */
#define ARCH arch_s390x
#define LANDING 0
#include "../reader.h"
#include "branches.h"

static const cs_sysz_op *operand(unsigned i)
{
	return &insn->detail->sysz.operands[i];
}

static bool is_register(unsigned i, sysz_reg reg)
{
	return operand(i)->type == SYSZ_OP_REG && operand(i)->reg == reg;
}

/* The last operand is the destination, alone or behind a register. */
static bool goes_to(const char *mnemonic, uint64_t to)
{
	unsigned n = insn->detail->sysz.op_count;

	return !strcmp(insn->mnemonic, mnemonic) && n && operand(n - 1)->type == SYSZ_OP_IMM &&
	       (uint64_t)operand(n - 1)->imm == to;
}

static bool calls(uint64_t to)
{
	return goes_to("brasl", to) && is_register(0, SYSZ_REG_14);
}

/* Does it load this into %r2? */
static bool loads(uint64_t value)
{
	uint64_t imm = (uint64_t)operand(1)->imm;

	if (insn->detail->sysz.op_count != 2 || !is_register(0, SYSZ_REG_2))
		return false;
	if (!strcmp(insn->mnemonic, "llihf"))
		return imm << 32 == value;
	return (!strcmp(insn->mnemonic, "llilf") || !strcmp(insn->mnemonic, "lgfi")) &&
	       imm == value;
}

static bool does_nothing(unsigned kind, const uint8_t *p, uint64_t at)
{
	static const uint8_t trap[4];

	if (kind == FFP_SITE_CALL) /* never taken */
		return goes_to("brcl", at) && operand(0)->type == SYSZ_OP_IMM && !operand(0)->imm;
	return kind == FFP_SITE_JUMP && read_one(p, 2, at) && !strcmp(insn->mnemonic, "br") &&
	       is_register(0, SYSZ_REG_14) && !memcmp(p + 2, trap, 4) && !read_one(p + 2, 4, at);
}

/* The branch of the site asked for last. */
static struct branch branch;

static struct ask random_ask(void)
{
	struct ask q = { .kind = (unsigned)(random64() % FFP_SITE_KINDS),
			 .form = (enum insn_form)(random64() % 4 % 3),
			 .at = random_address() & ~UINT64_C(1) };
	int64_t distance = random_distance();

	branch = random_branch(q.kind);
	q.value = q.form == INSN_BRANCH ? q.at + (uint64_t)distance : random_constant();
	put_insn(q.old, branch.insn, random64());
	q.can = q.form == INSN_BRANCH	 ? branch_fits(distance)
		: q.form == INSN_NOTHING ? q.kind != FFP_SITE_COND
					 : q.kind == FFP_SITE_CALL && fits_one_load(q.value);
	return q;
}

static bool understood(const struct ask *q, const uint8_t *out)
{
	bool one = read_one(out, SITE, q->at);

	switch (q->form) {
	case INSN_NOTHING:
		return does_nothing(q->kind, out, q->at);
	case INSN_CONSTANT:
		return one && loads(q->value);
	case INSN_BRANCH:
		break;
	}
	if (q->kind == FFP_SITE_CALL)
		return one && calls(q->value);
	return one && goes_to(branch.name, q->value) && insn->detail->sysz.op_count == 1;
}

static bool is_condition(const char *mnemonic)
{
	for (unsigned mask = 1; mask < 15; mask++)
		if (!strcmp(mnemonic, conditions[mask]))
			return true;
	return false;
}

static bool random_code(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	uint64_t at = random_address() & ~UINT64_C(1);
	struct insn_read read;
	uint8_t p[SITE];
	bool ours, one, same;

	random_insn(p, kind);
	ours = ARCH.insn->decode(p, kind, at, &read);
	one = read_one(p, SITE, at);
	if (!ours) {
		if ((kind == FFP_SITE_CALL && one && !strcmp(insn->mnemonic, "brasl") &&
		     is_register(0, SYSZ_REG_14)) ||
		    (kind == FFP_SITE_JUMP && one && !strcmp(insn->mnemonic, "jg")) ||
		    (kind == FFP_SITE_COND && one && is_condition(insn->mnemonic)))
			complain("not seen", p, SITE);
		return ours;
	}
	same = read.form == INSN_NOTHING    ? does_nothing(kind, p, at)
	       : !one			    ? false
	       : read.form == INSN_CONSTANT ? loads(read.value)
	       : kind == FFP_SITE_CALL	    ? calls(read.value)
	       : kind == FFP_SITE_JUMP
		   ? goes_to("jg", read.value)
		   : is_condition(insn->mnemonic) && goes_to(insn->mnemonic, read.value);
	if (!same)
		complain("decoded", p, SITE);
	return ours;
}

static int64_t jump_distance(void)
{
	return random_distance();
}

static void put_landing(uint8_t *entry)
{
	(void)entry;
}

/* larl of `from` to this register, lg from there, br. */
static bool loads_and_goes(const uint8_t *code, uint64_t at, sysz_reg reg, uint64_t from,
			   sysz_reg to)
{
	return read_one(code, 6, at) && goes_to("larl", from) && is_register(0, reg) &&
	       read_one(code + 6, 6, at + 6) && !strcmp(insn->mnemonic, "lg") &&
	       is_register(0, reg) && operand(1)->type == SYSZ_OP_MEM &&
	       operand(1)->mem.base == reg && operand(1)->mem.index == SYSZ_REG_INVALID &&
	       operand(1)->mem.disp == 0 && read_one(code + 12, 2, at + 12) &&
	       !strcmp(insn->mnemonic, "br") && is_register(0, to);
}

static void read_entry(const uint8_t *entry, unsigned jump, uint64_t at, uint64_t to)
{
	if (!read_one(entry + jump, SITE, at))
		return complain("entry", entry, SITE);
	if (branch_fits((int64_t)(to - at))) {
		if (!goes_to("jg", to))
			complain("near entry", entry, SITE);
		return;
	}
	if (!goes_to("jg", at + 8) || get_uint(entry + FFP_ENTRY_WORD, 8, true) != to)
		complain("far entry", entry, SITE);
	if (!loads_and_goes(entry + 8, at + 8, SYSZ_REG_1, at + FFP_ENTRY_WORD, SYSZ_REG_1))
		complain("far jump", entry + 8, 14);
	if (!loads_and_goes(entry + 24, at + 24, SYSZ_REG_2, at + 40, SYSZ_REG_14))
		complain("stub", entry + 24, 14);
}

int main(void)
{
	return reader_main(CS_ARCH_SYSZ, CS_MODE_BIG_ENDIAN, NULL);
}
