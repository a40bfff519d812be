/* SPDX-License-Identifier: MIT */
/*
 * Keys that crowd.c exports to its plugin, which calls each: so many that their updates have no
 * room in the buffer of a small transaction.
 */
#ifndef CROWD_H
#define CROWD_H

#include <ffp.h>

#include "../hundreds.h"

#define EXPORTED 400
#define ALL_EXPORTED(X) HUNDRED(X, 0) HUNDRED(X, 1) HUNDRED(X, 2) HUNDRED(X, 3)
#define DECLARE_EXPORTED(n)                                                                        \
	int exported_default_##n(int x);                                                           \
	DECLARE_FFP_EXPORT(exported_##n, exported_default_##n);
ALL_EXPORTED(DECLARE_EXPORTED)

#endif /* CROWD_H */
