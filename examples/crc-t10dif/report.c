// SPDX-License-Identifier: MIT
/* What the library says of the key. */
#include <stdio.h>

#include "app.h"
#include "crc.h"

#ifdef FFP_POINTER
#define FORM "pointer form: every call is indirect, there are no sites"
#else
#define FORM "trampoline form: no sites collected, calls go through the key's own jump"
#endif

void report_sites(void)
{
	const struct ffp *key = ffp_find("crc_t10dif");
	struct ffp_info info;

	if (!key || ffp_info(key, &info))
		printf("sites: unknown, the library does not know the key\n");
	else if (info.sites)
		printf("sites: %zu collected, %zu direct\n", info.sites, info.direct);
	else
		printf("sites: 0 collected, 0 direct (" FORM ")\n");
}
