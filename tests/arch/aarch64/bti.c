// SPDX-License-Identifier: MIT
/*
 * Text that is guarded (BTI: an indirect branch to a place without a landing pad is
 * SIGILL) stays so, however a change makes its copy executable.  All of it is in a
 * library, main too; libffp is in the program.
 */
#include <errno.h>
#include <ffp.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../../src/inject.h"
#include "../../forms.h"
#include "../../mappings.h"
#include "../../run/counts.h"
#include "../../tap.h"

#ifndef HWCAP2_BTI
#define HWCAP2_BTI (1 << 17)
#endif
#ifndef PROT_BTI
#define PROT_BTI 0x10
#endif

long op_default(long x);
long op_default(long x)
{
	return x + 10;
}

static long op_other(long x)
{
	return x + 20;
}

/* A place without a landing pad on the entry's page: from here on not 128 bytes. */
__asm__(".pushsection " FFP_TEXT_SECTION ",\"ax\",%progbits\n"
	".balign 128\n"
	".popsection\n");
DEFINE_FFP(op, op_default);
__asm__(".pushsection " FFP_TEXT_SECTION ",\"ax\",%progbits\n"
	".globl beside_the_entry\n"
	".hidden beside_the_entry\n"
	".type beside_the_entry, %function\n"
	"beside_the_entry: ret\n"
	".popsection\n");

#define HIDDEN __attribute__((visibility("hidden")))
long HIDDEN call_op(long x);
void HIDDEN beside_the_site(void);
void HIDDEN beside_the_entry(void);

static sigjmp_buf back;

static void fault(int signal)
{
	siglongjmp(back, signal);
}

static bool is_guarded(void (*volatile place)(void))
{
	if (sigsetjmp(back, 1))
		return true;
	place();
	return false;
}

static void check_guard(const char *when)
{
	ok(is_guarded(beside_the_site), "%s: the site's page is guarded", when);
	ok(is_guarded(beside_the_entry), "%s: the entry's page is guarded", when);
}

/* As a dynamic linker does that knows of it; this one may not. */
static void guard(void (*place)(void))
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	is(mprotect((void *)((uintptr_t)place & -page), page, PROT_READ | PROT_EXEC | PROT_BTI), 0,
	   "guarded");
}

/* What the system refuses, so that another way is taken; a bit for each point. */
static unsigned refused;

static int inject(enum inject_point point)
{
	return refused >> point & 1 ? EACCES : 0;
}

static const struct {
	const char *name;
	unsigned refused, way;
} ways[] = {
	{ "by mprotect", 0, FFP_BY_MPROTECT },
	{ "by /proc/self/mem", 1u << INJECT_MPROTECT, FFP_BY_PROC_MEM },
	{ "by a memfd", 1u << INJECT_MPROTECT | 1u << INJECT_OPEN, FFP_BY_MEMFD },
};

int main(void)
{
	struct sigaction action = { .sa_handler = fault };

	if (!(getauxval(AT_HWCAP2) & HWCAP2_BTI)) {
		skip("text stays guarded", "the processor has no BTI");
		return done();
	}
	sigaction(SIGILL, &action, NULL);
	guard(beside_the_site);
	guard(beside_the_entry);
	check_guard("before any change");
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct ffp_info info;
		unsigned way = ways[i].way;

		/* The next way is taken where the kernel guards this one. */
		if (way == FFP_BY_PROC_MEM && !mappings_writable_by_mem())
			way = FFP_BY_MEMFD;
		refused = ways[i].refused;
		ffp_inject = inject;
		is(CHANGE(SET_FFP(op, op_other)), 0, "%s: changed", ways[i].name);
		is(ffp_info(FFP__KEY(op), &info), 0, "%s: asked", ways[i].name);
		is(info.way, way, "%s it was", ways[i].name);
		is(info.direct, COLLECTED(1), "%s: direct sites", ways[i].name);
		is(CALL(call_op(1)), 22, "%s: called", ways[i].name);
		check_guard(ways[i].name);
		is(CHANGE(RESET_FFP(op)), 0, "%s: changed back", ways[i].name);
		is(CALL(call_op(1)), 12, "%s: called", ways[i].name);
		check_guard(ways[i].name);
	}
	ffp_inject = NULL;
	counts_print();
	return done();
}
