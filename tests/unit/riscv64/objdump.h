/* SPDX-License-Identifier: MIT */
/* A folder for files that GNU binutils read, and what their disassembler says of an instruction. */
#ifndef OBJDUMP_H
#define OBJDUMP_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../tap.h"

static char directory[] = "/tmp/ffp-riscv64-XXXXXX";

struct line {
	char mnemonic[16], operands[64];
};

static FILE *open_file(const char *name, const char *mode)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	f = fopen(path, mode);
	if (!f)
		abort();
	return f;
}

/* Make the folder; false: there is no disassembler, and the test is skipped. */
static bool begin(void)
{
	if (system("riscv64-linux-gnu-objdump --version >/dev/null 2>&1")) {
		puts("1..0 # SKIP binutils-riscv64-linux-gnu is not installed");
		return false;
	}
	if (!mkdtemp(directory))
		abort();
	return true;
}

static int end(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", directory);
	is(system(command), 0, "cleaned up");
	return done();
}

#endif /* OBJDUMP_H */
