// SPDX-License-Identifier: MIT
/* Sites of AArch64: what encode() writes, where it refuses, what decode() reads. */
#include <inttypes.h>
#include <string.h>

#include "../../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

static const struct insn_ops *const ops = &ffp_insn_aarch64;

/* Bytes behind a site that no encoder may touch. */
#define GUARD 0xa5

#define NOP 0xd503201fu
#define RET 0xd65f03c0u

/* Every branch form: its instruction without a displacement, and where that goes. */
static const struct branch {
	const char *name;
	unsigned kind;
	uint32_t insn;
	unsigned shift, bits;
} branches[] = {
	{ "bl", FFP_SITE_CALL, 0x94000000, 0, 26 },
	{ "b", FFP_SITE_JUMP, 0x14000000, 0, 26 },
	{ "b.eq", FFP_SITE_COND, 0x54000000, 5, 19 },
	{ "b.ne", FFP_SITE_COND, 0x54000001, 5, 19 },
	{ "b.le", FFP_SITE_COND, 0x5400000d, 5, 19 },
	{ "b.nv", FFP_SITE_COND, 0x5400000f, 5, 19 },
	{ "cbz w0", FFP_SITE_COND, 0x34000000, 5, 19 },
	{ "cbz x30", FFP_SITE_COND, 0xb400001e, 5, 19 },
	{ "cbnz w17", FFP_SITE_COND, 0x35000011, 5, 19 },
	{ "cbnz xzr", FFP_SITE_COND, 0xb500001f, 5, 19 },
	{ "tbz w3, #5", FFP_SITE_COND, 0x36280003, 5, 14 },
	{ "tbz x9, #63", FFP_SITE_COND, 0xb6f80009, 5, 14 },
	{ "tbnz w0, #0", FFP_SITE_COND, 0x37000000, 5, 14 },
	{ "tbnz x30, #32", FFP_SITE_COND, 0xb700001e, 5, 14 },
};

#define N_BRANCHES (sizeof(branches) / sizeof(branches[0]))

static bool guarded(const uint8_t *out, unsigned from)
{
	for (unsigned i = from; i < 2 * INSN_MAX; i++)
		if (out[i] != GUARD)
			return false;
	return true;
}

/* One branch over `distance`; is everything as it must be? */
static bool branch_right(const struct branch *b, uint64_t at, int64_t distance)
{
	const int64_t reach = INT64_C(4) << (b->bits - 1);
	const uint32_t mask = ((1u << b->bits) - 1) << b->shift;
	bool fits = distance >= -reach && distance < reach && distance % 4 == 0;
	uint64_t to = at + (uint64_t)distance;
	uint8_t out[2 * INSN_MAX], old[4];
	struct insn_read read;

	/* Whatever displacement stood there before must not show. */
	put32(old, b->insn | (0x5a5a5a5a & mask));
	memset(out, GUARD, sizeof(out));
	if (ops->encode(out, old, b->kind, at, INSN_BRANCH, to) != fits)
		return false;
	if (!guarded(out, fits ? 4 : 0))
		return false;
	if (!fits)
		return true;
	return get32(out) == (b->insn | ((uint32_t)(distance / 4) << b->shift & mask)) &&
	       ops->decode(out, b->kind, at, &read) && read.form == INSN_BRANCH && read.value == to;
}

static void test_branches(void)
{
	static const uint64_t at[] = { 0x401000, 0x555555554ffc,    0x7ffff7dd1ffc,
				       0,	 UINT64_C(1) << 63, UINT64_MAX - 3,
				       4 };

	for (size_t i = 0; i < N_BRANCHES; i++) {
		const struct branch *b = &branches[i];
		const int64_t reach = INT64_C(4) << (b->bits - 1);
		const int64_t near[] = { 0,	    reach,     -reach,	  2 * reach,
					 4 * reach, INT64_MAX, INT64_MIN, INT64_C(1) << 32 };
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
		is(wrong, 0, "%s: %u branches, in and out of its reach of %" PRId64, b->name, n,
		   reach);
	}
}

/* Which of the branches each kind takes: the others are foreign to it. */
static void test_kinds(void)
{
	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++) {
		unsigned wrong = 0;
		uint8_t p[4], out[INSN_MAX];
		struct insn_read read;

		for (size_t i = 0; i < N_BRANCHES; i++) {
			put32(p, branches[i].insn);
			wrong += ops->decode(p, kind, 0, &read) != (branches[i].kind == kind);
		}
		is(wrong, 0, "kind %u takes its own branches only", kind);
		put32(p, 0xd4200000);
		ok(!ops->decode(p, kind, 0, &read), "kind %u: a breakpoint is foreign", kind);
		is(ops->encode(out, p, kind, 0, INSN_BRANCH, 16), kind != FFP_SITE_COND,
		   "kind %u: only of a condition something is taken over", kind);
	}
}

/* All 2^16 of the upper halves of an instruction, each with some lower ones. */
static void test_all_opcodes(void)
{
	static const uint16_t low[] = { 0, 1, 0x10, 0x1f, 0x201f, 0x03c0, 0x3e0, 0xffff };
	unsigned wrong = 0, taken = 0, referred = 0;

	for (uint32_t high = 0; high < 65536; high++)
		for (size_t l = 0; l < sizeof(low) / sizeof(low[0]); l++) {
			uint32_t insn = high << 16 | low[l];
			unsigned top = high >> 8;
			/* DDI 0487, C4.1.65: what a table of branches says, by eye. */
			bool bl = (top & 0xfc) == 0x94, b = (top & 0xfc) == 0x14;
			bool cond = (top == 0x54 && !(insn & 0x10)) || (top & 0x7c) == 0x34;
			struct insn_read read;
			struct arch_ref ref;
			uint8_t p[4], again[INSN_MAX];
			bool goes;

			put32(p, insn);
			goes = arch_aarch64.refer(p, 4, 0x10000000, &ref) && ref.how == ARCH_GOES;
			referred += goes != (bl || b || cond);
			for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++) {
				bool ours = ops->decode(p, kind, 0x10000000, &read);
				bool branch = kind == FFP_SITE_CALL   ? bl
					      : kind == FFP_SITE_JUMP ? b
								      : cond;

				taken += ours;
				wrong += branch != (ours && read.form == INSN_BRANCH);
				referred += branch && (ref.kind != kind || ref.to != read.value);
				/* What is taken is what would be written. */
				wrong += ours && (!ops->encode(again, p, kind, 0x10000000,
							       read.form, read.value) ||
						  get32(again) != insn);
			}
		}
	is(wrong, 0, "%u of half a million instructions taken, as they should be", taken);
	is(referred, 0, "those that branch refer to where they go, and no others");
}

static void test_nothing(void)
{
	static const uint32_t want[] = { NOP, RET, 0 };

	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++) {
		uint8_t out[2 * INSN_MAX], old[4];
		struct insn_read read;
		bool right;

		put32(old, branches[kind].insn);
		memset(out, GUARD, sizeof(out));
		right = ops->encode(out, old, kind, 0x1000, INSN_NOTHING, 0) == (want[kind] != 0) &&
			guarded(out, want[kind] ? 4 : 0);
		if (want[kind])
			right = right && get32(out) == want[kind] &&
				ops->decode(out, kind, 0x1000, &read) && read.form == INSN_NOTHING;
		ok(right, "kind %u: nothing is %s", kind,
		   want[kind] ? "one instruction" : "not in one instruction");
		for (unsigned bit = 0; want[kind] && bit < 32; bit++) {
			put32(out, want[kind] ^ 1u << bit);
			/* One bit makes a call of a no-op: then that is what it is. */
			if (ops->decode(out, kind, 0x1000, &read) && read.form == INSN_NOTHING)
				ok(false, "kind %u: not nothing with bit %u changed", kind, bit);
		}
	}
}

/* Does this value fit one move?  Spelled out by halves, not by shifts of masks. */
static bool one_move(uint64_t value)
{
	unsigned zeros = 0, ones = 0, low_ones = 0;

	for (int h = 0; h < 4; h++) {
		uint16_t half = (uint16_t)(value >> 16 * h);

		zeros += half == 0;
		ones += half == 0xffff;
		low_ones += h < 2 && half == 0xffff;
	}
	return zeros >= 3 || ones >= 3 || (value >> 32 == 0 && low_ones >= 1);
}

static void test_constants(void)
{
	static const uint16_t halves[] = { 0, 1, 2, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x1234 };
	const unsigned n = sizeof(halves) / sizeof(halves[0]);
	unsigned wrong = 0, said = 0;

	for (unsigned i = 0; i < n * n * n * n; i++) {
		uint64_t value = (uint64_t)halves[i % n] | (uint64_t)halves[i / n % n] << 16 |
				 (uint64_t)halves[i / n / n % n] << 32 |
				 (uint64_t)halves[i / n / n / n] << 48;
		uint8_t out[2 * INSN_MAX], old[4];
		struct insn_read read;
		bool can;

		put32(old, branches[0].insn);
		memset(out, GUARD, sizeof(out));
		can = ops->encode(out, old, FFP_SITE_CALL, 0x1000, INSN_CONSTANT, value);
		said += can;
		wrong += can != one_move(value) || !guarded(out, can ? 4 : 0) ||
			 (can && (!ops->decode(out, FFP_SITE_CALL, 0x1000, &read) ||
				  read.form != INSN_CONSTANT || read.value != value));
		wrong += ops->encode(out, old, FFP_SITE_JUMP, 0x1000, INSN_CONSTANT, value) ||
			 ops->encode(out, old, FFP_SITE_COND, 0x1000, INSN_CONSTANT, value);
	}
	is(wrong, 0, "%u constants, of which one instruction says %u", n * n * n * n, said);
}

int main(void)
{
	static const uint8_t any[INSN_MIN];

	for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++)
		is(ops->length(kind, any), 4, "length of kind %u", kind);
	test_branches();
	test_kinds();
	test_all_opcodes();
	test_nothing();
	test_constants();
	ok(arch_find(183)->insn == ops, "found by its machine number");
	return done();
}
