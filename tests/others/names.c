// SPDX-License-Identifier: MIT
/*
 * After changes, backtrace() and dladdr() still name the functions of the program,
 * for its text is still mapped from its file.  With an argument it runs for a while
 * in text that was changed, to be looked at from outside (look.py).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <ffp.h>
#include <stdlib.h>
#include <string.h>

#include "../forms.h"
#include "../run/table.h"
#include "../tap.h"

int named_default(int x);
int named_target(int x);
int named_caller(int x);
int named_outer(int x);

static void *frames[32];
static int n_frames;

static __attribute__((noinline)) void look_back(void)
{
	n_frames = backtrace(frames, 32);
}

COUNTED int named_default(int x)
{
	look_back();
	return x + 1;
}

COUNTED int named_target(int x)
{
	look_back();
	return x + 2;
}

DEFINE_FFP(named, named_default);

COUNTED int named_caller(int x)
{
	return named(x) * 10;
}

COUNTED int named_outer(int x)
{
	return named_caller(x) + 1;
}

/* What one sees in a debugger. */
int busy_default(unsigned n);
int busy_target(unsigned n);
int busy_caller(unsigned n);
int changed(int r);
void *site_of_busy;

COUNTED int busy_default(unsigned n)
{
	volatile unsigned i = 0;

	while (i < n)
		i++;
	return 1;
}

COUNTED int busy_target(unsigned n)
{
	volatile unsigned i = 0;

	while (i < n)
		i++;
	return 2;
}

DEFINE_FFP(busy, busy_default);

COUNTED int busy_caller(unsigned n)
{
	volatile unsigned i = 0;

	while (i < n)
		i++;
	return busy(n) + 10;
}

COUNTED int changed(int r)
{
	printf("# changed %d\n", r);
	return r;
}

static int be_looked_at(int rounds)
{
	for (const struct ffp_site *s = FFP__KEY(busy)->module->sites;
	     s < FFP__KEY(busy)->module->sites_end; s++)
		if ((table_key(s) & ~(uintptr_t)3) == (uintptr_t)FFP__KEY(busy)->entry)
			site_of_busy = (void *)table_site(s);
	setvbuf(stdout, NULL, _IONBF, 0);
	for (int i = 0; i < rounds; i++) {
		changed(SET_FFP(busy, i & 1 ? busy_default : busy_target));
		if (i == 0)
			(void)getchar(); /* for one who looks to make ready */
		printf("# called %d\n", busy_caller(rounds > 2 ? 1 : 40000000));
	}
	return 0;
}

static bool is_in(void *address, const char *name)
{
	Dl_info info;

	return dladdr(address, &info) && info.dli_sname && !strcmp(info.dli_sname, name);
}

static void check(const char *target, const char *state)
{
	char **symbols = backtrace_symbols(frames, n_frames);
	char names[4096] = "";

	for (int i = 0; symbols && i < n_frames; i++)
		strncat(names, symbols[i], sizeof(names) - strlen(names) - 1);
	ok(n_frames > 4, "%s: %d frames", state, n_frames);
	ok(is_in(frames[1], target) && is_in(frames[2], "named_caller") &&
	       is_in(frames[3], "named_outer"),
	   "%s: the target, its caller and the caller's are named", state);
	if (!ok(strstr(names, target) && strstr(names, "named_caller") &&
		    strstr(names, "named_outer"),
		"%s: and so by backtrace_symbols", state))
		printf("# %s\n", names);
	free(symbols);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return be_looked_at(atoi(argv[1]));
	is(named_outer(0), 11, "before any change");
	check("named_default", "before any change");
	for (int i = 0; i < 3; i++) {
		is(SET_FFP(named, named_target), 0, "set");
		is(named_outer(0), 21, "a call");
		check("named_target", "changed");
		is(RESET_FFP(named), 0, "reset");
		is(named_outer(0), 11, "a call");
		check("named_default", "reset");
	}
	return done();
}
