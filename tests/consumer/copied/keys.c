/* SPDX-License-Identifier: MIT */
#include "keys.h"

int asked;

int area_slow(int a, int b)
{
	return a * b;
}

int area_fast(int a, int b)
{
	return a * b + 1000;
}

int area_wide(int a, int b)
{
	return a * b + 2000;
}

int area_never(int a, int b)
{
	return a * b + 3000;
}

int limit_default(void)
{
	return 7;
}

static int one_more(int n)
{
	return n + 1;
}

typedef int one_more_ffp_type(int);

DEFINE_FFP(area, area_slow);
DEFINE_FFP_EXPORT(limit, limit_default);
DEFINE_FFP_NULL(trace, tracer);
DEFINE_FFP_NULL_EXPORT(note, tracer);
DEFINE_FFP_FLAG(verbose);
DEFINE_FFP_FLAG_EXPORT(loud);
DEFINE_FFP_STATIC(step, one_more);

int step_by_other_file(int n)
{
	return step(n);
}

static int ask(int answer)
{
	asked++;
	return answer;
}

FFP_IMPL(area, area_fast, 10, ask(1));
FFP_IMPL(area, area_wide, 20, ask(1));
FFP_IMPL(area, area_never, 30, ask(0));

void keys_init(void)
{
#ifdef FFP_POINTER_H
	static const struct ffp_impl *const candidates[] = {
		FFP_CANDIDATE(area, area_fast),
		FFP_CANDIDATE(area, area_wide),
		FFP_CANDIDATE(area, area_never),
	};

	ffp_choose(candidates, sizeof(candidates) / sizeof(*candidates));
#endif
}
