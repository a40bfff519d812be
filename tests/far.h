/* SPDX-License-Identifier: MIT */
/* Is one place out of the reach of a branch in another, and so a matter for the trampoline? */
#ifndef FAR_H
#define FAR_H

#include <stdbool.h>
#include <stdint.h>

/* The architecture's; without a back end there are no sites that could reach. */
#if __has_include("reach.h")
#include "reach.h"
#else
#define BRANCH_REACH INT64_C(0)
#endif

static inline bool is_far(const void *from, const void *to)
{
	int64_t distance = (int64_t)((intptr_t)to - (intptr_t)from);

	return distance < -BRANCH_REACH || distance >= BRANCH_REACH;
}

#endif /* FAR_H */
