// SPDX-License-Identifier: MIT
/*
 * A C++ program that counts bits by the standard library: of 300 random sets, which two have the
 * most members in common, for their size?  Prints the number of comparisons and a sum.
 */
#include <bitset>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

int main(int argc, char **argv)
{
	typedef std::bitset<1024> set;
	const int rounds = argc > 1 ? std::atoi(argv[1]) : 1;
	std::mt19937_64 random(20181003);
	std::vector<set> sets(300);
	unsigned long comparisons = 0, sum = 0;

	for (set &s : sets)
		for (std::size_t i = 0; i < s.size(); i++)
			s[i] = random() & 1;
	for (int round = 0; round < rounds; round++)
		for (const set &a : sets)
			for (const set &b : sets) {
				sum += 1000 * (a & b).count() / ((a | b).count() + 1);
				comparisons++;
			}
	std::printf("%lu comparisons, sum %lu\n", comparisons, sum);
	return 0;
}
