// SPDX-License-Identifier: MIT
/* Sites of s390x: what encode() writes, where it refuses, what decode() reads. */
#include <inttypes.h>
#include <string.h>

#include "../../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

static const struct insn_ops *const ops = &ffp_insn_s390x;

/* Bytes behind a site that no encoder may touch. */
#define GUARD 0xa5
#define SITE 6
#define REACH (INT64_C(1) << 32)

static const uint8_t nothing_call[SITE] = { 0xc0, 0x04, 0, 0, 0, 0 };
static const uint8_t nothing_jump[SITE] = { 0x07, 0xfe, 0, 0, 0, 0 };
static const uint8_t *const nothing[] = { nothing_call, nothing_jump, NULL };

/* Every branch form: its first two bytes. */
static const struct branch {
	const char *name;
	unsigned kind;
	uint8_t insn[2];
} branches[] = {
	{ "brasl %r14", FFP_SITE_CALL, { 0xc0, 0xe5 } }, { "jg", FFP_SITE_JUMP, { 0xc0, 0xf4 } },
	{ "jgo", FFP_SITE_COND, { 0xc0, 0x14 } },	 { "jgh", FFP_SITE_COND, { 0xc0, 0x24 } },
	{ "jgnle", FFP_SITE_COND, { 0xc0, 0x34 } },	 { "jgl", FFP_SITE_COND, { 0xc0, 0x44 } },
	{ "jgnhe", FFP_SITE_COND, { 0xc0, 0x54 } },	 { "jglh", FFP_SITE_COND, { 0xc0, 0x64 } },
	{ "jgne", FFP_SITE_COND, { 0xc0, 0x74 } },	 { "jge", FFP_SITE_COND, { 0xc0, 0x84 } },
	{ "jgnlh", FFP_SITE_COND, { 0xc0, 0x94 } },	 { "jghe", FFP_SITE_COND, { 0xc0, 0xa4 } },
	{ "jgnl", FFP_SITE_COND, { 0xc0, 0xb4 } },	 { "jgle", FFP_SITE_COND, { 0xc0, 0xc4 } },
	{ "jgnh", FFP_SITE_COND, { 0xc0, 0xd4 } },	 { "jgno", FFP_SITE_COND, { 0xc0, 0xe4 } },
};

#define N_BRANCHES (sizeof(branches) / sizeof(branches[0]))

static bool guarded(const uint8_t *out, unsigned from)
{
	for (unsigned i = from; i < 2 * INSN_MAX; i++)
		if (out[i] != GUARD)
			return false;
	return true;
}

/* The displacement in halfwords, byte by byte. */
static bool displaced_by(const uint8_t *field, int64_t distance)
{
	int64_t half = distance / 2;

	for (int i = 3; i >= 0; i--) {
		if (field[i] != (uint8_t)half)
			return false;
		half >>= 8;
	}
	return true;
}

/* One branch over `distance`; is everything as it must be? */
static bool branch_right(const struct branch *b, uint64_t at, int64_t distance)
{
	bool fits = distance >= -REACH && distance < REACH && distance % 2 == 0;
	uint64_t to = at + (uint64_t)distance;
	/* Whatever displacement stood there before must not show. */
	uint8_t out[2 * INSN_MAX], old[SITE] = { b->insn[0], b->insn[1], 0x5a, 0x5a, 0x5a, 0x5a };
	struct insn_read read;

	memset(out, GUARD, sizeof(out));
	if (ops->encode(out, old, b->kind, at, INSN_BRANCH, to) != fits)
		return false;
	if (!guarded(out, fits ? SITE : 0))
		return false;
	if (!fits)
		return true;
	return !memcmp(out, b->insn, 2) && displaced_by(out + 2, distance) &&
	       ops->decode(out, b->kind, at, &read) && read.form == INSN_BRANCH && read.value == to;
}

static void test_branches(void)
{
	static const uint64_t at[] = { 0x1000400, 0x2aa00000ffe,     0x3ffb7dd1ffe,
				       0,	  UINT64_C(1) << 63, UINT64_MAX - 1,
				       2 };
	static const int64_t near[] = { 0,	   REACH,     -REACH,
					2 * REACH, REACH / 2, -REACH / 2,
					INT64_MAX, INT64_MIN, INT64_C(1) << 34 };

	for (size_t i = 0; i < N_BRANCHES; i++) {
		const struct branch *b = &branches[i];
		unsigned n = 0, wrong = 0;

		for (size_t a = 0; a < sizeof(at) / sizeof(at[0]); a++)
			for (size_t d = 0; d < sizeof(near) / sizeof(near[0]); d++)
				for (int off = -8; off <= 8; off++) {
					uint64_t distance = (uint64_t)near[d] + (uint64_t)off;

					n++;
					if (branch_right(b, at[a], (int64_t)distance))
						continue;
					wrong++;
					printf("# at %#" PRIx64 " over %" PRId64 "\n", at[a],
					       (int64_t)distance);
				}
		is(wrong, 0, "%s: %u branches, in and out of its reach", b->name, n);
	}
}

/* Which of the branches each kind takes: the others are foreign to it. */
static void test_kinds(void)
{
	/* 0001 is what debuggers write, 0002 uprobes. */
	static const uint8_t foreign[][SITE] = { { 0x00, 0x01 },
						 { 0x00, 0x01, 0, 0, 0, 8 },
						 { 0x00, 0x02 },
						 { 0x00, 0x02, 0, 0, 0, 8 },
						 { 0 } };

	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++) {
		unsigned wrong = 0;
		uint8_t out[INSN_MAX];
		struct insn_read read;

		for (size_t i = 0; i < N_BRANCHES; i++) {
			const uint8_t p[SITE] = { branches[i].insn[0], branches[i].insn[1] };

			wrong += ops->decode(p, kind, 0, &read) != (branches[i].kind == kind);
		}
		is(wrong, 0, "kind %u takes its own branches only", kind);
		wrong = 0;
		for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
			wrong += ops->decode(foreign[i], kind, 0, &read);
		is(wrong, 0, "kind %u: breakpoints are foreign", kind);
		is(ops->encode(out, foreign[0], kind, 0, INSN_BRANCH, 16), kind != FFP_SITE_COND,
		   "kind %u: only of a condition something is taken over", kind);
	}
}

/* All 2^16 of the first two bytes, each with some fields behind them. */
static void test_all_opcodes(void)
{
	static const uint32_t fields[] = { 0, 1, 8, 0x7fffffff, 0x80000000, UINT32_MAX };
	unsigned wrong = 0, taken = 0;

	for (unsigned high = 0; high < 65536; high++)
		for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]); f++) {
			unsigned mask = high >> 4 & 15;
			bool brcl = (high & 0xff0f) == 0xc004;
			bool want[] = { high == 0xc0e5, brcl && mask == 15,
					brcl && mask != 0 && mask != 15 };
			struct insn_read read;
			uint8_t p[SITE], again[INSN_MAX];

			p[0] = (uint8_t)(high >> 8);
			p[1] = (uint8_t)high;
			for (int i = 0; i < 4; i++)
				p[2 + i] = (uint8_t)(fields[f] >> (24 - 8 * i));
			for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++) {
				bool ours = ops->decode(p, kind, 0x10000000, &read);

				taken += ours;
				wrong += want[kind] != (ours && read.form == INSN_BRANCH);
				/* What is taken is what would be written. */
				wrong += ours && (!ops->encode(again, p, kind, 0x10000000,
							       read.form, read.value) ||
						  memcmp(again, p, SITE));
			}
		}
	is(wrong, 0, "%u of all opcodes taken, as they should be", taken);
	ok(taken > 16 * sizeof(fields) / sizeof(fields[0]), "which are some");
}

static void test_nothing(void)
{
	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++) {
		uint8_t out[2 * INSN_MAX],
		    old[SITE] = { branches[kind].insn[0], branches[kind].insn[1] };
		struct insn_read read;
		bool right;

		memset(out, GUARD, sizeof(out));
		right = ops->encode(out, old, kind, 0x1000, INSN_NOTHING, 0) == !!nothing[kind] &&
			guarded(out, nothing[kind] ? SITE : 0);
		if (nothing[kind])
			right = right && !memcmp(out, nothing[kind], SITE) &&
				ops->decode(out, kind, 0x1000, &read) && read.form == INSN_NOTHING;
		ok(right, "kind %u: nothing is %s", kind,
		   nothing[kind] ? "one instruction" : "not in one instruction");
		for (unsigned bit = 0; nothing[kind] && bit < 8 * SITE; bit++) {
			memcpy(out, nothing[kind], SITE);
			out[bit / 8] ^= (uint8_t)(1u << bit % 8);
			if (ops->decode(out, kind, 0x1000, &read) && read.form == INSN_NOTHING)
				ok(false, "kind %u: not nothing with bit %u changed", kind, bit);
		}
	}
}

/* Does this value fit one load?  Spelled out by halves, not by signs. */
static bool one_load(uint32_t high, uint32_t low)
{
	return high == 0 || low == 0 || (high == UINT32_MAX && low >= UINT32_C(0x80000000));
}

static void test_constants(void)
{
	static const uint32_t halves[] = { 0,	       1,	   2,	       0x7fff,
					   0x8000,     0xffff,	   0x12345678, 0x7fffffff,
					   0x80000000, 0x80000001, 0xffff8000, 0xfffffffe,
					   UINT32_MAX };
	const unsigned n = sizeof(halves) / sizeof(halves[0]);
	unsigned wrong = 0, said = 0;

	for (unsigned i = 0; i < n * n; i++) {
		uint32_t high = halves[i / n], low = halves[i % n];
		uint64_t value = (uint64_t)high << 32 | low;
		uint8_t out[2 * INSN_MAX], old[SITE] = { 0xc0, 0xe5 };
		struct insn_read read;
		bool can;

		memset(out, GUARD, sizeof(out));
		can = ops->encode(out, old, FFP_SITE_CALL, 0x1000, INSN_CONSTANT, value);
		said += can;
		wrong += can != one_load(high, low) || !guarded(out, can ? SITE : 0) ||
			 (can && (!ops->decode(out, FFP_SITE_CALL, 0x1000, &read) ||
				  read.form != INSN_CONSTANT || read.value != value));
		wrong += ops->encode(out, old, FFP_SITE_JUMP, 0x1000, INSN_CONSTANT, value) ||
			 ops->encode(out, old, FFP_SITE_COND, 0x1000, INSN_CONSTANT, value);
	}
	is(wrong, 0, "%u constants, of which one instruction says %u", n * n, said);
}

int main(void)
{
	static const uint8_t any[INSN_MIN];

	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++)
		is(ops->length(kind, any), SITE, "length of kind %u", kind);
	test_branches();
	test_kinds();
	test_all_opcodes();
	test_nothing();
	test_constants();
	ok(arch_find(22)->insn == ops, "found by its machine number");
	return done();
}
