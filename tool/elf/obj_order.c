// SPDX-License-Identifier: MIT
/*
 * Finds symbols by name and by place, and sections by address: in sorted copies of the file's
 * order, which are made when they are first needed.
 */
#include "obj.h"
#include "array.h"

#include <stdlib.h>
#include <string.h>

int place_order(struct place x, struct place y)
{
	if (x.section != y.section)
		return x.section < y.section ? -1 : 1;
	return x.offset < y.offset ? -1 : x.offset > y.offset;
}

/* What to_name() and to_place() compare a symbol with. */
struct wanted {
	const struct obj *obj;
	const char *name;
	struct place place;
};

/* The place of a symbol: in a linked file its value is an address. */
static struct place place_of(const struct obj *obj, uint32_t symbol)
{
	const struct symbol *s = &obj->symbols[symbol];

	return (struct place){ obj->head.e_type == ET_REL ? s->section : 0, s->value };
}

static int by_number(uint32_t x, uint32_t y)
{
	return x < y ? -1 : x > y;
}

static int by_name(const void *a, const void *b, void *arg)
{
	const uint32_t *x = a, *y = b;
	const struct obj *obj = arg;
	int r = strcmp(obj->symbols[*x].name, obj->symbols[*y].name);

	return r ? r : by_number(*x, *y);
}

static int by_place(const void *a, const void *b, void *arg)
{
	const uint32_t *x = a, *y = b;
	int r = place_order(place_of(arg, *x), place_of(arg, *y));

	return r ? r : by_number(*x, *y);
}

/* All symbols in an order, without number 0, which is none. */
static uint32_t *sorted(struct obj *obj, int (*compare)(const void *, const void *, void *))
{
	uint32_t *order = xcalloc(obj->nsymbols, sizeof(*order));

	for (uint32_t i = 1; i < obj->nsymbols; i++)
		order[i - 1] = i;
	if (obj->nsymbols)
		qsort_r(order, obj->nsymbols - 1, sizeof(*order), compare, obj);
	return order;
}

static int to_name(const void *element, const void *key)
{
	const uint32_t *symbol = element;
	const struct wanted *wanted = key;

	return strcmp(wanted->obj->symbols[*symbol].name, wanted->name);
}

static int to_place(const void *element, const void *key)
{
	const uint32_t *symbol = element;
	const struct wanted *wanted = key;

	return place_order(place_of(wanted->obj, *symbol), wanted->place);
}

/* The symbols in a sorted array that equal what is wanted: they stand next to each other. */
static const uint32_t *run(const uint32_t *order, const struct wanted *wanted,
			   int (*compare)(const void *, const void *), size_t *n)
{
	size_t all = wanted->obj->nsymbols ? wanted->obj->nsymbols - 1 : 0;
	size_t first = array_first(order, all, sizeof(*order), wanted, compare), end = first;

	while (end < all && !compare(&order[end], wanted))
		end++;
	*n = end - first;
	return order + first;
}

const uint32_t *obj_symbols_named(struct obj *obj, const char *name, size_t *n)
{
	const struct wanted wanted = { .obj = obj, .name = name };

	if (!obj->by_name)
		obj->by_name = sorted(obj, by_name);
	return run(obj->by_name, &wanted, to_name, n);
}

const uint32_t *obj_symbols_at(struct obj *obj, struct place place, size_t *n)
{
	const struct wanted wanted = { .obj = obj, .place = place };

	if (!obj->by_place)
		obj->by_place = sorted(obj, by_place);
	return run(obj->by_place, &wanted, to_place, n);
}

void obj_forget_orders(struct obj *obj)
{
	free(obj->by_name);
	free(obj->by_place);
	obj->by_name = obj->by_place = NULL;
}

static bool has_address(const struct section *s)
{
	return (s->head.sh_flags & SHF_ALLOC) && !(s->head.sh_flags & SHF_TLS) && s->head.sh_size;
}

static int by_address(const void *a, const void *b, void *arg)
{
	const uint32_t *x = a, *y = b;
	const struct obj *obj = arg;
	uint64_t s = obj->sections[*x].head.sh_addr, t = obj->sections[*y].head.sh_addr;

	return s < t ? -1 : s > t ? 1 : by_number(*x, *y);
}

void obj_order_sections(struct obj *obj)
{
	uint32_t *order = xcalloc(obj->nsections, sizeof(*order)), n = 0;

	for (uint32_t i = 1; i < obj->nsections; i++)
		if (has_address(&obj->sections[i]))
			order[n++] = i;
	qsort_r(order, n, sizeof(*order), by_address, obj);
	/* If sections overlap, the last one before an address need not be the one that holds it. */
	for (uint32_t i = 0; i < n; i++) {
		const Elf64_Shdr *head = &obj->sections[order[i]].head;
		uint64_t room =
		    (i + 1 < n ? obj->sections[order[i + 1]].head.sh_addr : UINT64_MAX) -
		    head->sh_addr;

		if (head->sh_size > room) {
			free(order);
			return;
		}
	}
	obj->by_address = order;
	obj->naddresses = n;
}

static bool holds(const struct section *s, uint64_t address, uint64_t len)
{
	return address >= s->head.sh_addr && len <= s->head.sh_size &&
	       address - s->head.sh_addr <= s->head.sh_size - len;
}

struct address {
	const struct obj *obj;
	uint64_t address;
};

static int to_address(const void *element, const void *key)
{
	const uint32_t *section = element;
	const struct address *wanted = key;

	return wanted->obj->sections[*section].head.sh_addr <= wanted->address ? -1 : 1;
}

uint32_t obj_section_at(const struct obj *obj, uint64_t address, uint64_t len)
{
	const struct address wanted = { obj, address };
	size_t i;

	if (!obj->by_address) {
		for (uint32_t k = 1; k < obj->nsections; k++)
			if (has_address(&obj->sections[k]) &&
			    holds(&obj->sections[k], address, len))
				return k;
		return 0;
	}
	i = array_first(obj->by_address, obj->naddresses, sizeof(*obj->by_address), &wanted,
			to_address);
	return i && holds(&obj->sections[obj->by_address[i - 1]], address, len)
		   ? obj->by_address[i - 1]
		   : 0;
}

bool obj_place(const struct obj *obj, const struct rela *r, struct place *place)
{
	const struct symbol *sym = &obj->symbols[r->symbol];

	if (!r->symbol || !sym->section)
		return false;
	place->section = sym->section;
	place->offset = sym->value + (uint64_t)r->addend;
	return true;
}

const uint8_t *obj_bytes(const struct obj *obj, struct place place, int64_t delta, uint64_t len)
{
	place.offset += (uint64_t)delta;
	if (obj->head.e_type != ET_REL) {
		place.section = obj_section_at(obj, place.offset, len);
		place.offset -= obj->sections[place.section].head.sh_addr;
	}
	return place.section ? obj_at(&obj->sections[place.section], place.offset, len) : NULL;
}

const char *obj_text(const struct obj *obj, struct place place)
{
	if (obj->head.e_type != ET_REL) {
		place.section = obj_section_at(obj, place.offset, 1);
		place.offset -= obj->sections[place.section].head.sh_addr;
	}
	return place.section ? obj_string(&obj->sections[place.section], place.offset) : NULL;
}
