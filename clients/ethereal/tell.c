// SPDX-License-Identifier: MIT
/* Linked into programs that are tested: at the end, tells of each key its sites and what they hold.
 */
#include <ffp.h>
#include <stdio.h>

static int tell_of(const struct ffp *key, void *arg)
{
	struct ffp_info info;

	(void)arg;
	if (!ffp_info(key, &info))
		fprintf(stderr, "key %s %zu sites %u inlined\n", info.name, info.sites,
			(unsigned)info.inlined);
	return 0;
}

__attribute__((destructor(200))) static void tell(void)
{
	(void)ffp_each(tell_of, NULL);
}
