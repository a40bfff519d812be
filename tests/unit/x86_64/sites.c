// SPDX-License-Identifier: MIT
/* Sites of x86-64: what encode() writes, where it refuses, what decode() reads. */
#include <inttypes.h>
#include <string.h>

#include "../../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

static const struct insn_ops *const ops = &ffp_insn_x86_64;

/* Bytes behind a site that no encoder may touch. */
#define GUARD 0xa5

/* Of each kind that sites have here. */
static const char *const kind_name[INSN_SITE_KINDS] = { [FFP_SITE_CALL] = "call",
							[FFP_SITE_JUMP] = "jump",
							[FFP_SITE_COND] = "cond",
							[INSN_SITE_WIDE] = "wide" };
static const uint8_t nop5[5] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
static const uint8_t ret5[5] = { 0xc3, 0xcc, 0xcc, 0xcc, 0xcc };

/* What a compiler leaves, in front of four bytes of displacement. */
static void original(uint8_t *p, unsigned kind, unsigned condition)
{
	memset(p, 0, INSN_MAX);
	p[0] = kind == FFP_SITE_CALL   ? 0xe8
	       : kind == FFP_SITE_JUMP ? 0xe9
	       : kind == FFP_SITE_COND ? 0x0f
				       : 0x67;
	if (kind == INSN_SITE_WIDE)
		p[1] = 0xe8;
	if (kind == FFP_SITE_COND)
		p[1] = (uint8_t)(0x80 | condition);
}

static bool guarded(const uint8_t *out, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++)
		if (out[i] != GUARD)
			return false;
	return true;
}

/* One branch over `distance` from the end of the site; is everything as it must be? */
static bool branch_right(unsigned kind, unsigned condition, uint64_t at, int64_t distance)
{
	bool fits = distance >= INT32_MIN && distance <= INT32_MAX;
	uint8_t out[2 * INSN_MAX], old[INSN_MAX], want[INSN_MAX];
	unsigned length = ops->length(kind, nop5);
	uint64_t to = at + length + (uint64_t)distance;
	struct insn_read read;

	original(old, kind, condition);
	memset(out, GUARD, sizeof(out));
	if (ops->encode(out, old, kind, at, INSN_BRANCH, to) != fits)
		return false;
	if (!guarded(out, fits ? length : 0, sizeof(out)))
		return false;
	if (!fits)
		return true;
	memcpy(want, old, sizeof(want));
	put32(want + length - 4, (uint32_t)distance);
	return !memcmp(out, want, length) && ops->decode(out, kind, at, &read) &&
	       read.form == INSN_BRANCH && read.value == to;
}

static void test_branches(void)
{
	static const uint64_t at[] = {
		0x401000, 0x555555554fff,    0x7ffff7dd1ffb, 0,
		1,	  UINT64_C(1) << 63, UINT64_MAX,     UINT64_MAX - 5
	};
	static const int64_t distance[] = {
		0,
		1,
		-1,
		-5,
		-6,
		127,
		128,
		-128,
		-129,
		(int64_t)INT32_MAX - 1,
		INT32_MAX,
		(int64_t)INT32_MAX + 1,
		(int64_t)INT32_MIN + 1,
		INT32_MIN,
		(int64_t)INT32_MIN - 1,
		INT64_C(1) << 32,
		-(INT64_C(1) << 32),
		(INT64_C(1) << 32) + 8,
		INT64_MAX,
		INT64_MIN,
	};

	for (unsigned kind = 0; kind < INSN_SITE_KINDS; kind++) {
		unsigned n = 0, wrong = 0;

		if (!kind_name[kind])
			continue;
		for (size_t a = 0; a < sizeof(at) / sizeof(at[0]); a++)
			for (size_t d = 0; d < sizeof(distance) / sizeof(distance[0]); d++)
				for (unsigned c = 0; c < (kind == FFP_SITE_COND ? 16 : 1); c++) {
					n++;
					if (branch_right(kind, c, at[a], distance[d]))
						continue;
					wrong++;
					printf("# %s %u at %#" PRIx64 " over %" PRId64 "\n",
					       kind_name[kind], c, at[a], distance[d]);
				}
		is(wrong, 0, "%s: %u branches, in and out of reach", kind_name[kind], n);
	}
}

/* In a form that is one fixed instruction, or that this kind has not. */
static void test_other(unsigned kind, enum insn_form form, uint64_t value, const uint8_t *want,
		       const char *what)
{
	uint8_t out[2 * INSN_MAX], old[INSN_MAX];
	unsigned length = want ? ops->length(kind, want) : 0;
	struct insn_read read = { INSN_BRANCH, 1 };
	bool right;

	original(old, kind, 4);
	memset(out, GUARD, sizeof(out));
	right = ops->encode(out, old, kind, 0x1000, form, value) == (want != NULL) &&
		guarded(out, length, sizeof(out));
	if (want)
		right = right && !memcmp(out, want, length) &&
			ops->decode(out, kind, 0x1000, &read) && read.form == form &&
			read.value == (form == INSN_CONSTANT ? value : 0);
	ok(right, "%s: %s", kind_name[kind], what);
}

static void test_nothing_and_constant(void)
{
	static const uint8_t mov_0[] = { 0xb8, 0, 0, 0, 0 };
	static const uint8_t mov_max[] = { 0xb8, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t mov_any[] = { 0xb8, 0x78, 0x56, 0x34, 0x12 };
	static const uint8_t wide_nop[] = { 0x67, 0x0f, 0x1f, 0x44, 0x00, 0x00 };
	static const uint8_t wide_any[] = { 0x67, 0xb8, 0x78, 0x56, 0x34, 0x12 };

	test_other(FFP_SITE_CALL, INSN_NOTHING, 0, nop5, "nothing is one no-op");
	test_other(FFP_SITE_JUMP, INSN_NOTHING, 0, ret5, "nothing is a return");
	test_other(FFP_SITE_COND, INSN_NOTHING, 0, NULL, "nothing has no instruction");
	test_other(FFP_SITE_CALL, INSN_CONSTANT, 0, mov_0, "constant 0");
	test_other(FFP_SITE_CALL, INSN_CONSTANT, 0x12345678, mov_any, "constant 0x12345678");
	test_other(FFP_SITE_CALL, INSN_CONSTANT, UINT32_MAX, mov_max, "constant 2^32 - 1");
	test_other(FFP_SITE_CALL, INSN_CONSTANT, UINT64_C(1) << 32, NULL, "constant 2^32 refused");
	test_other(FFP_SITE_CALL, INSN_CONSTANT, UINT64_MAX, NULL, "constant 2^64 - 1 refused");
	test_other(INSN_SITE_WIDE, INSN_NOTHING, 0, wide_nop, "nothing is one no-op");
	test_other(INSN_SITE_WIDE, INSN_CONSTANT, 0x12345678, wide_any, "constant 0x12345678");
	test_other(INSN_SITE_WIDE, INSN_CONSTANT, UINT64_C(1) << 32, NULL, "constant 2^32 refused");
	test_other(FFP_SITE_JUMP, INSN_CONSTANT, 0, NULL, "constant has no instruction");
	test_other(FFP_SITE_COND, INSN_CONSTANT, 0, NULL, "constant has no instruction");
}

/* The first bytes that each kind may have; all others are foreign. */
static void test_first_bytes(void)
{
	for (unsigned kind = 0; kind < INSN_SITE_KINDS; kind++) {
		unsigned wrong = 0;

		if (!kind_name[kind])
			continue;
		for (unsigned first = 0; first < 65536; first++) {
			uint8_t p[INSN_MAX] = { (uint8_t)first, (uint8_t)(first >> 8),
						0x90,		0x90,
						0x90,		0x90 };
			struct insn_read read;
			bool mine = kind == FFP_SITE_CALL   ? p[0] == 0xe8 || p[0] == 0xb8
				    : kind == FFP_SITE_JUMP ? p[0] == 0xe9
				    : kind == INSN_SITE_WIDE
					? p[0] == 0x67 && (p[1] == 0xe8 || p[1] == 0xb8)
					: p[0] == 0x0f && p[1] >= 0x80 && p[1] <= 0x8f;

			wrong += ops->decode(p, kind, 0x1000, &read) != mine;
		}
		is(wrong, 0, "%s: all 65536 pairs of first bytes told apart", kind_name[kind]);
	}
}

/* What is almost ours is not: a breakpoint, another no-op, a filled `ret`. */
static void test_near_misses(void)
{
	const uint8_t *const forms[] = { nop5, ret5 };
	unsigned wrong = 0;
	struct insn_read read;

	for (unsigned kind = FFP_SITE_CALL; kind <= FFP_SITE_JUMP; kind++)
		for (unsigned bit = 0; bit < 40; bit++) {
			uint8_t p[INSN_MAX];

			memcpy(p, forms[kind], 5);
			p[bit / 8] ^= (uint8_t)(1 << bit % 8);
			wrong += ops->decode(p, kind, 0x1000, &read);
		}
	is(wrong, 0, "a no-op or a return with any one bit changed is foreign");
	ok(!ops->decode(ret5, FFP_SITE_CALL, 0, &read), "a return is no form of a call");
	ok(!ops->decode(nop5, FFP_SITE_JUMP, 0, &read), "a no-op is no form of a jump");
	for (unsigned kind = 0; kind < INSN_SITE_KINDS; kind++) {
		uint8_t p[INSN_MAX];

		if (!kind_name[kind])
			continue;
		original(p, kind, 5);
		p[0] = 0xcc;
		ok(!ops->decode(p, kind, 0, &read), "%s: a breakpoint is foreign", kind_name[kind]);
	}
}

static void test_condition_of_nothing(void)
{
	uint8_t out[INSN_MAX], old[INSN_MAX] = { 0xcc, 0x84 };

	ok(!ops->encode(out, old, FFP_SITE_COND, 0x1000, INSN_BRANCH, 0x2000),
	   "no condition is taken over from what is no conditional jump");
}

int main(void)
{
	is(ops->length(FFP_SITE_CALL, nop5), 5, "length of a call");
	is(ops->length(FFP_SITE_JUMP, nop5), 5, "length of a jump");
	is(ops->length(FFP_SITE_COND, nop5), 6, "length of a conditional jump");
	is(ops->length(INSN_SITE_WIDE, nop5), 6, "length of a wide call");
	test_branches();
	test_nothing_and_constant();
	test_first_bytes();
	test_near_misses();
	test_condition_of_nothing();
	ok(arch_find(62)->insn == ops, "found by its machine number");
	ok(!arch_find(3) && !arch_find(0) && !arch_find(0xffff), "others are not");
	return done();
}
