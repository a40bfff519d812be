// SPDX-License-Identifier: MIT
/*
 * How much stack the library needs: a signal handler may change keys on a small stack
 * of its own.  Each call is made in a handler, on a stack that was painted before; what
 * is no longer painted afterwards was used.
 *
 * Linked with -z now: the dynamic linker's looking up of a function at its first call
 * takes more than the function.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <ffp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/inject.h"
#include "../forms.h"
#include "../mappings.h"
#include "../tap.h"
#include "callers.h"

/* What include/ffp.h promises, in bytes. */
#if __has_include("stack.h")
#include "stack.h"
#else
#define PROMISED 2048
#endif

/* Without optimisation each variable has a place of its own. */
#ifdef __OPTIMIZE__
#define OPTIMISED 1
#else
#define OPTIMISED 0
#endif

DEFINE_FFP(key0, target_a);
DEFINE_FFP(weighed, target_a);
DEFINE_FFP_NULL(other, void(void));
FFP_IMPL(weighed, target_b, 1, 1);

static unsigned refused; /* a bit for each point of src/inject.h */
static bool other_device;
static enum inject_point failing;
static int fails_from, failing_seen;

static int inject(enum inject_point point)
{
	if (point == failing && failing_seen++ >= fails_from)
		return EPERM;
	if (point == INJECT_IDENTIFY && other_device)
		return -1;
	return refused >> point & 1 ? EACCES : 0;
}

/* As if the module had just come: nothing is known of it. */
static int start_anew(void)
{
	ffp_module_remove(&__ffp_module);
	ffp_module_add(&__ffp_module);
	return 0;
}

static int weigh(void)
{
	ffp_module_choose(&__ffp_module);
	return 0;
}

static int set_other(void)
{
	return SET_FFP(key0, FFP_TARGET(key0) == target_a ? target_b : target_a);
}

static int set_same(void)
{
	return ffp_set_target(FFP__KEY(key0), (void *)FFP_TARGET(key0));
}

static int set_constant(void)
{
	return SET_FFP_RETURN(key0, 5);
}

static int reset(void)
{
	return RESET_FFP(key0);
}

static int apply_at_once(void)
{
	struct ffp_change changes[] = {
		FFP_CHANGE(key0, target_b),
		FFP_CHANGE(weighed, target_b),
		FFP_CHANGE(other, NULL),
	};

	return ffp_apply(changes, 3, FFP_ATOMIC);
}

static int ask(void)
{
	struct ffp_info info;

	return ffp_info(FFP__KEY(key0), &info);
}

static int find(void)
{
	return ffp_find("weighed") != FFP__KEY(weighed);
}

static int no_key(const struct ffp *key, void *arg)
{
	(void)key;
	(void)arg;
	return 0;
}

static int walk(void)
{
	return ffp_each(no_key, NULL);
}

static int fork_and_wait(void)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0)
		_exit(0);
	waitpid(child, &status, 0);
	return status;
}

static int fail_in(enum inject_point point, int from, int want)
{
	int r;

	failing = point;
	fails_from = from;
	failing_seen = 0;
	r = set_other();
	failing = INJECT_POINTS;
	return r != want;
}

static int fail_commit(void)
{
	return fail_in(INJECT_MREMAP, 0, -EPERM);
}

static int break_off(void)
{
	return fail_in(INJECT_MREMAP, 1, -ENOTRECOVERABLE) || RESET_FFP(key0);
}

static const struct {
	const char *name;
	int (*call)(void);
} calls[] = {
	{ "a module that comes", start_anew },
	{ "the first change", set_other },
	{ "a module that goes and comes", start_anew },
	{ "the first question", ask },
	{ "a change", set_other },
	{ "a change to what is set", set_same },
	{ "a constant", set_constant },
	{ "a reset", reset },
	{ "several at one instant", apply_at_once },
	{ "a question", ask },
	{ "candidates", weigh },
	{ "ffp_find", find },
	{ "ffp_each", walk },
	{ "fork", fork_and_wait },
	{ "a commit that fails", fail_commit },
	{ "one that cannot be undone", break_off },
};

static const struct {
	const char *name;
	unsigned refused;
	bool other_device;
} modes[] = {
	{ "by mprotect", 0, false },
	{ "on a file system with other numbers", 0, true },
	{ "by /proc/self/mem", 1u << INJECT_MPROTECT, false },
	{ "by a memfd", 1u << INJECT_MPROTECT | 1u << INJECT_OPEN, false },
};

#define SIZE 65536
static char *stack;
static int (*call)(void);
static int result;
static volatile size_t used;

static void paint(void)
{
	memset(stack, 0xa5, SIZE);
}

static void handler(int signal)
{
	const char *here = __builtin_frame_address(0);
	size_t n = 0;

	(void)signal;
	result = call();
	while ((unsigned char)stack[n] == 0xa5)
		n++;
	used = (size_t)(here - stack) - n;
}

static size_t measure(int (*what)(void))
{
	call = what;
	paint();
	raise(SIGUSR1);
	return used;
}

static int nothing(void)
{
	return 0;
}

static int two_kilobytes(void)
{
	char there[PROMISED];

	/* All of it: what is not written to is not seen. */
	memset(there, 1, sizeof(there));
	__asm__ volatile("" : : "r"(there) : "memory");
	return 0;
}

int main(void)
{
	stack_t alternate = { .ss_size = SIZE };
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK };
	size_t most = 0;

	stack = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stack == MAP_FAILED)
		abort();
	alternate.ss_sp = stack;
	if (sigaltstack(&alternate, NULL) || sigaction(SIGUSR1, &action, NULL))
		abort();
	(void)measure(nothing);
	ok(used < 200, "a call that does nothing takes %zu bytes", used);
	(void)measure(two_kilobytes);
	ok(used > PROMISED, "one with a large array %zu", used);
	failing = INJECT_POINTS;
	for (size_t m = 0; m < sizeof(modes) / sizeof(modes[0]); m++) {
		struct ffp_info info;
		bool by_memfd;

		refused = modes[m].refused;
		other_device = modes[m].other_device;
		ffp_inject = inject;
		for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
			size_t n = measure(calls[i].call);

			is(result, 0, "%s, %s", calls[i].name, modes[m].name);
			ok(n <= PROMISED || !OPTIMISED, "takes %zu bytes of stack", n);
			if (n > most)
				most = n;
		}
		ffp_inject = NULL;
		is(ffp_info(FFP__KEY(key0), &info), 0, "ffp_info");
		by_memfd = m == 3 || (m == 2 && !mappings_writable_by_mem());
		is(info.way,
		   by_memfd ? FFP_BY_MEMFD
		   : m == 2 ? FFP_BY_PROC_MEM
			    : FFP_BY_MPROTECT,
		   "that was the way");
		is(info.anonymous, by_memfd, "and the file, or not");
	}
	is(callers[0](11), target_a(11), "in the end a call reaches the default");
	printf("# at most %zu bytes\n", most);
	return done();
}
