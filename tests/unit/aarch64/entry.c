// SPDX-License-Identifier: MIT
/*
 * Entries of AArch64: every form at every distance, with and without the landing
 * pad, read back.
 */
#include <inttypes.h>
#include <string.h>

#include "../../tap.h"
#include "insn.h"

static const struct insn_ops *const ops = &ffp_insn_aarch64;

#define AT UINT64_C(0x555555556040)
#define FAR_JUMP 8
#define STUB 16
#define CONSTANT 24
#define SIZE 32
#define REACH (INT64_C(1) << 27)

/* An entry and the header before it; in instructions, of which four are the header. */
struct image {
	uint32_t code[4 + SIZE / 4];
	bool landing;
};

static uint8_t *entry_of(struct image *image)
{
	return (uint8_t *)&image->code[4];
}

static uint64_t word_of(const struct image *image, int at)
{
	uint64_t word;

	memcpy(&word, (const uint8_t *)&image->code[4] + at, 8);
	return word;
}

/* What the macros emit, here with a jump to the second instruction behind it, or a return. */
static void make(struct image *image, bool landing, bool null)
{
	static const uint32_t pad = 0xd503245f, jump = 0x14000002, ret = 0xd65f03c0;
	/* ldr x16, .-24; br x16; ldr x0, .+8; ret */
	static const uint32_t rest[] = { 0x58ffff50, 0xd61f0200, 0x58000040, 0xd65f03c0 };

	memset(image, 0, sizeof(*image));
	image->landing = landing;
	if (landing)
		image->code[4] = pad;
	image->code[4 + landing] = null ? ret : jump;
	memcpy(&image->code[4 + FAR_JUMP / 4], rest, sizeof(rest));
}

/* Bytes that an edit may change: the patchable instruction, or a word, in one piece. */
static bool edit_allowed(const struct image *image, const struct insn_edit *edit)
{
	if (edit->len == 4)
		return edit->at == 4 * image->landing;
	return edit->len == 8 && edit->at % 8 == 0 &&
	       (edit->at == FFP_ENTRY_WORD || edit->at == CONSTANT);
}

static bool change(struct image *image, enum insn_form form, uint64_t value)
{
	struct insn_edit edits[INSN_EDITS];
	unsigned n = ops->entry_encode(edits, entry_of(image), AT, form, value);

	if (n < 1 || n > INSN_EDITS)
		return false;
	for (unsigned i = 0; i < n; i++) {
		if (!edit_allowed(image, &edits[i]))
			return false;
		memcpy(entry_of(image) + edits[i].at, edits[i].bytes, edits[i].len);
	}
	return true;
}

static bool reads(struct image *image, enum insn_form form, uint64_t value)
{
	struct insn_read read;

	return ops->entry_decode(entry_of(image), AT, word_of(image, FFP_ENTRY_WORD), &read) &&
	       read.form == form && (form == INSN_NOTHING || read.value == value);
}

/* Where the patchable jump goes, relative to the entry. */
static int64_t jump_goes(const struct image *image)
{
	uint32_t insn = image->code[4 + image->landing];

	return insn >> 26 == 5 ? 4 * image->landing + (int64_t)(int32_t)(insn << 6) / 64 * 4
			       : INT64_MIN;
}

/* Targets around both ends of a branch's reach, and right behind the entry. */
static void test_reach(bool landing)
{
	const uint64_t from = AT + 4 * landing;
	const uint64_t limits[] = { from - REACH, from + REACH, AT + SIZE + 8 };
	unsigned n = 0, wrong = 0;

	for (unsigned l = 0; l < 3; l++)
		for (int off = -8; off <= 8; off++) {
			uint64_t to = limits[l] + (uint64_t)(int64_t)off;
			int64_t distance = (int64_t)(to - from);
			bool near = distance >= -REACH && distance < REACH && distance % 4 == 0;
			struct image image;

			make(&image, landing, false);
			n++;
			if (change(&image, INSN_BRANCH, to) && reads(&image, INSN_BRANCH, to) &&
			    jump_goes(&image) == (near ? (int64_t)(to - AT) : FAR_JUMP) &&
			    word_of(&image, FFP_ENTRY_WORD) == (near ? 0 : to))
				continue;
			wrong++;
			printf("# to %#" PRIx64 "\n", to);
		}
	is(wrong, 0, "landing %d: %u targets at both ends of reach and nearby", landing, n);
}

/* Every form after every other: nothing of the one before shows through. */
static void test_sequences(bool landing)
{
	static const struct {
		enum insn_form form;
		uint64_t value;
	} f[] = {
		{ INSN_BRANCH, AT + 4096 },
		{ INSN_BRANCH, AT - 4 },
		{ INSN_BRANCH, 0 },
		{ INSN_BRANCH, UINT64_MAX },
		{ INSN_BRANCH, UINT64_C(0x7ffff7c80ed0) },
		{ INSN_NOTHING, 0 },
		{ INSN_CONSTANT, 0 },
		{ INSN_CONSTANT, UINT32_MAX },
		{ INSN_CONSTANT, UINT64_C(1) << 32 },
		{ INSN_CONSTANT, UINT64_MAX },
		{ INSN_CONSTANT, UINT64_C(0x0123456789abcdef) },
	};
	const size_t n = sizeof(f) / sizeof(f[0]);
	unsigned wrong = 0;

	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++) {
			struct image image, before;
			uint64_t word;

			make(&image, landing, f[a].form == INSN_NOTHING);
			before = image;
			if (!change(&image, f[a].form, f[a].value) ||
			    !reads(&image, f[a].form, f[a].value))
				wrong++;
			word = word_of(&image, FFP_ENTRY_WORD);
			if (!change(&image, f[b].form, f[b].value) ||
			    !reads(&image, f[b].form, f[b].value))
				wrong++;
			/* What is constant code stayed: landing pad, far jump, stub. */
			if (memcmp(&before.code[4 + FAR_JUMP / 4], &image.code[4 + FAR_JUMP / 4],
				   CONSTANT - FAR_JUMP) ||
			    (landing && before.code[4] != image.code[4]))
				wrong++;
			/* A thread may be about to load a far target: no constant goes there. */
			if (f[b].form == INSN_CONSTANT &&
			    (jump_goes(&image) != STUB || word_of(&image, FFP_ENTRY_WORD) != word))
				wrong++;
		}
	is(wrong, 0, "landing %d: %zu forms after each other", landing, n * n);
}

static void test_foreign(bool landing)
{
	static const uint32_t foreign[] = { 0,		0xd4200000, 0xd503201f, 0x94000002,
					    0x54000040, 0xd65f03e0, 0xd65f0bff };
	unsigned wrong = 0;
	struct insn_read read;

	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
		struct image image;

		make(&image, landing, false);
		image.code[4 + landing] = foreign[i];
		wrong += ops->entry_decode(entry_of(&image), AT, 0, &read);
	}
	is(wrong, 0, "landing %d: an entry that begins otherwise is foreign", landing);
}

/* What the tool makes is what the macros do, as this test believes. */
static void test_new(void)
{
	uint8_t made[SIZE];
	struct image image;
	uint32_t type;
	uint64_t at;
	int64_t addend;

	make(&image, false, false);
	ops->entry_new(made, &type, &at, &addend);
	ok(!memcmp(entry_of(&image) + 4, made + 4, SIZE - 4), "a new entry has far jump and stub");
	ok(made[3] == 0x14 && type == 282 && at == 0 && addend == 0, "and a jump to be aimed");
}

int main(void)
{
	is(ops->entry_size, SIZE, "size");
	is(ops->entry_constant, STUB, "where the stub is");
	for (int landing = 0; landing <= 1; landing++) {
		test_reach(landing);
		test_sequences(landing);
		test_foreign(landing);
	}
	test_new();
	return done();
}
