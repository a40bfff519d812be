// SPDX-License-Identifier: MIT
/*
 * Change several keys together: all of them or none.
 *
 * Build:
 *	ffp-cc cc -O2 $(pkg-config --cflags ffp) transaction.c -o transaction \
 *		$(pkg-config --libs ffp)
 * Run:
 *	./transaction
 * Prints:
 *	plain
 *	<<coded>>
 *	refused: nothing has changed
 *	<<coded>>
 */
#include <ffp.h>
#include <stdio.h>

static void open_plain(void)
{
}

static void open_coded(void)
{
	printf("<<");
}

static void close_plain(void)
{
	printf("\n");
}

static void close_coded(void)
{
	printf(">>\n");
}

DEFINE_FFP_STATIC(text_open, open_plain);
DEFINE_FFP_STATIC(text_close, close_plain);

static void text(const char *words)
{
	text_open();
	printf("%s", words);
	text_close();
}

int main(void)
{
	const struct ffp_change coded[] = {
		FFP_CHANGE(text_open, open_coded),
		FFP_CHANGE(text_close, close_coded),
	};
	/* A key may stand in a transaction once, so this one is refused. */
	const struct ffp_change twice[] = {
		FFP_CHANGE_DEFAULT(text_open),
		FFP_CHANGE_DEFAULT(text_close),
		FFP_CHANGE_DEFAULT(text_open),
	};

	text("plain");
	/*
	 * Another thread might see the new opening and then the old closing.  With the flag
	 * FFP_ATOMIC none does (but not in the pointer form, where the flag is refused).
	 */
	if (ffp_apply(coded, 2, 0))
		return 1;
	text("coded");
	if (ffp_apply(twice, 3, 0))
		puts("refused: nothing has changed");
	text("coded");
	return 0;
}
