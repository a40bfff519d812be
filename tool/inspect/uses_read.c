// SPDX-License-Identifier: MIT
#include "uses_read.h"
#include "uses_linked.h"
#include "uses_object.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	return place_order((struct place){ x->section, x->offset },
			   (struct place){ y->section, y->offset });
}

bool uses_read(struct obj *obj, const struct tables *tables, struct uses *uses)
{
	bool ok = true;

	memset(uses, 0, sizeof(*uses));
	if (!obj->arch)
		return true;
	if (tables->object)
		ok = uses_of_object(obj, tables, uses);
	else
		uses_of_linked(obj, tables, uses);
	if (uses->n)
		qsort(uses->use, uses->n, sizeof(*uses->use), by_place);
	return ok;
}
