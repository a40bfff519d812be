// SPDX-License-Identifier: MIT
/* The published check value: every description of a CRC gives that of "123456789". */
#include <stdio.h>

#include "app.h"
#include "crc.h"

#define CHECK_LENGTH 9
#define CHECK_VALUE 0xd0db

static const unsigned char message[CHECK_LENGTH + 1] = "123456789";

static bool is_right(const char *name, uint16_t crc)
{
	if (crc == CHECK_VALUE)
		return true;
	fprintf(stderr, PROGRAM ": %s: the CRC of \"%s\" is %04x, must be %04x\n", name,
		(const char *)message, crc, CHECK_VALUE);
	return false;
}

/*
 * The nine bytes alone would never reach the long loops, so each version also
 * has to agree with the reference over a few sectors, at odd addresses.
 */
static bool agrees(const struct version *v)
{
	unsigned char bytes[2 * SECTOR];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * i >> 3 ^ i);
	for (unsigned n = 1; n <= sizeof(bytes); n += n / 8 + 1) {
		const unsigned char *p = bytes + (sizeof(bytes) - n) / 2;

		if (v->fn(0xffff, p, n) == crc_t10dif_reference(0xffff, p, n))
			continue;
		fprintf(stderr, PROGRAM ": %s: differs from the reference over %u bytes\n", v->name,
			n);
		return false;
	}
	return true;
}

bool check_versions(void)
{
	bool good = true;

	for (const struct version *v = versions; v < versions + VERSIONS; v++)
		if (v->usable())
			good &= is_right(v->name, v->fn(0, message, CHECK_LENGTH)) && agrees(v);
	return good;
}

/* Through the key: in one part, then in two, cut at each place. */
bool check_key(void)
{
	bool good = is_right("the key", crc_t10dif(0, message, CHECK_LENGTH));

	for (size_t cut = 0; good && cut <= CHECK_LENGTH; cut++) {
		uint16_t crc = crc_t10dif(0, message, cut);

		good = is_right("the key, in parts",
				sector_more(crc, message + cut, CHECK_LENGTH - cut));
	}
	return good;
}
