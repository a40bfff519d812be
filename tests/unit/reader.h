/* SPDX-License-Identifier: MIT */
/*
 * What the back ends write, read by another disassembler: libcapstone.  To be
 * included under HAVE_CAPSTONE.
 */
#ifndef READER_H
#define READER_H

#include <capstone.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "../tap.h"

static csh capstone;
static cs_insn *insn;
static unsigned wrong, shown;

/* Is there a reader for this machine?  Else says that the test is skipped. */
static bool reader_open(cs_arch arch, cs_mode mode)
{
	if (cs_open(arch, mode, &capstone) != CS_ERR_OK ||
	    cs_option(capstone, CS_OPT_DETAIL, CS_OPT_ON) != CS_ERR_OK) {
		puts("1..0 # SKIP this libcapstone does not know the architecture");
		return false;
	}
	insn = cs_malloc(capstone);
	if (!insn)
		abort();
	return true;
}

static int reader_done(void)
{
	cs_free(insn, 1);
	cs_close(&capstone);
	return done();
}

/* The one instruction at p, of exactly `length` bytes? */
static bool read_one(const uint8_t *p, unsigned length, uint64_t at)
{
	size_t left = length;

	insn->mnemonic[0] = insn->op_str[0] = '\0';
	return cs_disasm_iter(capstone, &p, &left, &at, insn) && left == 0;
}

static void complain(const char *what, const uint8_t *p, unsigned n)
{
	wrong++;
	if (shown++ > 10)
		return;
	printf("# %s:", what);
	for (unsigned i = 0; i < n; i++)
		printf(" %02x", p[i]);
	printf(" is read as: %s %s\n", insn->mnemonic, insn->op_str);
}

#endif /* READER_H */
