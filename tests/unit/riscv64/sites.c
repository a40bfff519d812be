// SPDX-License-Identifier: MIT
/*
 * RISC-V: each kind of site in each shape and form, both ends of every reach, and
 * entries.  Words are written out as the manual's tables give them; another
 * reading is in binutils.c.
 */
#include <inttypes.h>
#include <string.h>

#include "../../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

static const struct insn_ops *const ops = &ffp_insn_riscv64;

enum { AT = 0x10006, GUARD = 0xa5, FAR = 8, STUB = 24, SIZE = 48 };
#define AUIPC_RA 0x00000097u
#define AUIPC_T1 0x00000317u
#define JALR_RA_RA 0x000080e7u
#define JR_T1 0x00030067u
#define NOP 0x00000013u
#define RET 0x00008067u
#define BEQ_A1_A2 0x00c58063u

static void put(uint8_t *p, uint32_t first, uint32_t second)
{
	put32(p, first);
	put32(p + 4, second);
}

struct shape {
	const char *name;
	unsigned kind, length;
	uint32_t first, second;
	int64_t low, high; /* what a branch of the site's own reaches, from AT */
};

static const struct shape shapes[] = {
	{ "jal ra", FFP_SITE_CALL, 4, 0xef, GUARD, -0x100000, 0xffffe },
	{ "jal x0", FFP_SITE_JUMP, 4, 0x6f, GUARD, -0x100000, 0xffffe },
	{ "auipc, jalr ra", FFP_SITE_CALL, 8, AUIPC_RA, JALR_RA_RA, 4 - 0x100000, 4 + 0xffffe },
	{ "auipc, jr", FFP_SITE_JUMP, 8, AUIPC_T1, JR_T1, 4 - 0x100000, 4 + 0xffffe },
	{ "beq", FFP_SITE_COND, 4, BEQ_A1_A2, GUARD, -0x1000, 0xffe },
};
enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]) };

/* One encoding; right if it can be done just when `can`, touches the site only, and reads back. */
static bool right(const struct shape *s, enum insn_form form, uint64_t value, bool can,
		  uint8_t *out)
{
	uint8_t old[INSN_MAX];
	struct insn_read read;

	put(old, s->first, s->second);
	memset(out, GUARD, 2 * INSN_MAX);
	if (ops->length(s->kind, old) != s->length)
		return false;
	if (ops->encode(out, old, s->kind, AT, form, value) != can)
		return false;
	for (unsigned i = s->length; i < 2 * INSN_MAX; i++)
		if (out[i] != GUARD)
			return false;
	return !can || (ops->decode(out, s->kind, AT, &read) && read.form == form &&
			read.value == value && ops->length(s->kind, out) == s->length &&
			(s->length == 4 || get32(out) == s->first));
}

static void test_reach(const struct shape *s)
{
	uint8_t out[2 * INSN_MAX];
	unsigned wrong = 0, n = 0;

	for (int end = 0; end < 3; end++)
		for (int64_t off = -6; off <= 6; off++) {
			int64_t d = (end == 0 ? s->low : end == 1 ? 0 : s->high) + off;
			bool can = d >= s->low && d <= s->high && d % 2 == 0;

			n++;
			if (right(s, INSN_BRANCH, AT + (uint64_t)d, can, out))
				continue;
			wrong++;
			printf("# %s over %" PRId64 ": %08x %08x\n", s->name, d, get32(out),
			       get32(out + 4));
		}
	is(wrong, 0, "%s: %u branches at both ends of reach and nearby", s->name, n);
}

/* What a jalr reaches around the place of its auipc, wherever that is; and how. */
static void test_window(const struct shape *s)
{
	static const uint32_t high[] = { 0, 0x1000, 0x7ffff000, 0x80000000, 0xfffff000 };
	uint8_t out[2 * INSN_MAX];
	unsigned wrong = 0, n = 0;

	for (size_t h = 0; h < sizeof(high) / sizeof(high[0]); h++)
		for (int64_t off = -2052; off <= 2052; off++) {
			struct shape t = *s;
			uint64_t base = AT + (uint64_t)(int64_t)(int32_t)high[h];
			int64_t d = (int64_t)(base + (uint64_t)off - AT);
			bool low = off >= -2048 && off <= 2047 && off % 2 == 0;
			bool near = d >= s->low && d <= s->high && d % 2 == 0;

			t.first |= high[h];
			n++;
			if (!right(&t, INSN_BRANCH, base + (uint64_t)off, low || near, out) ||
			    ((low || near) && low != ((get32(out + 4) & 0x7f) == 0x67)))
				wrong++;
		}
	is(wrong, 0, "%s: %u branches around five auipc: jalr if it serves, else jal", s->name, n);
}

static void test_other(const struct shape *s)
{
	static const int64_t values[] = {
		0,     1,    -1,	2047,	   2048,      -2048,
		-2049, 4096, INT32_MAX, INT32_MIN, INT64_MIN, UINT32_MAX
	};
	bool call = s->kind == FFP_SITE_CALL;
	unsigned at = s->length - 4, wrong = 0;
	uint8_t out[2 * INSN_MAX];

	ok(right(s, INSN_NOTHING, 0, s->kind != FFP_SITE_COND, out) &&
	       (s->kind == FFP_SITE_COND || get32(out + at) == (call ? NOP : RET)),
	   "%s: nothing", s->name);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		bool can = call && values[i] >= -2048 && values[i] <= 2047;

		wrong += !right(s, INSN_CONSTANT, (uint64_t)values[i], can, out) ||
			 (can &&
			  get32(out + at) != (0x00000513u | (uint32_t)((uint64_t)values[i] << 20)));
	}
	is(wrong, 0, "%s: constants of 12 bits, of a call only", s->name);
}

/* Whatever one bit changes of a site is another such site, or none of ours. */
static void test_foreign(const struct shape *s)
{
	unsigned wrong = 0;

	for (unsigned form = 0; form < 3; form++) {
		uint8_t old[INSN_MAX], out[2 * INSN_MAX], again[2 * INSN_MAX] = { 0 };
		struct insn_read read;

		put(old, s->first, s->second);
		if (!ops->encode(out, old, s->kind, AT, (enum insn_form)form, form ? 0 : AT))
			continue;
		for (unsigned bit = 0; bit < 8 * s->length; bit++) {
			out[bit / 8] ^= (uint8_t)(1 << bit % 8);
			if (ops->decode(out, s->kind, AT, &read))
				wrong +=
				    !ops->encode(again, out, s->kind, AT, read.form, read.value) ||
				    memcmp(again, out, ops->length(s->kind, out));
			out[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
	}
	/* An odd displacement of a jalr reads as the even one below. */
	is(wrong, s->length == 8 ? 1 : 0, "%s: with one bit changed", s->name);
}

struct image {
	uint8_t bytes[FFP_ENTRY_HEADER + SIZE];
};

static uint64_t word_of(const struct image *m)
{
	return get64(m->bytes + FFP_ENTRY_HEADER + FFP_ENTRY_WORD);
}

static bool change(struct image *m, uint64_t at, enum insn_form form, uint64_t value)
{
	struct insn_edit edits[INSN_EDITS];
	struct insn_read read;
	uint8_t *e = m->bytes + FFP_ENTRY_HEADER;
	unsigned n = ops->entry_encode(edits, e, at, form, value);

	for (unsigned i = 0; i < n; i++) {
		/* The first instruction, the far jump's word and the constant change, no more. */
		if (!(edits[i].len == 4 && edits[i].at == 0) &&
		    !(edits[i].len == 8 && (edits[i].at == FFP_ENTRY_WORD || edits[i].at == 40)))
			return false;
		memcpy(e + edits[i].at, edits[i].bytes, edits[i].len);
	}
	return n && ops->entry_decode(e, at, word_of(m), &read) && read.form == form &&
	       (form == INSN_NOTHING || read.value == value);
}

/* An entry whose default lies `away`; 0: one of a NULL key. */
static struct image make(int64_t away)
{
	uint32_t type;
	uint64_t at;
	int64_t addend;
	struct image m = { { 0 } };
	uint8_t *e = m.bytes + FFP_ENTRY_HEADER;

	arch_riscv64.entry_new(e, &type, &at, &addend);
	if (away)
		put(e, AUIPC_T1 | (((uint32_t)away + 0x800) & 0xfffff000),
		    JR_T1 | ((uint32_t)away & 0xfff) << 20);
	else
		put(e, RET, 0x00100073);
	return m;
}

static void test_entries(void)
{
	static const struct {
		enum insn_form form;
		uint64_t value;
	} f[] = {
		{ INSN_BRANCH, 0 },
		{ INSN_BRANCH, UINT64_C(0x3ff7c80ed0) },
		{ INSN_BRANCH, UINT64_MAX },
		{ INSN_BRANCH, AT + 0x2345 },
		{ INSN_BRANCH, AT + SIZE },
		{ INSN_NOTHING, 0 },
		{ INSN_CONSTANT, 0 },
		{ INSN_CONSTANT, UINT64_MAX },
		{ INSN_CONSTANT, UINT64_C(0x0123456789abcdef) },
	};
	static const int64_t away[] = { 0,     4,	   -4,	       2046,	 2048,
					-2048, 0x12345678, 0x7ffff7fe, INT32_MIN };
	const size_t n = sizeof(f) / sizeof(f[0]);
	unsigned wrong = 0, cases = 0;

	for (size_t d = 0; d < sizeof(away) / sizeof(away[0]); d++)
		for (size_t a = 0; a < n; a++)
			for (size_t b = 0; b < n; b++) {
				struct image m = make(away[d]), before = m;
				uint64_t def = AT + (uint64_t)away[d];

				cases++;
				wrong += !change(&m, AT, f[a].form, f[a].value) ||
					 !change(&m, AT, f[b].form, f[b].value);
				/* Back to the default: the very instruction of the build. */
				wrong += away[d] ? !change(&m, AT, INSN_BRANCH, def)
						 : !change(&m, AT, INSN_NOTHING, 0);
				wrong += get32(m.bytes + FFP_ENTRY_HEADER) !=
					 get32(before.bytes + FFP_ENTRY_HEADER);
				/* And the constant code is constant. */
				wrong += memcmp(m.bytes + FFP_ENTRY_HEADER + 4,
						before.bytes + FFP_ENTRY_HEADER + 4, 36) != 0;
			}
	is(wrong, 0, "%u sequences of forms of entries", cases);

	wrong = cases = 0;
	for (int end = -1; end <= 1; end += 2)
		for (int64_t off = -4; off <= 4; off++) {
			int64_t to = (end < 0 ? -0x100000 : 0xffffe) + off;
			bool near = to >= -0x100000 && to <= 0xffffe && to % 2 == 0;
			struct image m = make(0);

			cases++;
			wrong += !change(&m, AT, INSN_BRANCH, AT + (uint64_t)to) ||
				 (word_of(&m) == AT + (uint64_t)to) == near;
		}
	is(wrong, 0, "%u targets at both ends of an entry's reach", cases);
}

int main(void)
{
	for (size_t i = 0; i < SHAPES; i++) {
		test_reach(&shapes[i]);
		if (shapes[i].length == 8)
			test_window(&shapes[i]);
		test_other(&shapes[i]);
		test_foreign(&shapes[i]);
	}
	test_entries();
	is(ops->entry_size, SIZE, "size of an entry");
	is(ops->entry_constant, STUB, "where its constant is returned");
	return done();
}
