// SPDX-License-Identifier: MIT
/*
 * The first calls: one before every other constructor, the others from many
 * threads at the same instant.  Each must have the right answer, whichever
 * thread it is that replaces the implementation.
 */
#include <libdeflate.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define THREADS 8

static const char text[] = "abcdefghijklmnopqrstuvwxyz";
/* "abcdefghijklmnopqrstuvwxyz" in one stored block */
static const unsigned char stored[5] = { 1, 26, 0, 0xe5, 0xff };
static unsigned early;
static pthread_barrier_t barrier;

__attribute__((constructor(101))) static void before_all(void)
{
	early = libdeflate_crc32(0, text, 26);
}

static void *run(void *wrong)
{
	unsigned char in[31], out[26];
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	size_t n = 0;
	int bad = 0;

	memcpy(in, stored, 5);
	memcpy(in + 5, text, 26);
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < 3; i++) {
		bad |= libdeflate_adler32(1, text, 26) != 0x90860b20;
		bad |= libdeflate_deflate_decompress(d, in, sizeof(in), out, sizeof(out), &n) != 0;
		bad |= n != 26 || memcmp(out, text, 26) != 0;
		bad |= libdeflate_crc32(0, text, 26) != 0x4c2750bd;
	}
	libdeflate_free_decompressor(d);
	*(int *)wrong |= bad;
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	int wrong[THREADS] = { 0 };
	int bad = early != 0x4c2750bd;

	pthread_barrier_init(&barrier, NULL, THREADS);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, run, &wrong[i]))
			return 2;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		bad |= wrong[i];
	}
	puts(bad ? "wrong" : "right");
	return bad;
}
