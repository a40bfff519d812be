// SPDX-License-Identifier: MIT
/*
 * Nanoseconds a call, by function and size: the least of many short stretches,
 * each of calls that need the result of the one before.
 */
#include <libdeflate.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#define STRETCHES 300

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static unsigned char data[4096];
static uint32_t sink;

static void measure(const char *name, uint32_t (*volatile function)(uint32_t, const void *, size_t),
		    size_t size)
{
	int calls = (int)(20000 / (size + 20)) + 1;
	double least = 1e18;

	for (int i = 0; i < STRETCHES; i++) {
		uint32_t sum = 1;
		double begin = now(), took;

		for (int j = 0; j < calls; j++)
			sum = function(sum, data + (sum & 7), size);
		took = (now() - begin) / calls;
		sink += sum;
		if (took < least)
			least = took;
	}
	printf("%s, %zu bytes, ns %.3f\n", name, size, least);
}

int main(void)
{
	static const size_t sizes[] = { 1, 4, 16, 64, 256 };

	for (unsigned i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)(i * 37);
	for (unsigned i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		measure("crc32", libdeflate_crc32, sizes[i]);
	for (unsigned i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		measure("adler32", libdeflate_adler32, sizes[i]);
	return sink == 42;
}
