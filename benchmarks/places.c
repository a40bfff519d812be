// SPDX-License-Identifier: MIT
#include "bench.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "places.h"

static struct place place_at(uintptr_t branch)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t at = branch + 1;

	require(at % page <= page - sizeof(int32_t), "a displacement crosses a page boundary");
	return (struct place){ (char *)(at & -page), page, (volatile int32_t *)at };
}

struct place place_of_site(const struct ffp *key)
{
	struct place place = { 0 };
	int found = 0;

	for (const struct ffp_site *s = __ffp_module.sites; s < __ffp_module.sites_end; s++) {
		uintptr_t entry = (uintptr_t)&s->key + (uintptr_t)(intptr_t)s->key;

		if ((entry & ~(uintptr_t)3) != (uintptr_t)key->entry)
			continue;
		place = place_at((uintptr_t)&s->site + (uintptr_t)(intptr_t)s->site);
		found++;
	}
	require(found == 1, "the key has not just one site");
	return place;
}

struct place place_of_entry(const struct ffp *key)
{
	const unsigned char *entry = key->entry;

	/* Behind a landing pad, if there is one, a jump. */
	if (*entry == 0xf3)
		entry += 4;
	return place_at((uintptr_t)entry);
}

int store_in_place(const struct place *place)
{
	if (mprotect(place->start, place->length, PROT_READ | PROT_WRITE | PROT_EXEC))
		return errno;
	*place->displacement = *place->displacement;
	if (mprotect(place->start, place->length, PROT_READ | PROT_EXEC))
		return errno;
	return 0;
}
