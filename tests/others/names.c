// SPDX-License-Identifier: MIT
/*
 * After changes, backtrace() and dladdr() still name the functions of the program,
 * for its text is still mapped from its file.  backtrace() is libgcc's _Unwind_Backtrace().  A call
 * goes by a site, by the key's public symbol or by the key's address: the last two by the entry,
 * which the unwinder can leave at each of its instructions.  With an argument it runs for a while
 * in text that was changed, to be looked at from outside (look.py); with a second one, it calls by
 * the symbol.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <ffp.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "../forms.h"
#include "../run/table.h"
#include "../tap.h"

int named_default(int x);
int named_target(int x);
int named_public(int x);
int named_caller(int x, int way);
int named_outer(int x, int way);

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
FFP_PUBLIC_AS(named, named_public);

enum { SITE, PUBLIC, ADDRESS, WAYS };
static const char *const ways[WAYS] = { "a site", "the public symbol", "the address" };
static int (*volatile address)(int) = named;

COUNTED int named_caller(int x, int way)
{
	if (way == PUBLIC)
		return named_public(x) * 10;
	return (way == ADDRESS ? address(x) : named(x)) * 10;
}

COUNTED int named_outer(int x, int way)
{
	return named_caller(x, way) + 1;
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

FFP_PUBLIC_AS(busy, busy_public);
int busy_public(unsigned n);
int busy_by_symbol(unsigned n);

COUNTED int busy_by_symbol(unsigned n)
{
	return busy_public(n) + 20;
}

COUNTED int changed(int r)
{
	printf("# changed %d\n", r);
	return r;
}

static int be_looked_at(int rounds, int by_symbol)
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
		if (by_symbol)
			printf("# called %d\n", busy_by_symbol(1));
		else
			printf("# called %d\n", busy_caller(rounds > 2 ? 1 : 40000000));
	}
	return 0;
}

static bool is_in(void *address, const char *name)
{
	Dl_info info;

	return dladdr(address, &info) && info.dli_sname && !strcmp(info.dli_sname, name);
}

static void check(const char *target, int result, const char *state, int way)
{
	char **symbols;
	char names[4096] = "";

	is(named_outer(0, way), result, "%s, by %s: a call", state, ways[way]);
	symbols = backtrace_symbols(frames, n_frames);
	for (int i = 0; symbols && i < n_frames; i++)
		strncat(names, symbols[i], sizeof(names) - strlen(names) - 1);
	ok(n_frames > 4, "%s, by %s: %d frames", state, ways[way], n_frames);
	ok(is_in(frames[1], target) && is_in(frames[2], "named_caller") &&
	       is_in(frames[3], "named_outer"),
	   "%s, by %s: the target, its caller and the caller's are named", state, ways[way]);
	if (!ok(strstr(names, target) && strstr(names, "named_caller") &&
		    strstr(names, "named_outer"),
		"%s, by %s: and so by backtrace_symbols", state, ways[way]))
		printf("# %s\n", names);
	free(symbols);
}

static void checks(const char *target, int result, const char *state)
{
	for (int way = 0; way < WAYS; way++)
		check(target, result, state, way);
}

/* libgcc's own: what it knows of the function that has this address; NULL if it knows of none. */
struct bases {
	void *text, *data, *function;
};
const void *_Unwind_Find_FDE(void *address, struct bases *bases);

static void entry_is_known(const char *state)
{
	const char *entry = (const char *)FFP_KEY(named)->entry;
	int unknown = 0;
	Dl_info info;
	ElfW(Sym) * symbol;

	is(dladdr1(entry, &info, (void **)&symbol, RTLD_DL_SYMENT), 1, "%s: the entry has a symbol",
	   state);
	for (size_t i = 0; i < symbol->st_size; i++) {
		struct bases bases = { NULL, NULL, NULL };

		unknown +=
		    !_Unwind_Find_FDE((void *)(entry + i), &bases) || bases.function != entry;
	}
	ok(symbol->st_size > 0 && !unknown, "%s: unwinders know all %zu bytes of the entry, but %d",
	   state, (size_t)symbol->st_size, unknown);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return be_looked_at(atoi(argv[1]), argc > 2);
	checks("named_default", 11, "before any change");
	entry_is_known("before any change");
	for (int i = 0; i < 3; i++) {
		is(SET_FFP(named, named_target), 0, "set");
		checks("named_target", 21, "changed");
		is(RESET_FFP(named), 0, "reset");
		checks("named_default", 11, "reset");
	}
	entry_is_known("changed and reset");
	return done();
}
