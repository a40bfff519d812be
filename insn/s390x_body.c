// SPDX-License-Identifier: MIT
/*
 * s390x: functions of one instruction.  Instructions from the z/Architecture Principles of
 * Operation (SA22-7832), appendix B; the roles of registers from the ELF ABI s390x
 * supplement.
 *
 * A site has six bytes.  An instruction of four is admitted if there is one of six that does
 * the same, but for what it leaves in the condition code, which a call may change: loads and
 * stores by their forms with long displacements, immediates by those of 32 bits.  Registers may
 * be %r0 to %r5 and %f0 to %f7; as the base or index of an address number 0 is none.
 *
 * Left out on purpose: instructions that access storage several times, which may be
 * done by half when they are begun again (moves of storage, of several registers).
 */
#include "body.h"

#include <string.h>

#include "bytes.h"
#include "insn.h"

enum { LENGTH = 6, RETURN = 0x07fe, BRCL = 0xc004, LGR = 0xb904 };

/* Bits 8 to 15 of every format here hold two fields of four, and 16 to 19 a base. */
static unsigned first(const uint8_t *p)
{
	return p[1] >> 4;
}

static unsigned second(const uint8_t *p)
{
	return p[1] & 15;
}

static unsigned base(const uint8_t *p)
{
	return p[2] >> 4;
}

static bool general(unsigned r)
{
	return r < 6;
}

static bool has(const char *set, size_t n, uint8_t opcode)
{
	return memchr(set, opcode, n);
}
#define HAS(set, opcode) has(set, sizeof(set) - 1, opcode)

/* e3: a register and storage at an index, a base and a displacement. */
static bool rxy(const uint8_t *p)
{
	static const char set[] =
	    "\x02\x04\x12\x14\x15\x16\x1e\x0f"	       /* ltg, lg, lt, lgf, lgh, llgf, lrv, lrvg */
	    "\x58\x71\x73\x76\x77\x78\x90\x91\x94\x95" /* ly, lay, icy, lb, lgb, lhy, llgc, llgh,
							  llc, llh */
	    "\x24\x3e\x2f\x50\x70\x72"		       /* stg, strv, strvg, sty, sthy, stcy */
	    "\x08\x18\x0a\x1a\x5a\x5e\x7a"	       /* ag, agf, alg, algf, ay, aly, ahy */
	    "\x09\x19\x0b\x1b\x5b\x5f\x7b"	       /* sg, sgf, slg, slgf, sy, sly, shy */
	    "\x0c\x1c\x51\x80\x81\x82\x54\x56\x57";    /* msg, msgf, msy, ng, og, xg, ny, oy, xy */

	return HAS(set, p[5]) && general(first(p)) && general(second(p)) && general(base(p));
}

/* eb: shifts; atomic operations on storage; storage and an immediate */
static bool rsy(const uint8_t *p)
{
	static const char shifts[] = "\x0a\x0c\x0d\x1c\x1d";
	/* csy, csg; laa to laxg */
	static const char atomic[] = "\x14\x30\xe4\xe6\xe7\xe8\xea\xf4\xf6\xf7\xf8\xfa";
	/* mviy, niy, oiy, xiy, asi, agsi */
	static const char immediate[] = "\x52\x54\x56\x57\x6a\x7a";

	if (!general(base(p)))
		return false;
	if (HAS(immediate, p[5]))
		return true;
	return (HAS(shifts, p[5]) || HAS(atomic, p[5])) && general(first(p)) && general(second(p));
}

/* ed: floating point with storage */
static bool rxe(const uint8_t *p)
{
	/* ldeb, aeb, seb, deb, sqeb, sqdb, meeb, adb, sdb, mdb, ddb */
	static const char set[] = "\x04\x0a\x0b\x0d\x14\x15\x17\x1a\x1b\x1c\x1d";
	static const char moves[] = "\x64\x65\x66\x67"; /* ley, ldy, stey, stdy */

	return first(p) < 8 && general(second(p)) && general(base(p)) &&
	       (HAS(moves, p[5]) || (HAS(set, p[5]) && !p[4]));
}

static bool six(const uint8_t *p)
{
	switch (p[0]) {
	case 0xc0: /* lgfi; xihf to llilf */
		return general(first(p)) && (second(p) == 1 || second(p) >= 6);
	case 0xc2: /* msgfi, msfi, slgfi, slfi, agfi, afi, algfi, alfi */
		return general(first(p)) && 0x0f33 >> second(p) & 1;
	case 0xe3:
		return rxy(p);
	case 0xe5: /* mvhhi, mvghi, mvhi */
		return (p[1] == 0x44 || p[1] == 0x48 || p[1] == 0x4c) && general(base(p));
	case 0xeb:
		return rsy(p);
	case 0xec: /* rnsbg, risbg, rosbg, rxsbg; ahik, aghik */
		return general(first(p)) && general(second(p)) &&
		       ((p[5] >= 0x54 && p[5] <= 0x57) ||
			((p[5] == 0xd8 || p[5] == 0xd9) && !p[4]));
	case 0xed:
		return rxe(p);
	}
	return false;
}

static void put(uint8_t *out, unsigned high, uint64_t low)
{
	put_uint(out, 2, true, high);
	put_uint(out + 2, 4, true, low);
}

/* An instruction of four bytes with a base and a displacement of 12 bits, as one of six. */
static void displaced(uint8_t *out, const uint8_t *p, uint8_t opcode, uint8_t last)
{
	const uint8_t made[LENGTH] = { opcode, p[1], p[2], p[3], 0, last };

	memcpy(out, made, LENGTH);
}

/* Write to `out` what an instruction of four bytes says, in six. */
static bool widen(uint8_t *out, const uint8_t *p)
{
	static const uint8_t longer[][3] = {
		{ 0x40, 0xe3, 0x70 }, /* sth */
		{ 0x41, 0xe3, 0x71 }, /* la */
		{ 0x42, 0xe3, 0x72 }, /* stc */
		{ 0x43, 0xe3, 0x73 }, /* ic */
		{ 0x48, 0xe3, 0x78 }, /* lh */
		{ 0x4a, 0xe3, 0x7a }, /* ah */
		{ 0x4b, 0xe3, 0x7b }, /* sh */
		{ 0x50, 0xe3, 0x50 }, /* st */
		{ 0x54, 0xe3, 0x54 }, /* n */
		{ 0x56, 0xe3, 0x56 }, /* o */
		{ 0x57, 0xe3, 0x57 }, /* x */
		{ 0x58, 0xe3, 0x58 }, /* l */
		{ 0x5a, 0xe3, 0x5a }, /* a */
		{ 0x5b, 0xe3, 0x5b }, /* s */
		{ 0x5e, 0xe3, 0x5e }, /* al */
		{ 0x5f, 0xe3, 0x5f }, /* sl */
		{ 0x71, 0xe3, 0x51 }, /* ms */
		{ 0x60, 0xed, 0x67 }, /* std */
		{ 0x68, 0xed, 0x65 }, /* ld */
		{ 0x70, 0xed, 0x66 }, /* ste */
		{ 0x78, 0xed, 0x64 }, /* le */
		{ 0xba, 0xeb, 0x14 }, /* cs */
		{ 0x92, 0xeb, 0x52 }, /* mvi */
		{ 0x94, 0xeb, 0x54 }, /* ni */
		{ 0x96, 0xeb, 0x56 }, /* oi */
		{ 0x97, 0xeb, 0x57 }, /* xi */
	};
	const unsigned r = (unsigned)first(p) << 4;
	const uint64_t imm = get_uint(p + 2, 2, true), extended = sign_extend(imm, 16);

	for (unsigned i = 0; i < sizeof(longer) / sizeof(longer[0]); i++)
		if (longer[i][0] == p[0]) {
			displaced(out, p, longer[i][1], longer[i][2]);
			return true;
		}
	if (get_uint(p, 2, true) == LGR && !p[2] && p[3] & 15) {
		/* lay, of a base alone */
		const uint8_t made[LENGTH] = {
			0xe3, p[3] & 0xf0, (uint8_t)(p[3] << 4), 0, 0, 0x71
		};

		memcpy(out, made, LENGTH);
		return true;
	}
	switch (p[0] << 8 | second(p)) {
	case 0xa708: /* lhi: iilf */
		put(out, 0xc009 | r, extended);
		return true;
	case 0xa709: /* lghi: lgfi */
		put(out, 0xc001 | r, extended);
		return true;
	case 0xa70a: /* ahi: afi */
		put(out, 0xc209 | r, extended);
		return true;
	case 0xa70b: /* aghi: agfi */
		put(out, 0xc208 | r, extended);
		return true;
	case 0xa50c: /* llihh: llihf */
		put(out, 0xc00e | r, imm << 16);
		return true;
	case 0xa50d: /* llihl */
		put(out, 0xc00e | r, imm);
		return true;
	case 0xa50e: /* llilh: llilf */
		put(out, 0xc00f | r, imm << 16);
		return true;
	case 0xa50f: /* llill */
		put(out, 0xc00f | r, imm);
		return true;
	}
	return false;
}

static bool is_return(const uint8_t *code, uint64_t size)
{
	return size >= 2 && get_uint(code, 2, true) == RETURN;
}

unsigned ffp_insn_body_s390x(const uint8_t *code, uint64_t size, struct insn_body *out)
{
	uint8_t wide[LENGTH];
	unsigned n;

	memset(out, 0, sizeof(*out));
	if (is_return(code, size)) {
		put(out->bytes, BRCL, 0);
		return insn_body_mark(out, 2);
	}
	/* The first two bits tell how long an instruction is; of two bytes none is admitted. */
	if (size < 4 || code[0] < 0x40)
		return 0;
	n = code[0] < 0xc0 ? 4 : LENGTH;
	if (size < n || !is_return(code + n, size - n))
		return 0;
	if (n == LENGTH)
		memcpy(wide, code, n);
	if ((n < LENGTH && !widen(wide, code)) || !six(wide))
		return 0;
	memcpy(out->bytes, wide, LENGTH);
	return insn_body_mark(out, n + 2);
}

bool ffp_insn_body_put_s390x(uint8_t *out, const uint8_t *old, uint8_t before, unsigned kind,
			     const struct insn_body *body)
{
	(void)old;
	(void)before;
	if (kind != FFP_SITE_CALL)
		return false;
	memcpy(out, body->bytes, LENGTH);
	return true;
}
