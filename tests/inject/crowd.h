/* SPDX-License-Identifier: MIT */
/* A hundred keys that crowd.c exports to its plugin, which calls each. */
#ifndef CROWD_H
#define CROWD_H

#include <ffp.h>

#define TEN(X, n) X(n##0) X(n##1) X(n##2) X(n##3) X(n##4) X(n##5) X(n##6) X(n##7) X(n##8) X(n##9)
#define HUNDRED(X, n)                                                                              \
	TEN(X, n##0)                                                                               \
	TEN(X, n##1)                                                                               \
	TEN(X, n##2)                                                                               \
	TEN(X, n##3)                                                                               \
	TEN(X, n##4)                                                                               \
	TEN(X, n##5) TEN(X, n##6) TEN(X, n##7) TEN(X, n##8) TEN(X, n##9)

/* A number with leading zeros is octal: put a one in front of them. */
#define INDEX(n) (1##n - 1000)

#define EXPORTED 100
#define DECLARE_EXPORTED(n)                                                                        \
	int exported_default_##n(int x);                                                           \
	DECLARE_FFP_EXPORT(exported_##n, exported_default_##n);
HUNDRED(DECLARE_EXPORTED, 0)

#endif /* CROWD_H */
