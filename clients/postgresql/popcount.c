// SPDX-License-Identifier: MIT
/*
 * Nanoseconds for each word whose bits are counted: the least of many short stretches.  By calls of
 * pg_popcount64() that need the result of the one before; by pg_popcount() of a buffer, whose loop
 * is in libpgport; and by the instruction that the compiler itself makes.
 */
#include "postgres_fe.h"

#include "port/pg_bitutils.h"

#include <stdio.h>
#include <time.h>

/* Of the C library, and not of libpgport. */
#undef printf

#define STRETCHES 2000
#define WORDS 1024

static uint64 data[WORDS];
static volatile uint64 sink;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static uint64 by_calls(uint64 x)
{
	for (int i = 0; i < WORDS; i++)
		x = (uint64)pg_popcount64(x ^ data[i]);
	return x;
}

static uint64 of_buffer(uint64 x)
{
	return x + pg_popcount((const char *)data, sizeof(data));
}

__attribute__((target("popcnt"))) static uint64 by_compiler(uint64 x)
{
	for (int i = 0; i < WORDS; i++)
		x = (uint64)__builtin_popcountll(x ^ data[i]);
	return x;
}

static void measure(const char *name, uint64 (*volatile count)(uint64))
{
	double least = 1e18;

	for (int i = 0; i < STRETCHES; i++) {
		double begin = now(), took;

		sink = count(sink);
		took = (now() - begin) / WORDS;
		if (took < least)
			least = took;
	}
	printf("%s, ns %.3f\n", name, least);
}

int main(void)
{
	for (unsigned i = 0; i < WORDS; i++)
		data[i] = i * 0x9e3779b97f4a7c15;
	measure("pg_popcount64, each call", by_calls);
	measure("pg_popcount of 8 KB, each word", of_buffer);
	measure("the compiler's own instruction", by_compiler);
	return 0;
}
