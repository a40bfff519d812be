// SPDX-License-Identifier: MIT
/*
 * functions FILE...: for every address at which something may change, and those beside
 * it, the tool's own search tells the same function as libdwfl's, which looks at each symbol.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../tap.h"
#include "elf/functions.h"
#include "array.h"

/* More would take long: libdwfl's time goes with the square. */
#define SYMBOLS_MAX 3000

static char *debuginfo_path;

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
	.debuginfo_path = &debuginfo_path,
};

struct counts {
	unsigned same, wrong, none;
};

static void compare(Dwfl_Module *module, struct functions *functions, GElf_Addr address,
		    struct counts *counts)
{
	const char *want = dwfl_module_addrname(module, address);
	const char *got = functions_find(functions, address);

	if (!want && !got) {
		counts->none++;
	} else if (want && got && !strcmp(want, got)) {
		counts->same++;
	} else {
		counts->wrong++;
		if (counts->wrong < 10)
			printf("# at 0x%llx: %s, want %s\n", (unsigned long long)address,
			       got ? got : "nothing", want ? want : "nothing");
	}
}

static void check(const char *path)
{
	Dwfl *dwfl = dwfl_begin(&callbacks);
	Dwfl_Module *module;
	struct functions *functions;
	struct counts counts = { 0 };
	int n, step;

	dwfl_report_begin(dwfl);
	module = dwfl_report_offline(dwfl, "", path, -1);
	dwfl_report_end(dwfl, NULL, NULL);
	functions = functions_read(module);
	n = dwfl_module_getsymtab(module);
	step = n / SYMBOLS_MAX + 1;
	for (int i = 1; i < n; i += step) {
		GElf_Sym sym;
		GElf_Addr at;

		if (!dwfl_module_getsym_info(module, i, &sym, &at, NULL, NULL, NULL))
			continue;
		for (int beside = -1; beside < 2; beside++) {
			compare(module, functions, at + (GElf_Addr)beside, &counts);
			compare(module, functions, at + sym.st_size + (GElf_Addr)beside, &counts);
		}
		compare(module, functions, at + sym.st_size / 2, &counts);
	}
	compare(module, functions, 0, &counts);
	compare(module, functions, UINT64_MAX, &counts);
	is(counts.wrong, 0, "%s: %u addresses of functions, %u of none", path, counts.same,
	   counts.none);
	ok(counts.same > 0, "%s: some have", path);
	functions_free(functions);
	dwfl_end(dwfl);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		check(argv[i]);
	return done();
}
