// SPDX-License-Identifier: MIT
/* x86-64: functions of one instruction, read by another disassembler. */
#include "../bodies.h"

static bool forbidden(unsigned reg)
{
	switch (reg) {
	case X86_REG_RSP:
	case X86_REG_ESP:
	case X86_REG_SP:
	case X86_REG_SPL:
	case X86_REG_RBP:
	case X86_REG_EBP:
	case X86_REG_BP:
	case X86_REG_BPL:
	case X86_REG_RBX:
	case X86_REG_EBX:
	case X86_REG_BX:
	case X86_REG_BL:
	case X86_REG_BH:
	case X86_REG_RIP:
	case X86_REG_EIP:
	case X86_REG_IP:
	case X86_REG_CS:
	case X86_REG_DS:
	case X86_REG_ES:
	case X86_REG_FS:
	case X86_REG_GS:
	case X86_REG_SS:
	case X86_REG_FPSW:
		return true;
	}
	return (reg >= X86_REG_R12 && reg <= X86_REG_R15) ||
	       (reg >= X86_REG_R12B && reg <= X86_REG_R15B) ||
	       (reg >= X86_REG_R12D && reg <= X86_REG_R15D) ||
	       (reg >= X86_REG_R12W && reg <= X86_REG_R15W) ||
	       (reg >= X86_REG_CR0 && reg <= X86_REG_DR15) ||
	       (reg >= X86_REG_MM0 && reg <= X86_REG_MM7) ||
	       (reg >= X86_REG_FP0 && reg <= X86_REG_FP7) ||
	       (reg >= X86_REG_ST0 && reg <= X86_REG_ST7);
}

static bool harmless(void)
{
	static const uint8_t groups[] = { X86_GRP_JUMP, X86_GRP_CALL,
					  X86_GRP_RET,	X86_GRP_INT,
					  X86_GRP_IRET, X86_GRP_PRIVILEGE,
					  X86_GRP_VM,	X86_GRP_BRANCH_RELATIVE,
					  X86_GRP_MMX,	X86_GRP_FPU };
	/* What no group tells. */
	static const unsigned others[] = {
		X86_INS_UD0,	    X86_INS_UD2,	X86_INS_UD2B,	    X86_INS_INT3,
		X86_INS_HLT,	    X86_INS_CPUID,	X86_INS_SYSCALL,    X86_INS_NOP,
		X86_INS_CLD,	    X86_INS_STD,	X86_INS_MASKMOVDQU, X86_INS_VMASKMOVDQU,
		X86_INS_XBEGIN,	    X86_INS_XABORT,	X86_INS_XEND,	    X86_INS_VPGATHERDD,
		X86_INS_VPGATHERDQ, X86_INS_VPGATHERQD, X86_INS_VPGATHERQQ, X86_INS_VGATHERDPS,
		X86_INS_VGATHERDPD, X86_INS_VGATHERQPS, X86_INS_VGATHERQPD, X86_INS_VZEROALL,
	};

	/* Said to be privileged: an operating system may make it so. */
	if (insn->id == X86_INS_RDTSCP)
		return true;
	for (unsigned i = 0; i < sizeof(groups); i++)
		if (cs_insn_group(capstone, insn, groups[i]))
			return false;
	for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (insn->id == others[i])
			return false;
	return insn->size <= 6 && !mentions(forbidden);
}

/* The reader shows the override, which means nothing. */
static void drop_override(void)
{
	char *cs = strstr(other->op_str, "cs:");

	if (cs)
		memmove(cs, cs + 3, strlen(cs + 3) + 1);
}

static bool unknown(const uint8_t *code, unsigned size)
{
	(void)code;
	(void)size;
	return false;
}

static unsigned landing_pad(const uint8_t *code, unsigned size)
{
	return size >= 4 && !memcmp(code, "\xf3\x0f\x1e\xfa", 4) ? 4 : 0;
}

static bool is_return(void)
{
	return other->id == X86_INS_RET && !other->detail->x86.op_count;
}

static bool same(void)
{
	drop_override();
	if (!strcmp(insn->mnemonic, other->mnemonic) && !strcmp(insn->op_str, other->op_str))
		return true;
	/* xor %eax, %eax is made what SET_FFP_RETURN makes of 0, unless it has a prefix. */
	return !strcmp(insn->mnemonic, "xor") && !strcmp(insn->op_str, "eax, eax") &&
	       insn->size == 2 && !strcmp(other->mnemonic, "mov") &&
	       !strcmp(other->op_str, "eax, 0");
}

static unsigned random_function(uint8_t *code)
{
	static const uint8_t prefixes[] = { 0x66, 0xf2, 0xf3, 0xf0, 0x2e, 0x65, 0x67 };
	unsigned n = 0, length;

	while (random64() % 4 == 0)
		code[n++ % 4] = prefixes[random64() % sizeof(prefixes)];
	n = n > 4 ? 4 : n;
	if (random64() % 2)
		code[n++] = (uint8_t)(0x40 | random64() % 16);
	switch (random64() % 8) {
	case 0:
	case 1:
	case 2:
		code[n++] = 0x0f;
		break;
	case 3:
		code[n++] = 0x0f;
		code[n++] = random64() % 4 ? 0x38 : 0x3a;
		break;
	case 6:
		n = 0;
		code[n++] = 0x66;
		code[n++] = 0x0f;
		code[n++] = 0x3a;
		break;
	case 4:
		if (random64() % 4)
			n = 0;
		code[n++] = 0xc5;
		code[n++] = (uint8_t)(random64() % 2 ? random64() : 0xf8 | random64());
		break;
	case 5:
		if (random64() % 4)
			n = 0;
		code[n++] = 0xc4;
		code[n++] = (uint8_t)(0xe0 | (1 + random64() % 2));
		code[n++] = (uint8_t)random64();
		break;
	}
	code[n++] = (uint8_t)random64();
	for (unsigned i = 0; i < 10; i++)
		code[n + i] = (uint8_t)random64();
	if (random64() % 2)
		code[n] |= 0xc0;
	/* The return behind what capstone says is one instruction, or somewhere. */
	if (read_by(insn, code, n + 10, &length))
		n = length;
	else
		n += (unsigned)(random64() % 3);
	code[n++] = 0xc3;
	return n;
}

static const struct subject subject = { CS_ARCH_X86, CS_MODE_64, &ffp_insn_x86_64, { 0xe8 } };

int main(void)
{
	return bodies_main();
}
