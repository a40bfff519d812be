// SPDX-License-Identifier: MIT
/*
 * A program gives the memory of its text back (madvise), and with it what a change wrote
 * there: the file's pages come again, with the branches of the build.  The library sees
 * it at the next question and at the next change, which puts it right.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../emulated.h"
#include "../forms.h"
#include "../tap.h"
#include "spread.h"

#ifndef MADV_COLD
#define MADV_COLD 20
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static const struct advice {
	const char *name;
	int advice;
} advices[] = {
	{ "MADV_DONTNEED", MADV_DONTNEED }, { "MADV_FREE", MADV_FREE },
	{ "MADV_COLD", MADV_COLD },	    { "MADV_PAGEOUT", MADV_PAGEOUT },
	{ "MADV_COLLAPSE", MADV_COLLAPSE },
};
enum { ADVICES = sizeof(advices) / sizeof(advices[0]) };

/* Whose pages are given back: sites', the trampolines', all. */
enum range { SITES, ENTRIES, ALL, RANGES };
static const char *const range_names[] = { "sites", "trampolines", "all" };

static long page;

static int advise(const void *from, const void *to, int advice)
{
	uintptr_t start = (uintptr_t)from & -(uintptr_t)page;

	return madvise((void *)start, (uintptr_t)to + 1 - start, advice);
}

static int give_back(enum range range, int advice)
{
	const char *entries[] = { FFP__KEY(op)->entry, FFP__KEY(note)->entry };
	int r = 0;

	for (int i = 0; i < PLACES && range != ENTRIES; i++)
		r |= advise((const void *)callers[i][0], (const char *)callers[i][2] + 32, advice);
	for (int i = 0; i < 2 && range != SITES; i++)
		r |= advise(entries[i] + FFP_ENTRY_WORD, entries[i] + 64, advice);
	return r;
}

static long yields(int caller)
{
	counts.calls++;
	return caller == CALLERS - 1 ? by_address(-7) : callers[caller / 3][caller % 3](-7);
}

/* How many calls yield this. */
static int calls_of(const struct state *s)
{
	int n = 0;

	for (int i = 0; i < CALLERS; i++)
		n += yields(i) == s->yields;
	return n;
}

/* Sites of both keys that ffp_info tells of as behind; -1 if it is wrong otherwise. */
static long behind(void)
{
	const struct ffp *const keys[] = { FFP__KEY(op), FFP__KEY(note) };
	long n = 0;

	for (int i = 0; i < 2; i++) {
		struct ffp_info info;

		if (ffp_info(keys[i], &info) || info.foreign ||
		    info.direct + info.trampoline + info.behind != info.sites)
			return -1;
		n += (long)info.behind;
	}
	return n;
}

/* What stands where the callers begin; and has it become something else? */
static uint8_t bytes[PLACES][64];

static void keep_bytes(void)
{
	for (int i = 0; i < PLACES; i++)
		memcpy(bytes[i], (const void *)callers[i][0], sizeof(bytes[i]));
}

static bool bytes_changed(void)
{
	bool changed = false;

	for (int i = 0; i < PLACES; i++)
		changed |= memcmp(bytes[i], (const void *)callers[i][0], sizeof(bytes[i])) != 0;
	return changed;
}

static unsigned given, lost;
/* Sites that the build sends by the entry, since they do not reach the default: never behind. */
static long by_entry;

static int one(const struct state *from, const struct state *to, const struct advice *advice,
	       enum range range, bool ask)
{
	int kept, at_default, bad = change_to(from) != 0, errno_of = 0;
	long told = 0;

	bad |= calls_of(from) != CALLERS;
	keep_bytes();
	if (give_back(range, advice->advice))
		errno_of = errno;
	given += !errno_of;
	kept = calls_of(from);
	at_default = calls_of(&states[0]);
	if (from != &states[0])
		lost += (unsigned)at_default;
	bad |= (from == &states[0] ? kept : kept + at_default) != CALLERS;
	if (ask) {
		told = behind();
		bad |= told < 0;
		/* Each site then, of which there are as many of op, and a third more of note. */
		if (range == ALL && from != &states[0] && at_default)
			bad |= told != (long)COLLECTED(PLACES * 4) - by_entry;
		if (from == &states[0] || (!at_default && !bytes_changed()))
			bad |= told != 0;
	}
	bad |= change_to(to) != 0;
	noted = 0;
	bad |= calls_of(to) != CALLERS;
	/* What is set already is only set again if somebody has asked. */
	if (ask || from == &states[0] || to == &states[0])
		bad |= noted != (to == &states[0] ? 0 : PLACES) || behind() != 0;
	if (bad)
		printf("# %s, %s to %s, pages of %s%s: %d kept, %d at the default, told %ld\n",
		       advice->name, from->name, to->name, range_names[range], ask ? ", asked" : "",
		       kept, at_default, told);
	return bad;
}

int main(void)
{
	struct ffp_info info;

	page = sysconf(_SC_PAGESIZE);
	if (emulated()) {
		skip("pages that are given back", "qemu-user goes on with what it made of them");
		return done();
	}
	is(ffp_info(FFP__KEY(op), &info), 0, "ffp_info, before any change");
	by_entry = (long)info.trampoline;
	is(change_to(&states[1]), 0, "a change");
	is(ffp_info(FFP__KEY(op), &info), 0, "ffp_info");
	if (info.anonymous) {
		/* Then what comes again is empty. */
		skip("pages that are given back", "the program's file cannot be mapped here");
		return done();
	}
	for (int a = 0; a < ADVICES; a++) {
		int bad = 0, n = 0;

		given = lost = 0;
		for (int from = 0; from < KINDS; from++)
			for (int to = 0; to < KINDS; to++)
				for (int range = 0; range < RANGES; range++)
					for (int ask = to == from; ask < 2; ask++, n++)
						bad += one(&states[from], &states[to], &advices[a],
							   (enum range)range, ask);
		is(bad, 0,
		   "%s, %d times, taken %u times: %u calls went to the default, until a change",
		   advices[a].name, n, given, lost);
	}
	counts_print();
	return done();
}
