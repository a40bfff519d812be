// SPDX-License-Identifier: MIT
/* Tagging files: the ordinary use of the key. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "app.h"
#include "crc.h"

#define CHUNK (1 << 20) /* whole sectors, and in the cache when they are tagged */

struct work {
	unsigned char *data;
	uint16_t *tags;
	size_t bytes;
	double seconds; /* of tagging, without reading */
};

double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The loop that all this is about: a plain call. */
static size_t tag_chunk(struct work *w, size_t size)
{
	double start = seconds_now();
	size_t count = 0;

	for (size_t at = 0; at < size; at += SECTOR) {
		size_t n = size - at < SECTOR ? size - at : SECTOR;

		w->tags[count++] = crc_t10dif(0, w->data + at, n);
	}
	w->seconds += seconds_now() - start;
	w->bytes += size;
	return count;
}

static bool tag_open_file(struct work *w, const char *name, int fd, bool each)
{
	size_t sectors = 0, bytes = 0, size;
	uint16_t first = 0, last = 0, sum = 0;

	do {
		size_t count;

		if (!input_fill(name, fd, w->data, CHUNK, &size))
			return false;
		count = tag_chunk(w, size);
		for (size_t i = 0; i < count; i++) {
			last = w->tags[i];
			sum ^= last;
			if (!sectors++)
				first = last;
			if (each)
				printf("%04x  %zu  %s\n", last, sectors - 1, name);
		}
		bytes += size;
	} while (size == CHUNK);

	if (!sectors) {
		input_error(name, "is empty");
		return false;
	}
	printf("%s: %zu sectors, %zu bytes, first %04x, last %04x, xor %04x\n", name, sectors,
	       bytes, first, last, sum);
	return true;
}

bool tag_files(struct files files, bool each)
{
	struct work w = { malloc(CHUNK), malloc(CHUNK / SECTOR * sizeof(uint16_t)), 0, 0 };
	bool good = true;

	if (!w.data || !w.tags) {
		fprintf(stderr, PROGRAM ": out of memory\n");
		good = false;
		files.count = 0;
	}
	for (int i = 0; i < files.count; i++) {
		int fd;

		if (!input_open(files.names[i], &fd)) {
			good = false;
			continue;
		}
		good &= tag_open_file(&w, files.names[i], fd, each);
		close(fd);
	}
	if (w.bytes && w.seconds > 0)
		printf("speed: %.1f MB in %.4f s, %.0f MB/s, reading apart\n",
		       (double)w.bytes / 1e6, w.seconds, (double)w.bytes / 1e6 / w.seconds);
	free(w.data);
	free(w.tags);
	return good;
}
