/* SPDX-License-Identifier: MIT */
/*
 * Random sites and entries of one architecture, read by another disassembler,
 * libcapstone: it must see one instruction of the site's length that does what was
 * asked for.  Included by a file that has defined ARCH and LANDING, the bytes of a landing
 * pad or 0, and defines what is declared here.
 */
#ifndef READER_H
#define READER_H

#include <capstone.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"
#include "random.h"

#define CASES 150000

static csh capstone;
static cs_insn *insn;
static unsigned wrong, shown;

/* An encoding to be made, and whether it can be. */
struct ask {
	unsigned kind;
	enum insn_form form;
	uint64_t at, value;
	uint8_t old[INSN_MAX];
	bool can;
};

static struct ask random_ask(void);
/* Does the reader see in these bytes what was asked for last? */
static bool understood(const struct ask *q, const uint8_t *out);
/* Random code, biased to what is ours: whatever decode() takes, both read alike; was it taken? */
static bool random_code(void);
/* Of a jump, mostly in reach, and often at the very end of it. */
static int64_t jump_distance(void);
/* Put a landing pad before the jump of a new entry, where there is such. */
static void put_landing(uint8_t *entry);
/* Read an entry, with its jump at this offset, that was sent to `to`. */
static void read_entry(const uint8_t *entry, unsigned jump, uint64_t at, uint64_t to);

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

static void random_site(void)
{
	struct ask q = random_ask();
	unsigned length = ARCH.insn->length(q.kind, q.old);
	uint8_t out[INSN_MAX] = { 0 };
	struct insn_read read;

	if (ARCH.insn->encode(out, q.old, q.kind, q.at, q.form, q.value) != q.can)
		return complain("refused, or not", out, length);
	if (!q.can)
		return;
	if (!understood(&q, out))
		complain("encoded", out, length);
	if (!ARCH.insn->decode(out, q.kind, q.at, &read) || read.form != q.form ||
	    (q.form != INSN_NOTHING && read.value != q.value))
		complain("read back", out, length);
}

/* An entry sent somewhere: the jump and what it leads to. */
static void random_entry(void)
{
	uint8_t image[FFP_ENTRY_HEADER + 64] = { 0 };
	uint8_t *entry = image + FFP_ENTRY_HEADER;
	unsigned jump = random64() % 2 ? LANDING : 0;
	uint64_t at = random_address() & ~UINT64_C(15);
	uint64_t to = random64() % 2 ? at + jump + (uint64_t)jump_distance() : random_address();
	struct insn_edit edits[INSN_EDITS];
	uint64_t rel_at;
	uint32_t type;
	int64_t addend;

	ARCH.entry_new(entry, &type, &rel_at, &addend);
	if (jump)
		put_landing(entry);
	for (unsigned n = ARCH.insn->entry_encode(edits, entry, at, INSN_BRANCH, to); n--;)
		memcpy(entry + edits[n].at, edits[n].bytes, edits[n].len);
	read_entry(entry, jump, at, to);
}

/* Plan and verdict; `more` is what only this architecture has, or NULL. */
static int reader_main(cs_arch arch, cs_mode mode, void (*more)(void))
{
	unsigned taken = 0;

	if (!reader_open(arch, mode))
		return 0;
	for (int i = 0; i < CASES; i++)
		random_site();
	is(wrong, 0, "%d random sites", CASES);
	if (more) {
		for (int i = 0; i < CASES / 4; i++)
			more();
		is(wrong, 0, "%d that only this architecture has", CASES / 4);
	}
	for (int i = 0; i < CASES; i++)
		taken += random_code();
	is(wrong, 0, "%d pieces of random code, %u of them taken for sites", CASES, taken);
	ok(taken > CASES / 10 && taken < CASES, "which are some and not all");
	for (int i = 0; i < CASES; i++)
		random_entry();
	is(wrong, 0, "%d random entries", CASES);
	cs_free(insn, 1);
	cs_close(&capstone);
	return done();
}

#endif /* READER_H */
