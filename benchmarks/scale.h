/* SPDX-License-Identifier: MIT */
/* What scale-key.c tells scale.c of each key. */
#ifndef SCALE_H
#define SCALE_H

#include <ffp.h>

struct scaled {
	const struct ffp *key;
	void *other; /* another target */
};

#endif /* SCALE_H */
