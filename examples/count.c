// SPDX-License-Identifier: MIT
/*
 * Two functions that cost no call: the number of bits that are set in a word, counted by the
 * processor's instruction if it has one, and a getter whose field depends on the mode of the
 * program.
 *
 * On x86-64 "popcnt %rdi, %rax" stands where the calls of bits() were, and on every
 * architecture a load where those of price() were.  A target of more than one instruction, such as
 * the default of bits(), is called.
 *
 * Build:
 *	ffp-cc cc -O2 $(pkg-config --cflags ffp) count.c -o count $(pkg-config --libs ffp)
 * Run:
 *	./count
 * Prints:
 *	12 bits
 *	price 100
 *	price 80, on sale
 */
#include <ffp.h>
#include <stdio.h>

/* For any processor. */
static long bits_by_table(unsigned long word)
{
	static const unsigned char of[16] = { 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4 };
	long n = 0;

	for (; word; word >>= 4)
		n += of[word & 15];
	return n;
}
DEFINE_FFP_STATIC(bits, bits_by_table);

#ifdef __x86_64__
/*
 * By asm(), since GCC clears %rax before the popcnt of __builtin_popcountl(), and what is two
 * instructions is called.
 */
static long bits_by_popcnt(unsigned long word)
{
	long n;

	__asm__("popcnt %1, %0" : "=a"(n) : "r"(word) : "cc");
	return n;
}
FFP_IMPL(bits, bits_by_popcnt, 10, ffp_cpu_supports("popcnt"));
#endif

struct article {
	long full, sale;
};

static long price_full(const struct article *article)
{
	return article->full;
}

static long price_sale(const struct article *article)
{
	return article->sale;
}
DEFINE_FFP_STATIC(price, price_full);

int main(void)
{
	static const unsigned long words[] = { 0xff, 0x8001, 0, 0x30 };
	static const struct article book = { 100, 80 };
	long n = 0;

	for (int i = 0; i < 4; i++)
		n += bits(words[i]);
	printf("%ld bits\n", n);
	printf("price %ld\n", price(&book));
	if (SET_FFP(price, price_sale))
		return 1;
	printf("price %ld, on sale\n", price(&book));
	return 0;
}
