// SPDX-License-Identifier: MIT
/*
 * Entries of a PLT, as linkers write them for each architecture: the back end finds the word by
 * which one goes, and none where it ends before that.
 */
#include <string.h>

#include "../tap.h"
#include "arch/arch_ops.h"

#define AT UINT64_C(0x10000)
/* More than any entry here has, and what the run time and the tool look at. */
enum { LENGTH = 16 };

static const struct entry {
	uint16_t machine;
	const char *linker;
	uint8_t code[LENGTH];
	uint64_t word; /* 0: it goes by none */
} entries[] = {
	{ 62,
	  "GNU ld's",
	  { 0xff, 0x25, 0xfa, 0x1f, 0, 0, 0x68, 0, 0, 0, 0, 0xe9, 0xe0, 0xff, 0xff, 0xff },
	  AT + 0x2000 },
	{ 62,
	  "GNU ld's with endbr64",
	  { 0xf3, 0x0f, 0x1e, 0xfa, 0xff, 0x25, 0xf6, 0x1f, 0, 0, 0x66, 0x0f, 0x1f, 0x44, 0, 0 },
	  AT + 0x2000 },
	{ 62,
	  "GNU ld's with bnd",
	  { 0xf3, 0x0f, 0x1e, 0xfa, 0xf2, 0xff, 0x25, 0xf5, 0x1f, 0, 0, 0x0f, 0x1f, 0x44, 0, 0 },
	  AT + 0x2000 },
	{ 62,
	  "mold's",
	  { 0xf3, 0x0f, 0x1e, 0xfa, 0x41, 0xbb, 1, 0, 0, 0, 0xff, 0x25, 0xf0, 0x1f, 0, 0 },
	  AT + 0x2000 },
	{ 62,
	  "lld's with retpolines",
	  { 0x4c, 0x8b, 0x1d, 0xf9, 0x1f, 0, 0, 0xe8, 0, 0, 0, 0, 0xe9, 0, 0, 0 },
	  AT + 0x2000 },
	{ 62, "a jump's", { 0xe9, 0xfb, 0x1f, 0, 0, 0xcc, 0xcc, 0xcc }, 0 },
	{ 62, "an address's", { 0x48, 0x8d, 0x05, 0xf9, 0x1f, 0, 0, 0xc3 }, 0 },
	{ 183,
	  "all linkers'",
	  { 0x10, 0, 0, 0xd0, 0x11, 0x16, 0x40, 0xf9, 0x10, 0xa2, 0, 0x91, 0x20, 0x02, 0x1f, 0xd6 },
	  AT + 0x2028 },
	{ 183,
	  "all linkers' with bti",
	  { 0x5f, 0x24, 0x03, 0xd5, 0x10, 0, 0, 0xd0, 0x11, 0x16, 0x40, 0xf9, 0x10, 0xa2, 0, 0x91 },
	  AT + 0x2028 },
	{ 183, "a literal's", { 0x51, 0, 0, 0x58, 0x20, 0x02, 0x1f, 0xd6 }, AT + 8 },
	{ 183,
	  "a veneer's",
	  { 0x10, 0, 0, 0xd0, 0x10, 0xa2, 0, 0x91, 0, 0x02, 0x1f, 0xd6, 0x11, 0x16, 0x40, 0xf9 },
	  0 },
	{ 243,
	  "all linkers'",
	  { 0x17, 0x2e, 0, 0, 0x03, 0x3e, 0x8e, 0x02, 0x67, 0x03, 0x0e, 0, 0x13, 0, 0, 0 },
	  AT + 0x2028 },
	{ 243,
	  "a far jump's",
	  { 0x17, 0x2e, 0, 0, 0x67, 0, 0x8e, 0x02, 0x03, 0x3e, 0x8e, 0x02, 0x13, 0, 0, 0 },
	  0 },
	{ 22,
	  "GNU ld's",
	  { 0xc0, 0x10, 0, 0, 0x10, 0x14, 0xe3, 0x10, 0x10, 0, 0, 0x04, 0x07, 0xf1, 0x0d, 0x10 },
	  AT + 0x2028 },
	{ 22,
	  "a short one's",
	  { 0xc4, 0x18, 0, 0, 0x10, 0x14, 0x07, 0xf1, 0, 0, 0, 0, 0, 0, 0, 0 },
	  AT + 0x2028 },
	{ 22,
	  "an address's",
	  { 0xc0, 0x10, 0, 0, 0x10, 0x14, 0x07, 0xf1, 0, 0, 0, 0, 0, 0, 0, 0 },
	  0 },
};

/* The word that the first `size` bytes go by; 0: none. */
static uint64_t word_of(const struct entry *entry, const struct insn_ops *insn, uint64_t size)
{
	uint64_t word;

	for (uint64_t i = 0; i < size; i += insn->align)
		if (insn->loads(entry->code + i, size - i, AT + i, &word))
			return word;
	return 0;
}

int main(void)
{
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		const struct entry *entry = &entries[i];
		const struct arch_ops *arch = arch_find(entry->machine);
		unsigned wrong = 0;

		is(word_of(entry, arch->insn, LENGTH), entry->word, "%s: %s word", arch->name,
		   entry->linker);
		for (uint64_t size = 1; size < LENGTH; size++) {
			uint64_t word = word_of(entry, arch->insn, size);

			wrong += word && word != entry->word;
		}
		is(wrong, 0, "%s: %s, cut off, goes by no other", arch->name, entry->linker);
	}
	return done();
}
