// SPDX-License-Identifier: MIT
/* s390x: functions of one instruction, read by another disassembler. */
#include "../bodies.h"

static const cs_sysz_op *operand(const cs_insn *of, unsigned i)
{
	return &of->detail->sysz.operands[i];
}

/* Everything but %r0 to %r5, %f0 to %f7 and the condition code. */
static bool forbidden(unsigned reg)
{
	return reg != SYSZ_REG_CC && !(reg >= SYSZ_REG_0 && reg <= SYSZ_REG_5) &&
	       !(reg >= SYSZ_REG_F0 && reg <= SYSZ_REG_F7);
}

static bool one_of(const char *mnemonic, const char *list)
{
	const char *at = strstr(list, mnemonic);
	size_t n = strlen(mnemonic);

	for (; at; at = strstr(at + 1, mnemonic))
		if (at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

static bool harmless(void)
{
	static const char others[] =
	    " larl lmy lmg lmh stmy stmg stmh mvc mvcl clcl mvcle clcle svc ex exrl bras brasl bas"
	    " basr bal balr bcr nop nopr brc brcl lpq stpq lm stm cds cdsy cdsg trap2 trap4 tbegin"
	    " tend tabort epsw lrl lgrl lgfrl lhrl lghrl llgfrl llghrl llhrl strl stgrl sthrl crl"
	    " cgrl clrl clgrl chrl cghrl clhrl clghrl pfdrl stam lam stckf stck stcke ";
	const cs_sysz *s = &insn->detail->sysz;

	if (cs_insn_group(capstone, insn, SYSZ_GRP_JUMP) || one_of(insn->mnemonic, others) ||
	    insn->mnemonic[0] == 'j')
		return false;
	for (unsigned i = 0; i < s->op_count; i++) {
		const cs_sysz_op *op = operand(insn, i);

		if ((op->type == SYSZ_OP_REG && forbidden(op->reg)) || op->type == SYSZ_OP_ACREG)
			return false;
		if (op->type == SYSZ_OP_MEM &&
		    ((op->mem.base != SYSZ_REG_INVALID && forbidden(op->mem.base)) ||
		     (op->mem.index != SYSZ_REG_INVALID && forbidden(op->mem.index)) ||
		     op->mem.length))
			return false;
	}
	return true;
}

static bool unknown(const uint8_t *code, unsigned size)
{
	(void)code;
	(void)size;
	return false;
}

static unsigned landing_pad(const uint8_t *code, unsigned size)
{
	(void)code;
	(void)size;
	return 0;
}

static bool is_return(void)
{
	return !strcmp(other->mnemonic, "br") && !strcmp(other->op_str, "%r14");
}

/* An instruction of four bytes has become the one of six with a name longer by a "y", or … */
static bool same(void)
{
	static const char *const longer[][2] = {
		{ "lhi", "iilf" },    { "lghi", "lgfi" },   { "ahi", "afi" },
		{ "aghi", "agfi" },   { "llihl", "llihf" }, { "llill", "llilf" },
		{ "llihh", "llihf" }, { "llilh", "llilf" },
	};
	size_t n = strlen(insn->mnemonic);

	if (insn->size == 6)
		return !strcmp(insn->mnemonic, other->mnemonic) &&
		       !strcmp(insn->op_str, other->op_str);
	if (!strcmp(insn->mnemonic, "lgr"))
		return !strcmp(other->mnemonic, "lay") &&
		       operand(insn, 0)->reg == operand(other, 0)->reg &&
		       operand(insn, 1)->reg == operand(other, 1)->mem.base &&
		       operand(other, 1)->mem.index == SYSZ_REG_INVALID &&
		       !operand(other, 1)->mem.disp;
	for (unsigned i = 0; i < sizeof(longer) / sizeof(longer[0]); i++) {
		uint64_t high = i >= 6 ? 16 : 0;

		if (!strcmp(insn->mnemonic, longer[i][0]))
			return !strcmp(other->mnemonic, longer[i][1]) &&
			       operand(insn, 0)->reg == operand(other, 0)->reg &&
			       (uint32_t)((uint64_t)operand(insn, 1)->imm << high) ==
				   (uint32_t)operand(other, 1)->imm;
	}
	return !strncmp(insn->mnemonic, other->mnemonic, n) && !strcmp(other->mnemonic + n, "y") &&
	       !strcmp(insn->op_str, other->op_str);
}

static unsigned random_function(uint8_t *code)
{
	static const uint8_t likely[] = { 0xc0, 0xc2, 0xe3, 0xe5, 0xeb, 0xec, 0xed, 0xa5,
					  0xa7, 0x50, 0x58, 0x41, 0x92, 0xba, 0xb9 };
	unsigned n;

	for (unsigned i = 0; i < 6; i++)
		code[i] = (uint8_t)random64();
	if (random64() % 4)
		code[0] = likely[random64() % sizeof(likely)];
	if (random64() % 4)
		code[1] &= 0x77;
	if (random64() % 4)
		code[2] &= 0x7f;
	if (random64() % 2)
		code[4] = 0;
	if (code[0] == 0xb9 && random64() % 2)
		code[1] = 0x04;
	if (code[0] == 0xe5)
		code[1] = (uint8_t)(0x40 | (random64() % 4 << 2));
	n = code[0] < 0x40 ? 2 : code[0] < 0xc0 ? 4 : 6;
	put_uint(code + n, 2, true, 0x07fe);
	return n + 2;
}

static const struct subject subject = {
	CS_ARCH_SYSZ, CS_MODE_BIG_ENDIAN, &ffp_insn_s390x, { 0xc0, 0xe5 }
};

int main(void)
{
	return bodies_main();
}
