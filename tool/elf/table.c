// SPDX-License-Identifier: MIT
#include "table.h"

#include <string.h>

bool table_is_loose(const struct obj *obj, uint32_t index)
{
	const struct section *s = &obj->sections[index];

	return (s->head.sh_flags & SHF_LINK_ORDER) && !s->head.sh_link &&
	       (!strcmp(s->name, FFP_SITES_SECTION) || !strcmp(s->name, FFP_KEYS_SECTION));
}
