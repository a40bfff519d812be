// SPDX-License-Identifier: MIT
/*
 * One function of one library, called by the program and by three other libraries.  The program
 * and two of these have a key by symbol each, for their own calls; the third was compiled with
 * the name and defines none.
 */
#include <ffp.h>
#include <stdlib.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "libraries.h"

DEFINE_FFP_SYMBOL(shared);

static int changed(int x)
{
	return FFP_DEFAULT(shared)(x) + 5000;
}

static COUNTED int call(int x)
{
	return shared(x) + 1;
}

/* What the program and the libraries 1 to 3 add to 2 x. */
static void check(const char *what, int here, int first, int second)
{
	const int on = FORM == DIRECT;

	is(call(4) - 9, on * here, "%s: the program's call", what);
	is(call_1(4) - 9, on * first, "%s: the first library's", what);
	is(call_2(4) - 9, on * second, "%s: the second one's", what);
	is(call_3(4) - 9, 0, "%s: the third one's, which has no key", what);
}

struct found {
	int keys, wrong, failed;
};

static int visit(const struct ffp *key, void *arg)
{
	struct found *found = arg;
	struct ffp_info info = { 0 };

	found->failed |= ffp_info(key, &info);
	if (strcmp(info.name, "shared"))
		return 0;
	found->keys++;
	found->wrong += info.sites != COLLECTED(1) || info.direct != info.sites;
	found->failed |= ffp_set_target(key, (void *)changed);
	return 0;
}

int main(void)
{
	struct found found = { 0 };

	check("before", 0, 0, 0);
	is(SET_FFP(shared, changed), 0, "the program's key");
	check("the program's key is set", 5000, 0, 0);
	is(set_1(1), 0, "the first library's key");
	check("the first library's key, too", 5000, 100, 0);
	is(set_2(1), 0, "the second one's");
	check("each key has its own target", 5000, 100, 200);
	is(RESET_FFP(shared), 0, "the program's key is reset");
	check("the libraries' keys stay", 0, 100, 200);
	is(set_1(0) || set_2(0), 0, "theirs, too");
	check("reset", 0, 0, 0);
	is(ffp_each(visit, &found), 0, "ffp_each");
	is(found.failed, 0, "every key can be asked and set there");
	is(found.keys, 3, "it visits each module's key");
	is(found.wrong, 0, "each of which has one site, after the change a direct one");
	check("all of them", 5000, 5000, 5000);
	return done();
}
