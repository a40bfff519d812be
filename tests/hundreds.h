/* SPDX-License-Identifier: MIT */
/* The same for each of many numbers, of three digits: X(000), X(001), … */
#ifndef HUNDREDS_H
#define HUNDREDS_H

/* Numbers that begin with `n`. */
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

#endif /* HUNDREDS_H */
