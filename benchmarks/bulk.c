// SPDX-License-Identifier: MIT
/*
 * bulk COUNT: what a change of a key costs that has all the sites of
 * bulk-sites.S.  Beside it, in turns: copying those pages, once to memory that
 * is there already and once to memory that is not; and storing the same
 * displacements in place.
 *
 * Prints "NAME MS RATIO", medians; the ratio is to the first of these copies.
 */
#include "bench.h"

#include <errno.h>
#include <ffp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

void count_default(void);
void count_other(void);
DEFINE_FFP(bulk_key, count_default);

extern char bulk_start[], bulk_end[];
void bulk_run(void);

static long default_calls, other_calls;

void count_default(void)
{
	default_calls++;
}

void count_other(void)
{
	other_calls++;
}

static volatile int32_t *displacement(const struct ffp_site *s)
{
	return (volatile int32_t *)((uintptr_t)&s->site + (uintptr_t)(intptr_t)s->site + 1);
}

/* What a peer would do that has a table of sites; the values do not change. */
static double in_place(void)
{
	size_t length = (size_t)(bulk_end - bulk_start);
	double start = now();

	if (mprotect(bulk_start, length, PROT_READ | PROT_WRITE | PROT_EXEC))
		return -1;
	for (const struct ffp_site *s = __ffp_module.sites; s < __ffp_module.sites_end; s++)
		*displacement(s) = *displacement(s);
	require(!mprotect(bulk_start, length, PROT_READ | PROT_EXEC), "no way back");
	return now() - start;
}

static double copy_to(char *to)
{
	size_t length = (size_t)(bulk_end - bulk_start);
	double start = now();

	memcpy(to, bulk_start, length);
	/* Else the compiler sees that nobody reads it. */
	__asm__ volatile("" : : "r"(to) : "memory");
	return now() - start;
}

static double copy_to_new(void)
{
	size_t length = (size_t)(bulk_end - bulk_start);
	double start = now();
	char *to = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	require(to != MAP_FAILED, "no memory");
	copy_to(to);
	start = now() - start;
	munmap(to, length);
	return start;
}

static double change(int odd)
{
	double start = now();

	require(!SET_FFP(bulk_key, odd ? count_other : count_default), "a change failed");
	return now() - start;
}

static void report(const char *name, double *ns, const double *base, size_t n)
{
	double *ratio = doubles(n);

	for (size_t i = 0; i < n; i++)
		ratio[i] = ns[i] / base[i];
	printf("%s %.3f %.3f\n", name, quantile(ns, n, 0.5) / 1e6, quantile(ratio, n, 0.5));
	free(ratio);
}

int main(int argc, char **argv)
{
	size_t n = count_argument(argc, argv, 1);
	size_t length = (size_t)(bulk_end - bulk_start);
	double *changes = doubles(n), *copies = doubles(n), *new_copies = doubles(n);
	double *stores = doubles(n);
	char *to = malloc(length);
	struct ffp_info info;
	double first;

	pin(0);
	require(to != NULL, "no memory");
	memset(to, 1, length);
	first = change(1);
	require(!ffp_info(ffp_find("bulk_key"), &info), "no information");
	require(info.sites == SITES && info.direct == SITES, "not every site is direct");
	for (size_t i = 0; i < n; i++) {
		changes[i] = change(i & 1);
		copies[i] = copy_to(to);
		stores[i] = in_place();
		new_copies[i] = copy_to_new();
	}
	change(0);
	bulk_run();
	change(1);
	bulk_run();
	require(default_calls == SITES && other_calls == SITES, "calls went wrong");

	printf("sites %zu 0\npages %zu 0\n", info.sites, length / 4096);
	printf("first %.3f 0\n", first / 1e6);
	report("change", changes, copies, n);
	report("copy-new", new_copies, copies, n);
	if (stores[0] >= 0)
		report("in-place", stores, copies, n);
	report("copy", copies, copies, n);
	return 0;
}
