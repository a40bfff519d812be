// SPDX-License-Identifier: MIT
/*
 * change COUNT: what one change costs where no other thread runs, beside the
 * same stores made in place, in turns.  Prints "NAME NS RATIO", medians; the
 * ratio is of pairs made one after the other.
 */
#include "bench.h"
#include "onesite.h"
#include "places.h"

static int in_place_refused;

static double time_set(const struct ffp *key, int odd)
{
	double start = now();

	require(!ffp_set_target(key, odd ? (void *)quintuple : (void *)triple), "a change failed");
	return now() - start;
}

static double time_same(const struct ffp *key)
{
	void *target = ffp_target(key);
	double start = now();

	require(!ffp_set_target(key, target), "setting what is set failed");
	return now() - start;
}

static double time_store(const struct place *places, int n)
{
	double start = now();

	for (int i = 0; i < n; i++)
		if (store_in_place(&places[i]))
			in_place_refused = 1;
	return now() - start;
}

static void report(const char *name, double *ns, const double *base, size_t n)
{
	double *ratio = doubles(n);

	for (size_t i = 0; base && i < n; i++)
		ratio[i] = ns[i] / base[i];
	printf("%s %.0f %.3f\n", name, quantile(ns, n, 0.5), quantile(ratio, n, 0.5));
	free(ratio);
}

int main(int argc, char **argv)
{
	size_t n = count_argument(argc, argv, 1);
	const struct ffp *near = ffp_find("near_key"), *far = ffp_find("far_key");
	struct place near_places[2], far_places[2];
	double *near_ns = doubles(n), *far_ns = doubles(n), *same_ns = doubles(n);
	double *one_ns = doubles(n), *two_ns = doubles(n);

	pin(0);
	near_places[0] = place_of_site(near);
	near_places[1] = place_of_entry(near);
	far_places[0] = place_of_site(far);
	far_places[1] = place_of_entry(far);
	require(near_places[0].start == near_places[1].start, "near_key is not near");

	/* The first change also reads the site table. */
	printf("first %.0f 0\n", time_set(near, 1));
	time_set(far, 1);
	for (size_t i = 0; i < n; i++) {
		int odd = i & 1;

		near_ns[i] = time_set(near, odd);
		require(near_site(1) == (odd ? 8 : 5), "a call went to the wrong target");
		one_ns[i] = time_store(near_places, 1);
		far_ns[i] = time_set(far, odd);
		require(far_site(1) == (odd ? 8 : 5), "a call went to the wrong target");
		two_ns[i] = time_store(far_places, 2);
		same_ns[i] = time_same(near);
	}
	report("same", same_ns, NULL, n);
	if (in_place_refused) {
		report("near", near_ns, NULL, n);
		report("far", far_ns, NULL, n);
		return 0;
	}
	/* The ratios first: reporting sorts. */
	report("near", near_ns, one_ns, n);
	report("far", far_ns, two_ns, n);
	report("in-place-near", one_ns, NULL, n);
	report("in-place-far", two_ns, NULL, n);
	return 0;
}
