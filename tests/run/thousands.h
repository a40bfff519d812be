/* SPDX-License-Identifier: MIT */
/* What thousands-key.c tells thousands.c of each key. */
#ifndef THOUSANDS_H
#define THOUSANDS_H

#include <ffp.h>

struct thousandth {
	struct ffp_change change; /* to another target */
	int (*call)(int), (*tail)(int);
	int *number;
} __attribute__((aligned(16)));

#endif /* THOUSANDS_H */
