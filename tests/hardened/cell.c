// SPDX-License-Identifier: MIT
/* What is done on each system: the key is changed there and back, and every call looked at. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <ffp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../forms.h"
#include "../mappings.h"
#include "hardened.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif

int target_a(int x);
int target_b(int x);

int target_a(int x)
{
	return x * 3 + 1;
}

int target_b(int x)
{
	return x * 5 + 2;
}

DEFINE_FFP(op, target_a);

/* Sites a MiB apart: each in a window of its own, and text enough for huge pages. */
#define FAR(n)                                                                                     \
	__asm__(".pushsection .text.far" #n ",\"ax\",%progbits\n"                                  \
		".skip 0x100000\n"                                                                 \
		".popsection");                                                                    \
	static COUNTED __attribute__((section(".text.far" #n))) int call_##n(int x)                \
	{                                                                                          \
		return op(x) ^ n;                                                                  \
	}
FAR(0)
FAR(1)
FAR(2)
FAR(3)
FAR(4)

static COUNTED int by_address(int x)
{
	static int (*volatile address)(int);

	/* Anew each time: in the pointer form it is the target of that moment. */
	address = op;
	return address(x);
}

int (*const callers[])(int) = { call_0, call_1, call_2, call_3, call_4, by_address };
const int n_callers = sizeof(callers) / sizeof(callers[0]);

int callers_of_b(void)
{
	int b = 0;

	for (int i = 0; i < n_callers; i++) {
		int got = callers[i](11) ^ (i < 5 ? i : 0);

		if (got == target_b(11))
			b++;
		else if (got != target_a(11))
			return -1;
	}
	return b;
}

bool told_b(void)
{
	return FFP_TARGET(op) == target_b;
}

int change(int to_b, bool atomic)
{
	struct ffp_change one = FFP_CHANGE(op, to_b ? target_b : target_a);

	return ffp_apply(&one, 1, atomic ? FFP_ATOMIC : 0);
}

int mappings(void)
{
	DIR *files = opendir("/proc/self/fd");
	int n = mapped(0).n;

	while (files && readdir(files))
		n++;
	if (files)
		closedir(files);
	return n;
}

static void one_change(const struct row *row)
{
	bool was_b = told_b();
	int r = change(!was_b, row->atomic);

	report->varies |= report->changes++ && r != report->error;
	report->error = r;
	report->moved += r && told_b() != was_b;
	report->wrong += callers_of_b() != (told_b() ? n_callers : 0);
	report->calls += (unsigned)n_callers;
}

static bool text_has_name(const void *at)
{
	struct mapping m;

	return mappings_find(at, &m) && (m.name[0] == '/' || strstr(m.name, "ffp text"));
}

/* Can memory be given a name here, and the name be read? */
static bool names_are_kept(void)
{
	void *p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	bool kept;

	prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, p, 4096, "ffp text");
	kept = text_has_name(p);
	munmap(p, 4096);
	return kept;
}

void run_cell(const struct row *row, int column)
{
	struct ffp_info info;
	int before;

	if (row->warm && (change(1, row->atomic) || change(0, row->atomic))) {
		cannot("the first change fails");
		return;
	}
	if (row->guard && row->guard())
		return;
	if ((column > 0 && refuse_mprotect_exec()) || (column > 1 && refuse_memfd()))
		return;
	one_change(row);
	before = mappings();
	for (int i = 0; i < 20; i++)
		one_change(row);
	if (!report->varies)
		report->left = mappings() - before;
	if (row->lift) {
		row->lift();
		report->later = change(!told_b(), row->atomic);
		report->wrong += callers_of_b() != (told_b() ? n_callers : 0);
	}
	if (!ffp_info(ffp_find("op"), &info)) {
		report->foreign = (unsigned)info.foreign;
		report->way = info.way;
		report->anonymous = info.anonymous;
		report->serialised = info.serialised;
	} else {
		report->foreign = 99;
	}
	report->named = text_has_name((const void *)callers[0]) || !names_are_kept();
	report->done = true;
}
