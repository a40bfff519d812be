// SPDX-License-Identifier: MIT
/*
 * Entries of x86-64: every form at every distance, with and without the landing
 * pad, read back.
 */
#include <inttypes.h>
#include <string.h>

#include "../../tap.h"
#include "insn.h"

static const struct insn_ops *const ops = &ffp_insn_x86_64;

#define AT UINT64_C(0x555555556040)
#define FAR_JUMP 10
#define STUB 16
#define SIZE 32

/* An entry and the header before it; addressed from the entry, as edits are. */
struct image {
	uint8_t bytes[FFP_ENTRY_HEADER + SIZE];
	bool landing;
};

static uint8_t *entry_of(struct image *image)
{
	return image->bytes + FFP_ENTRY_HEADER;
}

static uint64_t word_of(const struct image *image)
{
	uint64_t word;

	memcpy(&word, image->bytes + FFP_ENTRY_HEADER + FFP_ENTRY_WORD, 8);
	return word;
}

/* What the macros emit: a jump to the next byte but four, or a return. */
static void make(struct image *image, bool landing, bool null)
{
	static const uint8_t pad[] = { 0xf3, 0x0f, 0x1e, 0xfa };
	static const uint8_t jump[] = { 0xe9, 4, 0, 0, 0 };
	static const uint8_t ret[] = { 0xc3, 0xcc, 0xcc, 0xcc, 0xcc };
	static const uint8_t rest[] = { 0xff, 0x25, 0xe0, 0xff, 0xff, 0xff, 0x48, 0xb8, 0,
					0,    0,    0,	  0,	0,    0,    0,	  0xc3 };
	uint8_t *e = entry_of(image);

	memset(image->bytes, 0xcc, sizeof(image->bytes));
	memset(image->bytes, 0, FFP_ENTRY_HEADER);
	image->landing = landing;
	if (landing)
		memcpy(e, pad, 4);
	memcpy(e + (landing ? 4 : 0), null ? ret : jump, 5);
	memcpy(e + FAR_JUMP, rest, sizeof(rest));
}

/* Bytes that an edit may change: the patchable instruction, the word, the constant. */
static bool edit_allowed(const struct image *image, const struct insn_edit *edit)
{
	int jump = image->landing ? 4 : 0;

	if (edit->len == 5)
		return edit->at == jump;
	return edit->len == 8 && (edit->at == FFP_ENTRY_WORD || edit->at == STUB + 2);
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

	return ops->entry_decode(entry_of(image), AT, word_of(image), &read) && read.form == form &&
	       (form == INSN_NOTHING || read.value == value);
}

/* Where the patchable jump goes, relative to the entry. */
static int64_t jump_goes(struct image *image)
{
	unsigned jump = image->landing ? 4 : 0;
	int32_t distance;

	memcpy(&distance, entry_of(image) + jump + 1, 4);
	return entry_of(image)[jump] == 0xe9 ? (int64_t)jump + 5 + distance : INT64_MIN;
}

/* Targets around both ends of a branch's reach, and right behind the entry. */
static void test_reach(bool landing)
{
	const uint64_t end = AT + (landing ? 9 : 5);
	unsigned n = 0, wrong = 0;

	for (int end_of_reach = -1; end_of_reach <= 1; end_of_reach++)
		for (int off = -2; off <= 2; off++) {
			uint64_t limit = end_of_reach < 0   ? end + (uint64_t)(int64_t)INT32_MIN
					 : end_of_reach > 0 ? end + (uint64_t)INT32_MAX
							    : AT + SIZE + 2;
			uint64_t to = limit + (uint64_t)(int64_t)off;
			bool near =
			    !(end_of_reach < 0 && off < 0) && !(end_of_reach > 0 && off > 0);
			struct image image;

			make(&image, landing, false);
			n++;
			if (change(&image, INSN_BRANCH, to) && reads(&image, INSN_BRANCH, to) &&
			    jump_goes(&image) == (near ? (int64_t)(to - AT) : FAR_JUMP) &&
			    word_of(&image) == (near ? 0 : to))
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
		{ INSN_BRANCH, AT - 1 },
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

			make(&image, landing, f[a].form == INSN_NOTHING);
			before = image;
			if (!change(&image, f[a].form, f[a].value) ||
			    !reads(&image, f[a].form, f[a].value) ||
			    !change(&image, f[b].form, f[b].value) ||
			    !reads(&image, f[b].form, f[b].value))
				wrong++;
			/* What is constant code stayed: landing pad, far jump, stub. */
			if (memcmp(before.bytes + 16 + FAR_JUMP, image.bytes + 16 + FAR_JUMP, 8) ||
			    image.bytes[16 + 26] != 0xc3 ||
			    (landing && memcmp(before.bytes + 16, image.bytes + 16, 4)))
				wrong++;
			if (f[b].form == INSN_CONSTANT && jump_goes(&image) != STUB)
				wrong++;
		}
	is(wrong, 0, "landing %d: %zu forms after each other", landing, n * n);
}

static void test_foreign(bool landing)
{
	unsigned jump = landing ? 4 : 0, wrong = 0;
	struct insn_read read;

	for (unsigned byte = 0; byte < 256; byte++) {
		struct image image;

		make(&image, landing, false);
		entry_of(&image)[jump] = (uint8_t)byte;
		/* `c3` alone is no return of ours: what follows it is not. */
		wrong += ops->entry_decode(entry_of(&image), AT, 0, &read) != (byte == 0xe9);
	}
	is(wrong, 0, "landing %d: an entry that begins with another byte is foreign", landing);
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
	ok(!memcmp(entry_of(&image) + FAR_JUMP, made + FAR_JUMP, SIZE - FAR_JUMP),
	   "a new entry has far jump, stub and filling");
	ok(made[0] == 0xe9 && type == 4 && at == 1 && addend == -4, "and a jump to be aimed");
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
