// SPDX-License-Identifier: MIT
/* The versions of crc_t10dif, and the key that stands for one of them. */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "crc.h"

DEFINE_FFP(crc_t10dif, crc_t10dif_reference);

static bool always(void)
{
	return true;
}

const struct version versions[VERSIONS] = {
	[VERSION_PCLMUL] = { "pclmul", crc_t10dif_pclmul, crc_t10dif_pclmul_usable },
	[VERSION_TABLE] = { "table", crc_t10dif_table, always },
	[VERSION_REFERENCE] = { "reference", crc_t10dif_reference, always },
};

const struct version *version_best(void)
{
	const struct version *v = versions;

	while (!v->usable())
		v++;
	return v;
}

const struct version *version_named(const char *name)
{
	for (int i = 0; i < VERSIONS; i++)
		if (!strcmp(versions[i].name, name))
			return &versions[i];
	return NULL;
}

void version_list(void)
{
	for (int i = 0; i < VERSIONS; i++)
		printf("%-10s %s%s\n", versions[i].name,
		       versions[i].usable() ? "usable" : "not usable on this machine",
		       &versions[i] == version_best() ? ", the best" : "");
}

const char *version_at(const void *fn)
{
	for (int i = 0; i < VERSIONS; i++)
		if ((const void *)versions[i].fn == fn)
			return versions[i].name;
	return NULL;
}
