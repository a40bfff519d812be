/* SPDX-License-Identifier: MIT */
/*
 * Entries of one architecture: every form at every distance, with and without the
 * landing pad, read back.  Included by a file that has said what an entry of its
 * architecture is like, by the macros and functions named below.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <inttypes.h>
#include <string.h>

#include "../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

#define AT UINT64_C(0x555555556040)

/*
 * To be defined before: ARCH; SIZE, FAR_JUMP, STUB and CONSTANT of an entry, JUMP_SIZE of
 * its patchable instruction and LANDING of its landing pad (0: there is none), all in
 * bytes; the distances from LOWEST to HIGHEST that the instruction goes, in steps of
 * GRAIN, counted from COUNTED_FROM bytes behind its first.
 */

/* An entry and the header before it; addressed from the entry, as edits are. */
struct image {
	uint8_t bytes[FFP_ENTRY_HEADER + SIZE];
	bool landing;
};

/* What the macros emit: a landing pad, a jump to the next byte or so, or a return; the rest. */
static void emit(uint8_t *entry, bool landing, bool null);
/* Where the jump goes, relative to itself; INT64_MIN if it is none. */
static int64_t jump_goes(const uint8_t *jump);
/* Put the n-th of what is no such jump in its place; false if there are no more. */
static bool put_foreign(uint8_t *jump, unsigned n);
/* Is the jump of a new entry as it must be, and its relocation? */
static bool new_jump(const uint8_t *jump, uint32_t type, uint64_t at, int64_t addend);

static uint8_t *entry_of(struct image *image)
{
	return image->bytes + FFP_ENTRY_HEADER;
}

static unsigned jump_at(const struct image *image)
{
	return image->landing ? LANDING : 0;
}

static uint64_t word_of(const struct image *image)
{
	return get_uint(image->bytes + FFP_ENTRY_HEADER + FFP_ENTRY_WORD, 8, ARCH.big);
}

static void make(struct image *image, bool landing, bool null)
{
	memset(image, 0, sizeof(*image));
	image->landing = landing;
	emit(entry_of(image), landing, null);
}

/* Bytes that an edit may change: the patchable instruction, the word, the constant. */
static bool edit_allowed(const struct image *image, const struct insn_edit *edit)
{
	if (edit->len == JUMP_SIZE)
		return edit->at == (int)jump_at(image);
	return edit->len == 8 && (edit->at == FFP_ENTRY_WORD || edit->at == CONSTANT);
}

static bool change(struct image *image, enum insn_form form, uint64_t value)
{
	struct insn_edit edits[INSN_EDITS];
	unsigned n = ARCH.insn->entry_encode(edits, entry_of(image), AT, form, value);

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

	return ARCH.insn->entry_decode(entry_of(image), AT, word_of(image), &read) &&
	       read.form == form && (form == INSN_NOTHING || read.value == value);
}

/* Where the jump goes, relative to the entry. */
static uint64_t goes(struct image *image)
{
	return jump_at(image) + (uint64_t)jump_goes(entry_of(image) + jump_at(image));
}

/* But for the jump, the word and the constant, and in order of addresses. */
static bool same_code(struct image *a, struct image *b)
{
	const unsigned behind = jump_at(a) + JUMP_SIZE;
	const uint8_t *p = entry_of(a), *q = entry_of(b);

	return !memcmp(p, q, jump_at(a)) && !memcmp(p + behind, q + behind, CONSTANT - behind) &&
	       !memcmp(p + CONSTANT + 8, q + CONSTANT + 8, SIZE - CONSTANT - 8);
}

/* Targets around both ends of a branch's reach, and right behind the entry. */
static void test_reach(bool landing)
{
	const uint64_t from = AT + (landing ? LANDING : 0) + COUNTED_FROM;
	const uint64_t limits[] = { from + (uint64_t)LOWEST, from + (uint64_t)HIGHEST,
				    AT + SIZE + 8 };
	unsigned n = 0, wrong = 0;

	for (unsigned l = 0; l < 3; l++)
		for (int off = -8; off <= 8; off++) {
			uint64_t to = limits[l] + (uint64_t)(int64_t)off;
			int64_t distance = (int64_t)(to - from);
			bool near =
			    distance >= LOWEST && distance <= HIGHEST && distance % GRAIN == 0;
			struct image image;

			make(&image, landing, false);
			n++;
			if (change(&image, INSN_BRANCH, to) && reads(&image, INSN_BRANCH, to) &&
			    goes(&image) == (near ? to - AT : FAR_JUMP) &&
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
		{ INSN_BRANCH, AT - GRAIN },
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
			wrong += !change(&image, f[a].form, f[a].value) ||
				 !reads(&image, f[a].form, f[a].value);
			word = word_of(&image);
			wrong += !change(&image, f[b].form, f[b].value) ||
				 !reads(&image, f[b].form, f[b].value);
			/* What is constant code stayed: landing pad, far jump, stub. */
			wrong += !same_code(&before, &image);
			/* A thread may be about to load a far target: no constant goes there. */
			wrong += f[b].form == INSN_CONSTANT &&
				 (goes(&image) != STUB || word_of(&image) != word);
		}
	is(wrong, 0, "landing %d: %zu forms after each other", landing, n * n);
}

static void test_foreign(bool landing)
{
	unsigned wrong = 0, n = 0;
	struct insn_read read;
	struct image image;

	make(&image, landing, false);
	for (; put_foreign(entry_of(&image) + jump_at(&image), n); n++)
		wrong += ARCH.insn->entry_decode(entry_of(&image), AT, 0, &read);
	is(wrong, 0, "landing %d: %u that begin otherwise are foreign", landing, n);
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
	ARCH.entry_new(made, &type, &at, &addend);
	ok(!memcmp(entry_of(&image) + JUMP_SIZE, made + JUMP_SIZE, SIZE - JUMP_SIZE),
	   "a new entry has far jump, stub and filling");
	ok(new_jump(made, type, at, addend), "and a jump to be aimed");
}

int main(void)
{
	is(ARCH.insn->entry_size, SIZE, "size");
	is(ARCH.insn->entry_constant, STUB, "where the stub is");
	for (int landing = 0; landing <= (LANDING > 0); landing++) {
		test_reach(landing);
		test_sequences(landing);
		test_foreign(landing);
	}
	test_new();
	return done();
}

#endif /* ENTRY_H */
