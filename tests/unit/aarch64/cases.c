// SPDX-License-Identifier: MIT
/*
 * Random sites of AArch64 for the assembler and objdump: binutils.py says what
 * the lines mean.
 */
#include <inttypes.h>
#include <string.h>

#include "branches.h"

#define CASES 120000

static const struct insn_ops *const ops = &ffp_insn_aarch64;

/* As objdump calls them. */
static const char *name_of(const char *name)
{
	return !strcmp(name, "b.hs") ? "b.cs" : !strcmp(name, "b.lo") ? "b.cc" : name;
}

static void print_bytes(const uint8_t *p)
{
	for (int i = 0; i < 4; i++)
		printf("%02x", p[i]);
}

/* "tbz x3, #42, ", the destination to follow */
static void print_branch(const struct branch *b)
{
	printf("%s ", name_of(b->name));
	if (b->reg[0])
		printf("%s, ", b->reg);
	if (b->bit >= 0)
		printf("#%d, ", b->bit);
}

static void print_other(unsigned kind, enum insn_form form, uint64_t value)
{
	if (form == INSN_CONSTANT)
		printf("mov %c0, #0x%" PRIx64, value <= UINT32_MAX ? 'w' : 'x', value);
	else
		printf("%s", kind == FFP_SITE_CALL ? "nop" : "ret");
}

static bool random_site(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	enum insn_form form = (enum insn_form)(random64() % 4 % 3);
	uint64_t at = random_address() & ~UINT64_C(3);
	struct branch b = random_branch(kind);
	int64_t distance = random_distance(&b);
	uint64_t value = form == INSN_BRANCH ? at + (uint64_t)distance : random_constant();
	uint8_t old[4], out[INSN_MAX];

	put32(old, b.insn);
	if (!ops->encode(out, old, kind, at, form, value))
		return false;
	print_bytes(out);
	putchar('|');
	if (form == INSN_BRANCH) {
		print_branch(&b);
		printf(".%+" PRId64 "|", distance);
		print_branch(&b);
		printf("@%" PRId64 "\n", distance);
	} else {
		print_other(kind, form, value);
		putchar('|');
		print_other(kind, form, value);
		putchar('\n');
	}
	return true;
}

/* What decode() makes of any instruction. */
static void random_instruction(void)
{
	static const char *const names[] = { "bl", "b", "cbz,cbnz,tbz,tbnz,b.eq,b.ne,b.le,b.cc" };
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	struct insn_read read;
	uint8_t p[4];

	put32(p, random_insn(kind));
	print_bytes(p);
	printf("||");
	if (!ops->decode(p, kind, 0, &read))
		printf("!%s\n", names[kind]);
	else if (read.form == INSN_BRANCH)
		printf("%s@%" PRId64 "\n",
		       kind == FFP_SITE_COND ? "* "
		       : kind		     ? "b "
					     : "bl ",
		       (int64_t)read.value);
	else {
		print_other(kind, read.form, read.value);
		putchar('\n');
	}
}

int main(void)
{
	for (int n = 0; n < CASES;)
		n += random_site();
	for (int n = 0; n < CASES; n++)
		random_instruction();
	return 0;
}
