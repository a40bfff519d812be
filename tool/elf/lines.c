// SPDX-License-Identifier: MIT
#include "lines.h"
#include "array.h"
#include "functions.h"

#include <elfutils/libdwfl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

struct lines {
	Dwfl *dwfl;
	Dwfl_Module *module;
	Elf *elf;
	GElf_Addr bias;
	struct functions *functions;

	/* The address ranges of compilation units, sorted; read when first needed. */
	struct range *ranges;
	size_t nranges;
	bool ranged;
};

struct range {
	Dwarf_Addr low, high;
	Dwarf_Die *unit;
	Dwarf_Addr bias;
};

static char *debuginfo_path;

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
	.debuginfo_path = &debuginfo_path,
};

struct lines *lines_open(const char *path)
{
	struct lines *lines = xcalloc(1, sizeof(*lines));

	lines->dwfl = dwfl_begin(&callbacks);
	if (!lines->dwfl)
		return lines;
	dwfl_report_begin(lines->dwfl);
	lines->module = dwfl_report_offline(lines->dwfl, "", path, -1);
	dwfl_report_end(lines->dwfl, NULL, NULL);
	if (lines->module)
		lines->elf = dwfl_module_getelf(lines->module, &lines->bias);
	if (lines->elf)
		lines->functions = functions_read(lines->module);
	return lines;
}

/* libdwfl gives each section of an object an address, which this finds. */
static bool section_address(struct lines *lines, uint32_t section, uint64_t *address)
{
	Elf_Scn *scn = elf_getscn(lines->elf, section);
	GElf_Shdr head;

	if (!scn || !gelf_getshdr(scn, &head))
		return false;
	*address = head.sh_addr;
	return true;
}

static int by_low(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return x->low < y->low ? -1 : x->low > y->low;
}

/* Clang writes no .debug_aranges, without which libdw cannot find the unit of an address. */
static void find_ranges(struct lines *lines)
{
	Dwarf_Die *unit = NULL;
	Dwarf_Addr bias, base, low, high;
	ptrdiff_t next;

	lines->ranged = true;
	while ((unit = dwfl_module_nextcu(lines->module, unit, &bias))) {
		next = 0;
		while ((next = dwarf_ranges(unit, next, &base, &low, &high)) > 0) {
			lines->ranges =
			    array_grow(lines->ranges, lines->nranges, sizeof(*lines->ranges));
			lines->ranges[lines->nranges++] =
			    (struct range){ low + bias, high + bias, unit, bias };
		}
	}
	if (lines->nranges)
		qsort(lines->ranges, lines->nranges, sizeof(*lines->ranges), by_low);
}

static int to_range(const void *element, const void *key)
{
	return ((const struct range *)element)->low <= *(const uint64_t *)key ? -1 : 1;
}

static void find_by_range(struct lines *lines, uint64_t address, struct line *line)
{
	size_t i;
	Dwarf_Line *found;
	const struct range *r;

	if (!lines->ranged)
		find_ranges(lines);
	i = array_first(lines->ranges, lines->nranges, sizeof(*lines->ranges), &address, to_range);
	r = i ? &lines->ranges[i - 1] : NULL;
	if (!r || address >= r->high)
		return;
	found = dwarf_getsrc_die(r->unit, address - r->bias);
	if (!found || dwarf_lineno(found, &line->number))
		return;
	line->file = dwarf_linesrc(found, NULL, NULL);
}

bool lines_address(struct lines *lines, uint32_t section, uint64_t at, uint64_t *address)
{
	*address = 0;
	if (!lines->elf || (section && !section_address(lines, section, address)))
		return false;
	*address += at + lines->bias;
	return true;
}

Dwfl_Module *lines_module(struct lines *lines)
{
	return lines->elf ? lines->module : NULL;
}

struct line lines_find(struct lines *lines, uint32_t section, uint64_t at)
{
	struct line line = { 0 };
	uint64_t address;
	Dwfl_Line *found;

	if (!lines_address(lines, section, at, &address))
		return line;
	line.function = functions_find(lines->functions, address);
	found = dwfl_module_getsrc(lines->module, address);
	if (found)
		line.file = dwfl_lineinfo(found, NULL, &line.number, NULL, NULL, NULL);
	else
		find_by_range(lines, address, &line);
	return line;
}

void lines_close(struct lines *lines)
{
	functions_free(lines->functions);
	if (lines->dwfl)
		dwfl_end(lines->dwfl);
	free(lines->ranges);
	free(lines);
}
