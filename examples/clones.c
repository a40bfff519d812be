// SPDX-License-Identifier: MIT
/*
 * One function compiled for several processors, as by target_clones, but without IFUNC: also with
 * musl and in static programs, and the choice can be seen and steered.
 *
 * Build:
 *	ffp-cc cc -O3 $(pkg-config --cflags ffp) clones.c -o clones $(pkg-config --libs ffp)
 * Run:
 *	FFP_USE=dot=default ./clones
 *	FFP_HIDE=avx2 ./clones | cut -d, -f1
 * Prints:
 *	dot 140, by the default
 *	dot 140
 */
#include <ffp.h>
#include <stdio.h>

/* A string for each clone, the best one last; on other processors than x86 the names differ. */
#ifdef __x86_64__
#define PROCESSORS "sse4.1", "avx2,fma", "arch=x86-64-v4"
#elif defined(__aarch64__) && !defined(__clang__)
#define PROCESSORS "+sve", "+sve2"
#endif

#ifdef PROCESSORS
FFP_CLONES_STATIC(int, dot, (const int *a, const int *b, int n), (a, b, n), PROCESSORS)
#else
static int dot(const int *a, const int *b, int n)
#endif
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

#ifdef PROCESSORS
static int chosen(const struct ffp_impl_info *impl, void *name)
{
	if (impl->state == FFP_IMPL_CHOSEN)
		*(const char **)name = impl->name;
	return 0;
}
#endif

int main(void)
{
	static const int numbers[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	const char *name = "the default";

#ifdef PROCESSORS
	if (ffp_each_impl(FFP_KEY(dot), chosen, &name))
		return 1;
#endif
	printf("dot %d, by %s\n", dot(numbers, numbers, 8), name);
	return 0;
}
