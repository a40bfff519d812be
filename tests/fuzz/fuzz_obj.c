// SPDX-License-Identifier: MIT
/*
 * libFuzzer: an object or linked file in memory, through all of the tool that
 * reads and prints, and through the changes up to, but without, the writing.  What is
 * changed must read well again and leave nothing to collect.
 */
#include "collect/collect.h"
#include "collect/plan.h"
#include "inspect/list.h"
#include "inspect/uses_read.h"
#include "inspect/verify.h"
#include "msg.h"
#include "printed.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool condition)
{
	if (!condition)
		abort();
}

/* Sections that overlap may undo each other's changes: no object has them. */
static bool overlapping(const struct obj *obj)
{
	for (uint32_t i = 1; i < obj->nsections; i++) {
		const struct section *a = &obj->sections[i];

		for (uint32_t k = 1; k < i; k++) {
			const struct section *b = &obj->sections[k];

			if (a->data && b->data && a->data < b->data + b->head.sh_size &&
			    b->data < a->data + a->head.sh_size)
				return true;
		}
	}
	return false;
}

static void collect(const uint8_t *data, size_t size)
{
	struct collect_stats stats;
	struct plan plan;
	struct obj obj;
	uint8_t *image = malloc(size ? size : 1);
	bool ok, apart = false;

	memcpy(image, data, size);
	ok = obj_open(&obj, "fuzz", image, size);
	if (ok)
		apart = obj.nsections < 1000 && !overlapping(&obj);
	if (ok && collect_change(&obj, &stats) && stats.sites && apart) {
		obj_forget(&obj);
		check(plan_make(&obj, &plan) && plan.n == 0);
		plan_free(&plan);
	}
	obj_close(&obj);
	free(image);
}

static void verify(struct obj *obj, struct tables *tables, struct uses *uses)
{
	verify_obj(obj, tables, uses);
}

/* There is no file of that name, so that source lines are not asked for: these are libdw's. */
static void list(struct obj *obj, struct tables *tables, struct uses *uses)
{
	if (!tables_read(obj, tables) || !uses_read(obj, tables, uses))
		return;
	for (int json = 0; json < 2; json++) {
		struct printed printed;

		printed_begin(&printed);
		list_obj(obj, tables, uses, json);
		check(printed_well(&printed, json));
	}
}

static void with_file(const uint8_t *data, size_t size,
		      void (*work)(struct obj *, struct tables *, struct uses *))
{
	struct tables tables = { 0 };
	struct obj obj;
	struct uses uses = { 0 };
	uint8_t *image = malloc(size ? size : 1);

	memcpy(image, data, size);
	if (obj_open(&obj, "", image, size))
		work(&obj, &tables, &uses);
	uses_free(&uses);
	tables_free(&tables);
	obj_close(&obj);
	free(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	msg_quiet = true;
	collect(data, size);
	with_file(data, size, verify);
	with_file(data, size, list);
	return 0;
}
