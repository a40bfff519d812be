// SPDX-License-Identifier: MIT
#include "branches.h"

int kept_default(int x)
{
	return x;
}

DEFINE_FFP_FLAG_EXPORT(away_flag);
DEFINE_FFP_NULL_EXPORT(away_hook, void(int *));
DEFINE_FFP_EXPORT(away_kept, kept_default);

int library_says(void)
{
	return SAY(away_flag) * FLAG + SAY(away_hook) * HOOK + SAY(away_kept) * KEPT;
}
