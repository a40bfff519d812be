// SPDX-License-Identifier: MIT
/*
 * A user's program.  usage: hello SITES: fails unless the key has that many
 * sites, all of them direct, and calls go where they should.
 */
#include <ffp.h>
#include <stdio.h>
#include <stdlib.h>

int plain(int x);
int better(int x);

int plain(int x)
{
	return x + 1;
}

int better(int x)
{
	return x + 2;
}

DEFINE_FFP(next, plain);

int main(int argc, char **argv)
{
	struct ffp_info info;
	int before = next(1), after;

	if (SET_FFP(next, better))
		return 3;
	after = next(1);
	if (ffp_info(ffp_find("next"), &info))
		return 4;
	printf("%d %d, %zu sites, %zu direct\n", before, after, info.sites, info.direct);
	if (argc != 2 || info.sites != (size_t)atoi(argv[1]) || info.direct != info.sites)
		return 5;
	return before == 2 && after == 3 && next(2) == 4 ? 0 : 6;
}
