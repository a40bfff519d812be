// SPDX-License-Identifier: MIT
/*
 * Text that may not be read any more, whatever the program's headers say: made
 * execute-only, or inaccessible, or kept from the thread by a protection key.  A change
 * is refused, and does not fault; and works when the text can be read again.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <ffp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

/*
 * Filling before or behind what is to have pages of its own: no page is larger.  It is not aligned,
 * since RISC-V's linker would take bytes of that out again, and entries behind would lose theirs.
 */
#define FILL(section)                                                                              \
	__asm__(".pushsection " section ",\"ax\",%progbits\n"                                      \
		".skip 65536\n"                                                                    \
		".popsection")

int value_default(int x);
int value_default(int x)
{
	return x + 1;
}

static int value_other(int x)
{
	return x + 2;
}

FILL(".text.ffp");
DEFINE_FFP(value, value_default);
DEFINE_FFP(second, value_default);
FILL(".text.ffp");

/* The compiler writes assembly first: what is behind the function has a section of its own. */
FILL(".text.alone");
FILL(".text.behind");
static COUNTED __attribute__((section(".text.alone"))) int call_value(int x)
{
	return value(x) * 10;
}

static COUNTED int call_second(int x)
{
	return second(x) * 10;
}

#ifndef SYS_pkey_alloc
#define SYS_pkey_alloc (-1)
#define SYS_pkey_mprotect (-1)
#endif
#define DISABLE_ACCESS 1

static uintptr_t page;

static int protect(const void *at, int rights)
{
	uintptr_t start = (uintptr_t)at & -page;

	/* Two pages: what begins on one may end on the next. */
	return mprotect((void *)start, 2 * page, rights);
}

static int execute_only(const void *at)
{
	return protect(at, PROT_EXEC);
}

static int no_access(const void *at)
{
	return protect(at, PROT_NONE);
}

static int by_key(const void *at)
{
	uintptr_t start = (uintptr_t)at & -page;
	long key = syscall(SYS_pkey_alloc, 0, DISABLE_ACCESS);

	return key < 0
		   ? -1
		   : (int)syscall(SYS_pkey_mprotect, start, 2 * page, PROT_READ | PROT_EXEC, key);
}

static int allow(const void *at)
{
	return protect(at, PROT_READ | PROT_EXEC);
}

/* Pages keep their protection key until they get another. */
static int allow_without_key(const void *at)
{
	uintptr_t start = (uintptr_t)at & -page;

	return (int)syscall(SYS_pkey_mprotect, start, 2 * page, PROT_READ | PROT_EXEC, 0);
}

static const struct way {
	const char *name;
	int (*take)(const void *at);
	int (*give_back)(const void *at);
	bool surely; /* not on every machine can text be executed and not read */
} ways[] = {
	{ "execute-only", execute_only, allow, false },
	{ "inaccessible", no_access, allow, true },
	{ "under a protection key", by_key, allow_without_key, true },
};

enum { CANNOT = 42 };

/* In a child: 0, or what was wrong. */
static int try_way(const struct way *way, const void *at, bool known)
{
	struct ffp_info info;
	int r, expected = FORM == POINTER ? 0 : -ENOTSUP;
	bool right;

	if (known && (SET_FFP(value, value_other) || RESET_FFP(value)))
		return 1;
	if (way->take(at))
		return CANNOT;
	r = SET_FFP(value, value_other);
	right = r == expected || (!way->surely && r == 0);
	/* What is told must be true, or nothing be told. */
	if (r && ((ffp_info(FFP__KEY(value), &info) == 0) != known ||
		  (known && info.foreign != (at == (void *)call_value ? COLLECTED(1) : 0)) ||
		  FFP_TARGET(value) != value_default))
		right = false;
	if (way->give_back(at))
		return 2;
	if (!right || call_value(1) != (r ? 20 : 30) || call_second(1) != 20)
		return 3;
	if (SET_FFP(value, value_other) || call_value(1) != 30 || RESET_FFP(value) ||
	    call_value(1) != 20)
		return 4;
	return 0;
}

static void check(const struct way *way, const void *at, const char *what, bool known)
{
	pid_t child = fork();
	int status = -1;

	if (!child)
		_exit(try_way(way, at, known));
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == CANNOT)
		skip(what, "no protection keys here");
	else
		is(status, 0, "%s %s%s: refused, not a fault", what, way->name,
		   known ? ", after a change" : "");
}

int main(void)
{
	const char *entry = FFP__KEY(value)->entry;

	/* What a compiler takes for a function has a header. */
	__asm__("" : "+r"(entry));
	entry -= FFP_ENTRY_HEADER;
	page = (uintptr_t)sysconf(_SC_PAGESIZE);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		for (int known = 0; known < 2; known++) {
			if (FORM != TRAMPOLINE)
				check(&ways[i], (const void *)call_value, "a site's page", known);
			if (FORM != POINTER)
				check(&ways[i], entry, "a trampoline's page", known);
		}
	}
	is(CALL(call_second(1)), 20, "a call");
	is(CHANGE(SET_FFP(second, value_other)), 0, "a change");
	counts_print();
	return done();
}
