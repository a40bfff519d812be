// SPDX-License-Identifier: MIT
/*
 * --show: the instruction itself, before and after a change.
 *
 * The sites are found as the library finds them: in the table that `ffp` put
 * into this program's objects, whose ends the linker marks.  A program without
 * collected objects has no such table.
 */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "crc.h"

#define BRANCH_MAX 8

static bool set(const struct version *to)
{
	int err = SET_FFP(crc_t10dif, to->fn);

	if (err)
		fprintf(stderr, PROGRAM ": cannot set %s: %s\n", to->name, strerror(-err));
	return !err;
}

#ifdef FFP_POINTER

static void show_target(const char *when)
{
	crc_fn *target = FFP_TARGET(crc_t10dif);

	printf("  %s  crc_t10dif_%s\n", when, version_at((const void *)target));
}

bool show_run(const struct version *to)
{
	printf("pointer form: calls go through a variable, no instruction changes\n");
	show_target("before");
	if (!set(to))
		return false;
	show_target("after ");
	return true;
}

#else

extern const struct ffp_site __start_ffp_sites[] __attribute__((weak, visibility("hidden")));
extern const struct ffp_site __stop_ffp_sites[] __attribute__((weak, visibility("hidden")));

static const char *const kinds[FFP_SITE_KINDS] = {
	[FFP_SITE_CALL] = "call",
	[FFP_SITE_JUMP] = "tail call",
	[FFP_SITE_COND] = "conditional tail call",
};

struct place {
	const char *what;
	const unsigned char *at;
	unsigned char before[BRANCH_MAX];
};

/* A field holds an address relative to itself. */
static uintptr_t address(const int32_t *field, int32_t value)
{
	return (uintptr_t)field + (uintptr_t)(intptr_t)value;
}

/* The key's own jump, behind the landing pad if it has one. */
static const unsigned char *entry_jump(const unsigned char *entry)
{
	static const unsigned char endbr64[] = { 0xf3, 0x0f, 0x1e, 0xfa };

	return memcmp(entry, endbr64, sizeof(endbr64)) ? entry : entry + sizeof(endbr64);
}

/* The first site of each kind; failing that, the trampoline. */
static size_t find_places(struct place places[FFP_SITE_KINDS])
{
	uintptr_t entry = (uintptr_t)crc_t10dif;
	bool found[FFP_SITE_KINDS] = { false };
	size_t n = 0;

	for (const struct ffp_site *s = __start_ffp_sites; s < __stop_ffp_sites; s++) {
		unsigned kind = s->key & 3;

		if (kind >= FFP_SITE_KINDS || found[kind] || address(&s->key, s->key & ~3) != entry)
			continue;
		found[kind] = true;
		places[n].what = kinds[kind];
		places[n++].at = (const unsigned char *)address(&s->site, s->site);
	}
	if (!n) {
		printf(
		    "trampoline form: no sites collected, calls go through the key's own jump\n");
		places[n].what = "the entry of crc_t10dif";
		places[n++].at = entry_jump((const unsigned char *)entry);
	}
	return n;
}

bool show_run(const struct version *to)
{
	struct place places[FFP_SITE_KINDS];
	size_t n = find_places(places);

	for (size_t i = 0; i < n; i++)
		memcpy(places[i].before, places[i].at, disasm_length(places[i].at));
	if (!set(to))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct place *p = &places[i];

		printf("%p: %s\n  before ", (const void *)p->at, p->what);
		disasm_print(p->before, disasm_length(p->before), p->at);
		printf("  after  ");
		disasm_print(p->at, disasm_length(p->at), p->at);
	}
	return true;
}

#endif /* FFP_POINTER */
