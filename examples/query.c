// SPDX-License-Identifier: MIT
/*
 * List the keys of a program, and see what their call sites hold now.
 *
 * Build:
 *	ffp-cc cc -O2 $(pkg-config --cflags ffp) query.c -o query $(pkg-config --libs ffp)
 * Run:
 *	./query
 * Prints:
 *	parse: 1 of 1 site direct, default
 *	trace: 2 of 2 sites direct, default
 *	parse: 1 of 1 site direct, returns 7
 *	trace: 2 of 2 sites direct, default
 *	7
 */
#include <ffp.h>
#include <stdio.h>
#include <string.h>

static int parse_text(const char *text)
{
	return (int)strlen(text);
}

typedef void trace_hook(const char *event);
DEFINE_FFP_STATIC(parse, parse_text);
DEFINE_FFP_NULL_STATIC(trace, trace_hook);

static int show(const struct ffp *key, void *arg)
{
	struct ffp_info info;
	int r = ffp_info(key, &info);

	(void)arg;
	if (r)
		return r;
	printf("%s: %zu of %zu site%s direct, ", info.name, info.direct, info.sites,
	       info.sites == 1 ? "" : "s");
	if (info.constant)
		printf("returns %d\n", (int)info.value);
	else
		printf("%s\n", info.target == info.def ? "default" : "changed");
	return 0;
}

int main(void)
{
	int length;

	if (ffp_each(show, NULL) || SET_FFP_RETURN(parse, 7) || ffp_each(show, NULL))
		return 1;
	trace("begin");
	length = parse("a text");
	trace("end");
	printf("%d\n", length);
	return 0;
}
