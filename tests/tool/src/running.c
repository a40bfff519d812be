// SPDX-License-Identifier: MIT
/*
 * A program whose keys are looked at from outside.  It changes them, does what its arguments say to
 * itself, prints "ready", and ends when its input does.
 */
#include <ffp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

static int slow(int x)
{
	return x + 1;
}

/* Of more than one instruction, so that it is called. */
static int fast(int x)
{
	return x * x + 9;
}

static int wide(int x)
{
	return x - 100;
}

DEFINE_FFP_STATIC(crc, slow);
FFP_IMPL(crc, fast, 10, 1);
FFP_IMPL(crc, wide, 20, 0);

int same(int x)
{
	return x;
}

static int seven(int x)
{
	(void)x;
	return 7;
}

static void note(int x)
{
	if (x < 0)
		puts("negative");
}

DEFINE_FFP(single, same);
/* Compiled with -fno-plt on x86-64: the call of what another module may define is six bytes long.
 */
#ifdef WIDE_CALLS
DEFINE_FFP_EXPORT(value, same);
extern const int32_t __start_ffp_wide[];
#else
DEFINE_FFP(value, same);
#endif
DEFINE_FFP(left, same);
DEFINE_FFP_NULL(hook, void(int));
DEFINE_FFP_NULL(trace, void(int));

__attribute__((noinline)) int call_all(int x)
{
	hook(x);
	trace(x);
	return crc(x) + value(x) + left(x) + single(x);
}

__attribute__((noinline)) int tail_single(int x)
{
	return single(x);
}

/* For a debugger to stop in, which holds no site. */
__attribute__((noinline)) void be_looked_at(void)
{
	__asm__ volatile("" ::: "memory");
}

extern const struct ffp_key __start_ffp_keys[] __attribute__((weak));
extern const struct ffp_site __start_ffp_sites[] __attribute__((weak));

/* Write to memory that is read-only. */
static int scribble(const void *to, int byte, size_t length)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *start = (char *)((size_t)to & -page);

	if (mprotect(start, 2 * page, PROT_READ | PROT_WRITE | PROT_EXEC))
		return 1;
	memset((void *)(size_t)to, byte, length);
	return 0;
}

#ifndef FFP_POINTER
/* A breakpoint before the call of `value`, behind which no constant is put. */
static int scribble_before_value(void)
{
	const struct ffp_site *s = FFP_KEY(value)->module->sites;

	while ((size_t)&s->key + (size_t)s->key != (size_t)FFP_KEY(value)->entry + FFP_SITE_CALL)
		s++;
	return scribble((const char *)&s->site + s->site - 1, 0xcc, 1);
}
#endif

int main(int argc, char **argv)
{
	char c;
	int r;

	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	r = SET_FFP(trace, note) || SET_FFP_RETURN(value, 42) || SET_FFP(single, seven) ||
	    call_all(1) != 10 + 42 + 1 + 7 || tail_single(1) != 7;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "reset"))
			r |= RESET_FFP(single);
		if (!strcmp(argv[i], "names"))
			r |= scribble(&__start_ffp_keys[0].name, 0x70, 4);
		if (!strcmp(argv[i], "records"))
			r |= scribble(&__start_ffp_keys[0].record, 0x70, 4);
		if (!strcmp(argv[i], "sites"))
			r |= scribble(&__start_ffp_sites[0], 0x70, 8);
#ifdef WIDE_CALLS
		if (!strcmp(argv[i], "wide"))
			r |= scribble(&__start_ffp_wide[0], 0x70, 4);
		if (!strcmp(argv[i], "prefix"))
			r |= scribble((const char *)__start_ffp_wide + __start_ffp_wide[0] - 1,
				      0x90, 1);
#endif
#ifndef FFP_POINTER
		if (!strcmp(argv[i], "foreign"))
			r |= scribble((const char *)&__start_ffp_sites[0].site +
					  __start_ffp_sites[0].site,
				      0xcc, 1);
		if (!strcmp(argv[i], "before"))
			r |= scribble_before_value() || SET_FFP_RETURN(value, 43);
#endif
	}
	if (r)
		return 1;
	be_looked_at();
	puts("ready");
	fflush(stdout);
	return read(0, &c, 1) < 0;
}
