// SPDX-License-Identifier: MIT
/*
 * xray COUNT: how long LLVM's XRay, the nearest that a distribution ships, takes
 * to switch on and off the entry and exit points of 10,000 functions.
 * Compiled with clang -fxray-instrument.  Prints "POINTS NS-PER-POINT", a median.
 */
#include "bench.h"

/* Of compiler-rt; its header is for C++ only. */
int __xray_patch(void);
int __xray_unpatch(void);
size_t __xray_max_function_id(void);

#define XRAY_SUCCESS 1

#define F_1(n)                                                                                     \
	__attribute__((xray_always_instrument, noinline)) int f##n(int x);                         \
	int f##n(int x)                                                                            \
	{                                                                                          \
		return x + 1;                                                                      \
	}
#define F_10(n)                                                                                    \
	F_1(n##0)                                                                                  \
	F_1(n##1)                                                                                  \
	F_1(n##2)                                                                                  \
	F_1(n##3) F_1(n##4) F_1(n##5) F_1(n##6) F_1(n##7) F_1(n##8) F_1(n##9)
#define F_100(n)                                                                                   \
	F_10(n##0)                                                                                 \
	F_10(n##1)                                                                                 \
	F_10(n##2)                                                                                 \
	F_10(n##3) F_10(n##4) F_10(n##5) F_10(n##6) F_10(n##7) F_10(n##8) F_10(n##9)
#define F_1000(n)                                                                                  \
	F_100(n##0)                                                                                \
	F_100(n##1)                                                                                \
	F_100(n##2)                                                                                \
	F_100(n##3) F_100(n##4) F_100(n##5) F_100(n##6) F_100(n##7) F_100(n##8) F_100(n##9)
#define F_10000(n)                                                                                 \
	F_1000(n##0)                                                                               \
	F_1000(n##1)                                                                               \
	F_1000(n##2)                                                                               \
	F_1000(n##3)                                                                               \
	F_1000(n##4) F_1000(n##5) F_1000(n##6) F_1000(n##7) F_1000(n##8) F_1000(n##9)

F_10000(_)

int main(int argc, char **argv)
{
	size_t n = count_argument(argc, argv, 1), points = 2 * __xray_max_function_id();
	double *ns = doubles(n);

	pin(0);
	for (size_t i = 0; i < n; i++) {
		double start = now();

		require(__xray_patch() == XRAY_SUCCESS, "patching failed");
		ns[i] = now() - start;
		require(__xray_unpatch() == XRAY_SUCCESS, "unpatching failed");
	}
	printf("%zu %.2f\n", points, quantile(ns, n, 0.5) / (double)points);
	free(ns);
	return 0;
}
