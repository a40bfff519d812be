// SPDX-License-Identifier: MIT
/* A library with an exported flag, for flagged.c. */
#include <ffp.h>

DECLARE_FFP_FLAG_EXPORT(away);
DEFINE_FFP_FLAG_EXPORT(away);
int set_away(int on);
int away_there(void);

int set_away(int on)
{
	return SET_FFP_FLAG(away, on);
}

int away_there(void)
{
	return FFP_ON(away);
}
