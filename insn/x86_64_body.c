// SPDX-License-Identifier: MIT
/*
 * x86-64: functions of one instruction.  Opcodes and prefixes from the Intel 64 manual,
 * volume 2: chapter 2 and appendix A.
 *
 * A call is five bytes, and a wide one six, so only instructions of at most six are of use; one of
 * six is for wide calls alone.  A shorter one is made five bytes long with segment overrides (2e)
 * before it, and has one more in a wide call.  In 64-bit mode these of CS mean nothing, before VEX
 * as well (2.1.1, 2.3.2, 3.3.7.1 of volume 1), except to a conditional branch, which is not on
 * the list.
 *
 * The list below admits what it names and nothing else.  What it leaves out on purpose:
 *  - an instruction that may stop in the middle, its registers half changed, and is then
 *    begun again (rep movs, gathers): behind such a stop may stand another instruction;
 *  - no-ops, which others may have put there to write over;
 *  - x87 and MMX, string instructions, flags that outlive a call (cld, std), and all that
 *    only the kernel may do or that means to trap.
 */
#include "body.h"

#include <string.h>

#include "bytes.h"
#include "insn.h"

enum {
	LENGTH = 5,	 /* of a call */
	WIDE_LENGTH = 6, /* of a wide one */
	OVERRIDE = 0x2e,
	SEGMENT_FS = 0x64,
	SEGMENT_GS = 0x65,
	ADDRESS_SIZE = 0x67,
	OPERAND_SIZE = 0x66,
	BREAKPOINT = 0xcc,
	LOCK = 0xf0,
	REPEAT_NOT = 0xf2,
	REPEAT = 0xf3,
};

static const uint8_t nop[LENGTH] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };

/* The prefix that is part of an opcode.  A general instruction has OPERAND for 16 bits. */
enum {
	PLAIN = 1,
	P66 = 2,
	PF3 = 4,
	PF2 = 8,
	SIZED = PLAIN | P66,
	ALL = PLAIN | P66 | PF3 | PF2,
};

/* What the fields of an instruction are: of `reg` and `rm` general registers, if nothing else. */
enum {
	REG_BYTE = 1,		/* reg is a register of 8 bits */
	RM_BYTE = 2,		/* so is rm, if it is a register */
	REG_X = 4,		/* reg is a vector register */
	RM_X = 8,		/* so is rm, if it is a register */
	IMM_BYTE = 0x10,	/* an immediate of 8 bits follows */
	IMM = 0x20,		/* an immediate of 16 or 32 bits follows */
	MEMORY = 0x40,		/* rm must be memory */
	REGISTER = 0x80,	/* rm must be a register */
	LOCKS = 0x100,		/* may have a lock prefix, if rm is memory */
	NO_RM = 0x200,		/* no such fields: all operands are implied */
	OPCODE_REG = 0x400,	/* no such fields: the low bits of the opcode are a register */
	V = 0x800,		/* VEX: vvvv is a vector register; else it is none */
	V_GENERAL = 0x1000,	/* VEX: vvvv is a general register */
	NO_L = 0x2000,		/* VEX: of 128 bits only */
	V_IF_REGISTER = 0x4000, /* VEX: vvvv is a vector register unless rm is memory */
	RM_0 = 0x8000,		/* rm must be 0 */
	NO_REX = 0x10000,
	BYTES = REG_BYTE | RM_BYTE,
	X = REG_X | RM_X,
};

struct rule {
	uint8_t first, last; /* opcodes */
	uint8_t prefixes;    /* one of these */
	uint8_t digits;	     /* reg is no register but one of these numbers; 0: it is one */
	unsigned is;
};

/* One byte.  Of the arithmetic up to 0x3f, which comes in eights, the first. */
static const struct rule one[] = {
	{ 0x00, 0x00, PLAIN, 0, BYTES | LOCKS },
	{ 0x01, 0x01, SIZED, 0, LOCKS },
	{ 0x02, 0x02, PLAIN, 0, BYTES },
	{ 0x03, 0x03, SIZED, 0, 0 },
	{ 0x04, 0x04, PLAIN, 0, NO_RM | IMM_BYTE },
	{ 0x05, 0x05, SIZED, 0, NO_RM | IMM },
	{ 0x63, 0x63, PLAIN, 0, 0 },			       /* movslq */
	{ 0x69, 0x69, SIZED, 0, IMM },			       /* imul */
	{ 0x6b, 0x6b, SIZED, 0, IMM_BYTE },		       /* imul */
	{ 0x80, 0x80, PLAIN, 0x7f, BYTES | IMM_BYTE | LOCKS }, /* arithmetic but cmp */
	{ 0x81, 0x81, SIZED, 0x7f, IMM | LOCKS },
	{ 0x83, 0x83, SIZED, 0x7f, IMM_BYTE | LOCKS },
	{ 0x86, 0x86, PLAIN, 0, BYTES | LOCKS }, /* xchg */
	{ 0x87, 0x87, SIZED, 0, LOCKS },
	{ 0x88, 0x88, PLAIN, 0, BYTES }, /* mov */
	{ 0x89, 0x89, SIZED, 0, 0 },
	{ 0x8a, 0x8a, PLAIN, 0, BYTES },
	{ 0x8b, 0x8b, SIZED, 0, 0 },
	{ 0x8d, 0x8d, SIZED, 0, MEMORY },			    /* lea */
	{ 0x98, 0x99, SIZED, 0, NO_RM },			    /* cltq, cqto and the like */
	{ 0xb0, 0xb7, PLAIN, 0, OPCODE_REG | REG_BYTE | IMM_BYTE }, /* mov */
	{ 0xb8, 0xbf, SIZED, 0, OPCODE_REG | IMM },
	{ 0xc0, 0xc0, PLAIN, 0xbf, BYTES | IMM_BYTE }, /* rotations and shifts */
	{ 0xc1, 0xc1, SIZED, 0xbf, IMM_BYTE },
	{ 0xc6, 0xc6, PLAIN, 0x01, BYTES | IMM_BYTE }, /* mov */
	{ 0xc7, 0xc7, SIZED, 0x01, IMM },
	{ 0xd0, 0xd0, PLAIN, 0xbf, BYTES },
	{ 0xd1, 0xd1, SIZED, 0xbf, 0 },
	{ 0xd2, 0xd2, PLAIN, 0xbf, BYTES },
	{ 0xd3, 0xd3, SIZED, 0xbf, 0 },
	{ 0xf6, 0xf6, PLAIN, 0x0c, BYTES | LOCKS }, /* not, neg */
	{ 0xf7, 0xf7, SIZED, 0x0c, LOCKS },
	{ 0xf6, 0xf6, PLAIN, 0x30, BYTES }, /* mul, imul */
	{ 0xf7, 0xf7, SIZED, 0x30, 0 },
	{ 0xfe, 0xfe, PLAIN, 0x03, BYTES | LOCKS }, /* inc, dec */
	{ 0xff, 0xff, SIZED, 0x03, LOCKS },
	{ 0x90, 0x90, PF3, 0, NO_RM | NO_REX }, /* pause */
};

/* 0f */
static const struct rule two[] = {
	{ 0x0d, 0x0d, PLAIN, 0x02, MEMORY }, /* prefetchw */
	{ 0x18, 0x18, PLAIN, 0x0f, MEMORY }, /* prefetchnta, prefetcht0 to 2 */
	{ 0x31, 0x31, PLAIN, 0, NO_RM },     /* rdtsc */
	{ 0xa4, 0xa4, SIZED, 0, IMM_BYTE },  /* shld */
	{ 0xa5, 0xa5, SIZED, 0, 0 },
	{ 0xab, 0xab, SIZED, 0, LOCKS },    /* bts */
	{ 0xac, 0xac, SIZED, 0, IMM_BYTE }, /* shrd */
	{ 0xad, 0xad, SIZED, 0, 0 },
	{ 0xae, 0xae, PLAIN, 0xe0, REGISTER | RM_0 | NO_REX }, /* lfence, mfence, sfence */
	{ 0xae, 0xae, PLAIN, 0x80, MEMORY },		       /* clflush */
	{ 0xae, 0xae, P66, 0xc0, MEMORY },		       /* clwb, clflushopt */
	{ 0xaf, 0xaf, SIZED, 0, 0 },			       /* imul */
	{ 0xb0, 0xb0, PLAIN, 0, BYTES | LOCKS },	       /* cmpxchg */
	{ 0xb1, 0xb1, SIZED, 0, LOCKS },
	{ 0xb3, 0xb3, SIZED, 0, LOCKS },	       /* btr */
	{ 0xb6, 0xb6, SIZED, 0, RM_BYTE },	       /* movzb */
	{ 0xb7, 0xb7, PLAIN, 0, 0 },		       /* movzw */
	{ 0xb8, 0xb8, PF3, 0, 0 },		       /* popcnt */
	{ 0xba, 0xba, SIZED, 0xe0, IMM_BYTE | LOCKS }, /* bts, btr, btc */
	{ 0xbb, 0xbb, SIZED, 0, LOCKS },	       /* btc */
	{ 0xbc, 0xbd, SIZED | PF3, 0, 0 },	       /* bsf, bsr; tzcnt, lzcnt */
	{ 0xbe, 0xbe, SIZED, 0, RM_BYTE },	       /* movsb */
	{ 0xbf, 0xbf, PLAIN, 0, 0 },		       /* movsw */
	{ 0xc0, 0xc0, PLAIN, 0, BYTES | LOCKS },       /* xadd */
	{ 0xc1, 0xc1, SIZED, 0, LOCKS },
	{ 0xc3, 0xc3, PLAIN, 0, MEMORY },      /* movnti */
	{ 0xc7, 0xc7, SIZED, 0xc0, REGISTER }, /* rdrand, rdseed */
	{ 0xc8, 0xcf, PLAIN, 0, OPCODE_REG },  /* bswap */

	{ 0x10, 0x11, ALL, 0, X }, /* mov */
	{ 0x12, 0x12, PLAIN | PF3 | PF2, 0, X },
	{ 0x12, 0x13, SIZED, 0, X | MEMORY },
	{ 0x14, 0x15, SIZED, 0, X },
	{ 0x16, 0x16, PLAIN | PF3, 0, X },
	{ 0x16, 0x17, SIZED, 0, X | MEMORY },
	{ 0x28, 0x29, SIZED, 0, X },
	{ 0x2a, 0x2a, PF3 | PF2, 0, REG_X }, /* from integer, to integer */
	{ 0x2b, 0x2b, SIZED, 0, X | MEMORY },
	{ 0x2c, 0x2d, PF3 | PF2, 0, RM_X },
	{ 0x50, 0x50, SIZED, 0, RM_X | REGISTER },
	{ 0x51, 0x51, ALL, 0, X },
	{ 0x52, 0x53, PLAIN | PF3, 0, X },
	{ 0x54, 0x57, SIZED, 0, X },
	{ 0x58, 0x5a, ALL, 0, X },
	{ 0x5b, 0x5b, SIZED | PF3, 0, X },
	{ 0x5c, 0x5f, ALL, 0, X },
	{ 0x60, 0x6d, P66, 0, X },
	{ 0x6e, 0x6e, P66, 0, REG_X },
	{ 0x6f, 0x6f, P66 | PF3, 0, X },
	{ 0x70, 0x70, P66 | PF3 | PF2, 0, X | IMM_BYTE },
	{ 0x71, 0x72, P66, 0x54, RM_X | REGISTER | IMM_BYTE },
	{ 0x73, 0x73, P66, 0xcc, RM_X | REGISTER | IMM_BYTE },
	{ 0x74, 0x76, P66, 0, X },
	{ 0x7c, 0x7d, P66 | PF2, 0, X },
	{ 0x7e, 0x7e, P66, 0, REG_X },
	{ 0x7e, 0x7e, PF3, 0, X | NO_REX },
	{ 0x7f, 0x7f, P66 | PF3, 0, X },
	{ 0xc2, 0xc2, ALL, 0, X | IMM_BYTE },
	{ 0xc4, 0xc4, P66, 0, REG_X | IMM_BYTE },
	{ 0xc5, 0xc5, P66, 0, RM_X | REGISTER | IMM_BYTE },
	{ 0xc6, 0xc6, SIZED, 0, X | IMM_BYTE },
	{ 0xd0, 0xd0, P66 | PF2, 0, X },
	{ 0xd1, 0xd6, P66, 0, X },
	{ 0xd7, 0xd7, P66, 0, RM_X | REGISTER },
	{ 0xd8, 0xe5, P66, 0, X },
	{ 0xe6, 0xe6, P66 | PF3 | PF2, 0, X },
	{ 0xe7, 0xe7, P66, 0, X | MEMORY },
	{ 0xe8, 0xef, P66, 0, X },
	{ 0xf0, 0xf0, PF2, 0, X | MEMORY },
	{ 0xf1, 0xf6, P66, 0, X },
	{ 0xf8, 0xfe, P66, 0, X },
};

/* 0f 38 */
static const struct rule three[] = {
	{ 0x00, 0x0b, P66, 0, X },	 { 0x10, 0x10, P66, 0, X },
	{ 0x14, 0x15, P66, 0, X },	 { 0x17, 0x17, P66, 0, X },
	{ 0x1c, 0x1e, P66, 0, X },	 { 0x20, 0x25, P66, 0, X },
	{ 0x28, 0x29, P66, 0, X },	 { 0x2a, 0x2a, P66, 0, X | MEMORY },
	{ 0x2b, 0x2b, P66, 0, X },	 { 0x30, 0x35, P66, 0, X },
	{ 0x37, 0x41, P66, 0, X },	 { 0xc8, 0xcd, PLAIN, 0, X },
	{ 0xdb, 0xdf, P66, 0, X },	 { 0xf0, 0xf1, SIZED, 0, MEMORY }, /* movbe */
	{ 0xf0, 0xf0, PF2, 0, RM_BYTE },				   /* crc32 */
	{ 0xf1, 0xf1, PF2, 0, 0 },	 { 0xf6, 0xf6, P66 | PF3, 0, 0 },  /* adcx, adox */
};

/* 0f 3a */
static const struct rule immediate[] = {
	{ 0x08, 0x0f, P66, 0, X | IMM_BYTE }, /* round, blend, palignr */
	{ 0x40, 0x42, P66, 0, X | IMM_BYTE }, /* dpps, dppd, mpsadbw */
	{ 0x44, 0x44, P66, 0, X | IMM_BYTE }, /* pclmulqdq */
};

/* VEX, 0f */
static const struct rule vex_two[] = {
	{ 0x10, 0x11, SIZED, 0, X },
	{ 0x10, 0x11, PF3 | PF2, 0, X | V_IF_REGISTER },
	{ 0x12, 0x12, PLAIN, 0, X | V | NO_L },
	{ 0x12, 0x12, PF3 | PF2, 0, X },
	{ 0x12, 0x12, P66, 0, X | V | NO_L | MEMORY },
	{ 0x13, 0x13, SIZED, 0, X | NO_L | MEMORY },
	{ 0x14, 0x15, SIZED, 0, X | V },
	{ 0x16, 0x16, PLAIN, 0, X | V | NO_L },
	{ 0x16, 0x16, PF3, 0, X },
	{ 0x16, 0x16, P66, 0, X | V | NO_L | MEMORY },
	{ 0x17, 0x17, SIZED, 0, X | NO_L | MEMORY },
	{ 0x28, 0x29, SIZED, 0, X },
	{ 0x2a, 0x2a, PF3 | PF2, 0, REG_X | V },
	{ 0x2b, 0x2b, SIZED, 0, X | MEMORY },
	{ 0x2c, 0x2d, PF3 | PF2, 0, RM_X },
	{ 0x50, 0x50, SIZED, 0, RM_X | REGISTER },
	{ 0x51, 0x51, SIZED, 0, X },
	{ 0x51, 0x51, PF3 | PF2, 0, X | V },
	{ 0x52, 0x53, PLAIN, 0, X },
	{ 0x52, 0x53, PF3, 0, X | V },
	{ 0x54, 0x57, SIZED, 0, X | V },
	{ 0x58, 0x59, ALL, 0, X | V },
	{ 0x5a, 0x5a, SIZED, 0, X },
	{ 0x5a, 0x5a, PF3 | PF2, 0, X | V },
	{ 0x5b, 0x5b, SIZED | PF3, 0, X },
	{ 0x5c, 0x5f, ALL, 0, X | V },
	{ 0x60, 0x6d, P66, 0, X | V },
	{ 0x6e, 0x6e, P66, 0, REG_X | NO_L },
	{ 0x6f, 0x6f, P66 | PF3, 0, X },
	{ 0x70, 0x70, P66 | PF3 | PF2, 0, X | IMM_BYTE },
	{ 0x74, 0x76, P66, 0, X | V },
	{ 0x7c, 0x7d, P66 | PF2, 0, X | V },
	{ 0x7e, 0x7e, P66, 0, REG_X | NO_L },
	{ 0x7e, 0x7e, PF3, 0, X | NO_L },
	{ 0x7f, 0x7f, P66 | PF3, 0, X },
	{ 0xc2, 0xc2, ALL, 0, X | V | IMM_BYTE },
	{ 0xc4, 0xc4, P66, 0, REG_X | V | NO_L | IMM_BYTE },
	{ 0xc5, 0xc5, P66, 0, RM_X | NO_L | REGISTER | IMM_BYTE },
	{ 0xc6, 0xc6, SIZED, 0, X | V | IMM_BYTE },
	{ 0xd0, 0xd0, P66 | PF2, 0, X | V },
	{ 0xd1, 0xd5, P66, 0, X | V },
	{ 0xd6, 0xd6, P66, 0, X | NO_L },
	{ 0xd7, 0xd7, P66, 0, RM_X | REGISTER },
	{ 0xd8, 0xe5, P66, 0, X | V },
	{ 0xe6, 0xe6, P66 | PF3 | PF2, 0, X },
	{ 0xe7, 0xe7, P66, 0, X | MEMORY },
	{ 0xe8, 0xef, P66, 0, X | V },
	{ 0xf0, 0xf0, PF2, 0, X | MEMORY },
	{ 0xf1, 0xf6, P66, 0, X | V },
	{ 0xf8, 0xfe, P66, 0, X | V },
};

/* VEX, 0f 38 */
static const struct rule vex_three[] = {
	{ 0x00, 0x0b, P66, 0, X | V },
	{ 0x1c, 0x1e, P66, 0, X },
	{ 0x20, 0x25, P66, 0, X },
	{ 0x28, 0x29, P66, 0, X | V },
	{ 0x2b, 0x2b, P66, 0, X | V },
	{ 0x30, 0x35, P66, 0, X },
	{ 0x37, 0x40, P66, 0, X | V },
	{ 0x96, 0x98, P66, 0, X | V }, /* fused multiplication and addition */
	{ 0x99, 0x99, P66, 0, X | V | NO_L },
	{ 0x9a, 0x9a, P66, 0, X | V },
	{ 0x9b, 0x9b, P66, 0, X | V | NO_L },
	{ 0x9c, 0x9c, P66, 0, X | V },
	{ 0x9d, 0x9d, P66, 0, X | V | NO_L },
	{ 0x9e, 0x9e, P66, 0, X | V },
	{ 0x9f, 0x9f, P66, 0, X | V | NO_L },
	{ 0xa6, 0xa8, P66, 0, X | V },
	{ 0xa9, 0xa9, P66, 0, X | V | NO_L },
	{ 0xaa, 0xaa, P66, 0, X | V },
	{ 0xab, 0xab, P66, 0, X | V | NO_L },
	{ 0xac, 0xac, P66, 0, X | V },
	{ 0xad, 0xad, P66, 0, X | V | NO_L },
	{ 0xae, 0xae, P66, 0, X | V },
	{ 0xaf, 0xaf, P66, 0, X | V | NO_L },
	{ 0xb6, 0xb8, P66, 0, X | V },
	{ 0xb9, 0xb9, P66, 0, X | V | NO_L },
	{ 0xba, 0xba, P66, 0, X | V },
	{ 0xbb, 0xbb, P66, 0, X | V | NO_L },
	{ 0xbc, 0xbc, P66, 0, X | V },
	{ 0xbd, 0xbd, P66, 0, X | V | NO_L },
	{ 0xbe, 0xbe, P66, 0, X | V },
	{ 0xbf, 0xbf, P66, 0, X | V | NO_L },
	{ 0xdb, 0xdb, P66, 0, X | NO_L },
	{ 0xdc, 0xdf, P66, 0, X | V | NO_L },
	{ 0xf2, 0xf2, PLAIN, 0, V_GENERAL | NO_L },		/* andn */
	{ 0xf3, 0xf3, PLAIN, 0x0e, V_GENERAL | NO_L },		/* blsr, blsmsk, blsi */
	{ 0xf5, 0xf5, PLAIN | PF3 | PF2, 0, V_GENERAL | NO_L }, /* bzhi, pext, pdep */
	{ 0xf6, 0xf6, PF2, 0, V_GENERAL | NO_L },		/* mulx */
	{ 0xf7, 0xf7, ALL, 0, V_GENERAL | NO_L },		/* bextr, shlx, sarx, shrx */
};

/* One instruction, as far as it has been read. */
struct reading {
	const uint8_t *at, *end;
	uint8_t prefix; /* PLAIN or one of the others */
	bool lock, vex, rex, wide, l;
	uint8_t r, x, b; /* 8 where the field has a fourth bit */
	uint8_t v;	 /* the register in vvvv */
};

static bool left(const struct reading *i, unsigned n)
{
	return (size_t)(i->end - i->at) >= n;
}

static bool skip(struct reading *i, unsigned n)
{
	if (!left(i, n))
		return false;
	i->at += n;
	return true;
}

/* rax, rcx, rdx, rsi, rdi, r8 to r11: what a call may change. */
static bool may_change(unsigned reg)
{
	return 0x0fc7 >> reg & 1;
}

static bool is_general(const struct reading *i, unsigned reg, bool byte)
{
	/* Without a REX prefix four bytes are the second ones of rax to rbx. */
	return may_change(reg) && (!byte || i->rex || reg < 4);
}

/* The operand in memory, whose ModRM byte has been read: no further than 8 bits from registers. */
static bool read_memory(struct reading *i, unsigned mod, unsigned rm)
{
	if (mod == 2 || (mod == 0 && rm == 5))
		return false;
	if (rm == 4) {
		unsigned sib, index;

		if (!left(i, 1))
			return false;
		sib = *i->at++;
		index = (sib >> 3 & 7) | i->x;
		rm = sib & 7;
		if ((index != 4 && !may_change(index)) || (mod == 0 && rm == 5))
			return false;
	}
	return may_change(rm | i->b) && skip(i, mod);
}

/* `*memory`: is there an operand in memory? */
static bool follows(struct reading *i, const struct rule *rule, uint8_t opcode, bool *memory)
{
	unsigned is = rule->is;

	if (is & NO_REX && i->rex)
		return false;
	if (is & OPCODE_REG) {
		if (!is_general(i, (opcode & 7) | i->b, is & REG_BYTE))
			return false;
	} else if (!(is & NO_RM)) {
		unsigned modrm, mod, reg, rm;

		if (!left(i, 1))
			return false;
		modrm = *i->at++;
		mod = modrm >> 6;
		reg = modrm >> 3 & 7;
		rm = modrm & 7;
		*memory = mod != 3;
		if (is & (*memory ? REGISTER : MEMORY) || (is & RM_0 && rm))
			return false;
		if (rule->digits ? !(rule->digits >> reg & 1)
				 : !(is & REG_X) && !is_general(i, reg | i->r, is & REG_BYTE))
			return false;
		if (*memory ? !read_memory(i, mod, rm)
			    : !(is & RM_X) && !is_general(i, rm | i->b, is & RM_BYTE))
			return false;
	}
	if (i->lock && (!(is & LOCKS) || !*memory))
		return false;
	if (i->vex) {
		bool has_v = is & V || (is & V_IF_REGISTER && !*memory);

		if ((i->l && is & NO_L) ||
		    (is & V_GENERAL ? !may_change(i->v) : !has_v && i->v != 0))
			return false;
	}
	if (is & IMM_BYTE)
		return skip(i, 1);
	if (is & IMM && is & OPCODE_REG && i->wide) /* "mov" has 8, which is too long in any case */
		return false;
	if (is & IMM)
		return skip(i, i->prefix == P66 && !i->wide ? 2 : 4);
	return true;
}

static bool read_prefixes(struct reading *i)
{
	for (; left(i, 1); i->at++) {
		uint8_t prefix = *i->at == 0x66 ? P66 : *i->at == 0xf3 ? PF3 : PF2;

		if (*i->at == LOCK && !i->lock) {
			i->lock = true;
		} else if ((*i->at == 0x66 || *i->at == 0xf2 || *i->at == 0xf3) &&
			   i->prefix == PLAIN) {
			i->prefix = prefix;
		} else {
			break;
		}
	}
	if (left(i, 1) && (*i->at & 0xf0) == 0x40) {
		i->rex = true;
		i->wide = *i->at & 8;
		i->r = (uint8_t)(*i->at << 1 & 8);
		i->x = (uint8_t)(*i->at << 2 & 8);
		i->b = (uint8_t)(*i->at << 3 & 8);
		i->at++;
	}
	return left(i, 2);
}

/* Two bytes or three, and no other prefix before them.  The map: 1 is 0f, 2 is 0f 38. */
static unsigned read_vex(struct reading *i)
{
	static const uint8_t prefixes[] = { PLAIN, P66, PF3, PF2 };
	unsigned map = 1, second, last;

	if (i->lock || i->rex || i->prefix != PLAIN || !left(i, 4))
		return 0;
	second = last = i->at[1];
	i->r = second & 0x80 ? 0 : 8;
	if (i->at[0] == 0xc4) {
		i->x = second & 0x40 ? 0 : 8;
		i->b = second & 0x20 ? 0 : 8;
		map = second & 31;
		last = i->at[2];
		i->wide = last & 0x80;
		i->at++;
	}
	i->at += 2;
	i->vex = true;
	i->v = (uint8_t)(~last >> 3 & 15);
	i->l = last & 4;
	i->prefix = prefixes[last & 3];
	return map;
}

/*
 * The instruction at `code`: its length, or 0 if it is not on the list.  *memory: it has an
 * operand there; *prefixed: its opcode is of those that a prefix is a part of.
 */
static unsigned admitted(const uint8_t *code, uint64_t size, bool *memory, bool *prefixed)
{
	struct reading i = { .at = code, .end = code + size, .prefix = PLAIN };
	const struct rule *rules;
	uint8_t opcode;
	size_t n;

	if (!read_prefixes(&i))
		return 0;
	*prefixed = i.at[0] == 0x0f || i.at[0] == 0xc4 || i.at[0] == 0xc5;
	if (i.at[0] == 0xc4 || i.at[0] == 0xc5) {
		unsigned map = read_vex(&i);

		rules = map == 1 ? vex_two : vex_three;
		n = map == 1   ? sizeof(vex_two) / sizeof(*rules)
		    : map == 2 ? sizeof(vex_three) / sizeof(*rules)
			       : 0;
	} else if (i.at[0] != 0x0f) {
		rules = one;
		n = sizeof(one) / sizeof(*rules);
	} else if (i.at[1] != 0x38 && i.at[1] != 0x3a) {
		rules = two;
		n = sizeof(two) / sizeof(*rules);
		i.at++;
	} else {
		rules = i.at[1] == 0x38 ? three : immediate;
		n = i.at[1] == 0x38 ? sizeof(three) / sizeof(*rules)
				    : sizeof(immediate) / sizeof(*rules);
		i.at += 2;
	}
	if (!n || !left(&i, 1))
		return 0;
	opcode = *i.at++;
	*memory = false;
	/* rdtscp and xgetbv, which are numbered by a whole byte */
	if (rules == two && opcode == 0x01 && i.prefix == PLAIN && !i.rex && !i.lock && left(&i, 1))
		return *i.at == 0xf9 || *i.at == 0xd0 ? 3 : 0;
	if (rules == one && opcode < 0x38)
		opcode &= 7;
	for (size_t k = 0; k < n; k++) {
		struct reading rest = i;
		const struct rule *rule = &rules[k];

		if (opcode < rule->first || opcode > rule->last || !(rule->prefixes & i.prefix))
			continue;
		*memory = false;
		if (follows(&rest, rule, opcode, memory))
			return (unsigned)(rest.at - code);
	}
	return 0;
}

/* "rep" is what some put before a return so that it is not one byte long. */
static unsigned is_return(const uint8_t *code, uint64_t size)
{
	if (size >= 1 && code[0] == 0xc3)
		return 1;
	return size >= 2 && code[0] == 0xf3 && code[1] == 0xc3 ? 2 : 0;
}

unsigned ffp_insn_body_x86_64(const uint8_t *code, uint64_t size, struct insn_body *out)
{
	static const uint8_t endbr64[] = { 0xf3, 0x0f, 0x1e, 0xfa };
	static const uint8_t zero[LENGTH] = { 0xb8 };
	unsigned at = size >= 4 && !memcmp(code, endbr64, 4) ? 4 : 0, n;
	bool memory = false, prefixed = false;

	memset(out, 0, sizeof(*out));
	code += at;
	size -= at;
	n = is_return(code, size);
	if (n) {
		memcpy(out->bytes, nop, LENGTH);
		return insn_body_mark(out, at + n);
	}
	n = admitted(code, size < WIDE_LENGTH ? size : WIDE_LENGTH, &memory, &prefixed);
	if (!n || !is_return(code + n, size - n))
		return 0;
	/* xor %eax, %eax, both ways to say it: what a key that returns 0 has, too */
	if (n == 2 && (code[0] == 0x31 || code[0] == 0x33) && code[1] == 0xc0) {
		memcpy(out->bytes, zero, LENGTH);
	} else if (n == WIDE_LENGTH) {
		memcpy(out->bytes, code, n);
	} else {
		memset(out->bytes, OVERRIDE, LENGTH - n);
		memcpy(out->bytes + LENGTH - n, code, n);
	}
	out->flags =
	    (uint8_t)((memory ? INSN_BODY_ADDRESSES : 0) | (prefixed ? INSN_BODY_PREFIXED : 0) |
		      (n == WIDE_LENGTH ? INSN_BODY_WIDE : 0));
	return insn_body_mark(out, at + n + is_return(code + n, size - n));
}

/*
 * Would a REX prefix before these bytes be a part of the instruction?  One that does not stand
 * directly before the opcode means nothing (volume 2, 2.2.1), so those that begin with another
 * prefix are safe.
 */
static bool takes_rex(const uint8_t bytes[LENGTH])
{
	static const uint8_t others[] = { OVERRIDE,   OPERAND_SIZE, ADDRESS_SIZE,
					  REPEAT_NOT, REPEAT,	    LOCK };

	return memcmp(bytes, nop, LENGTH) && !memchr(others, bytes[0], sizeof(others));
}

bool ffp_insn_body_put_x86_64(uint8_t *out, const uint8_t *old, uint8_t before, unsigned kind,
			      const struct insn_body *body)
{
	const bool wide = kind == INSN_SITE_WIDE, whole = body->flags & INSN_BODY_WIDE;

	(void)old;
	if (!wide && (kind != FFP_SITE_CALL || whole))
		return false;
	/*
	 * A call that was one through the GOT has a prefix, by which addresses would have 32
	 * bits, and which an object of an older tool does not tell of; assembly may have written
	 * others before a call, where they mean nothing: those of segments would add a base to an
	 * address.  Or the byte is the end of another instruction, and nothing is lost but a body.
	 * A breakpoint hides the byte that its owner will put back, which may be any of these.
	 */
	if (((before == ADDRESS_SIZE || before == SEGMENT_FS || before == SEGMENT_GS) &&
	     body->flags & INSN_BODY_ADDRESSES) ||
	    ((before == REPEAT || before == REPEAT_NOT) && body->flags & INSN_BODY_PREFIXED) ||
	    before == OPERAND_SIZE || before == BREAKPOINT ||
	    ((before & 0xf0) == 0x40 && (!wide || whole) && takes_rex(body->bytes)))
		return false;
	if (wide && !whole)
		*out++ = OVERRIDE;
	memcpy(out, body->bytes, whole ? WIDE_LENGTH : LENGTH);
	return true;
}
