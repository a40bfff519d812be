/* SPDX-License-Identifier: MIT */
/* A hundred keys that crowd.c exports to its plugin, which calls each. */
#ifndef CROWD_H
#define CROWD_H

#include <ffp.h>

#include "../hundreds.h"

#define EXPORTED 100
#define DECLARE_EXPORTED(n)                                                                        \
	int exported_default_##n(int x);                                                           \
	DECLARE_FFP_EXPORT(exported_##n, exported_default_##n);
HUNDRED(DECLARE_EXPORTED, 0)

#endif /* CROWD_H */
