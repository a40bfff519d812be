// SPDX-License-Identifier: MIT
/*
 * Random sites of s390x for the assembler and objdump: binutils.py says what the
 * lines mean.
 */
#include <inttypes.h>
#include <stdio.h>

#include "branches.h"

#define CASES 120000

static const struct insn_ops *const ops = &ffp_insn_s390x;

static void print_bytes(const uint8_t *p)
{
	for (int i = 0; i < SITE; i++)
		printf("%02x", p[i]);
	putchar('|');
}

static const char *link_of(unsigned kind)
{
	return kind == FFP_SITE_CALL ? "%r14," : "";
}

static void print_load(uint64_t value)
{
	if ((int64_t)value == (int32_t)value)
		printf("lgfi %%r2,%" PRId64, (int64_t)value);
	else if (value >> 32)
		printf("llihf %%r2,%" PRIu64, value >> 32);
	else
		printf("llilf %%r2,%" PRIu64, value);
}

static bool random_site(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	enum insn_form form = (enum insn_form)(random64() % 4 % 3);
	uint64_t at = random_address() & ~UINT64_C(1);
	struct branch b = random_branch(kind);
	int64_t distance = random_distance();
	uint64_t value = form == INSN_BRANCH ? at + (uint64_t)distance : random_constant();
	uint8_t old[SITE], out[INSN_MAX];

	put_insn(old, b.insn, random64());
	if (!ops->encode(out, old, kind, at, form, value))
		return false;
	print_bytes(out);
	switch (form) {
	case INSN_BRANCH:
		printf("%s %s.%+" PRId64 "|%s %s@%" PRId64, b.name, link_of(kind), distance, b.name,
		       link_of(kind), distance);
		break;
	case INSN_NOTHING:
		printf(kind == FFP_SITE_CALL ? "brcl 0,.|jgnop @0" : "br %%r14; .long 0|br %%r14");
		break;
	case INSN_CONSTANT:
		print_load(value);
		putchar('|');
		print_load(value);
		break;
	}
	putchar('\n');
	return true;
}

/* How objdump must not read what decode() does not take. */
static void print_foreign(const uint8_t *p, unsigned kind)
{
	unsigned reg = p[1] >> 4;
	int64_t distance = 2 * (int64_t)(int32_t)get_uint(p + 2, 4, true);

	if (kind == FFP_SITE_CALL && p[0] == 0xc0 && (p[1] & 15) == 5)
		printf("brasl %%r%u,@%" PRId64, reg, distance);
	else if (kind == FFP_SITE_CALL)
		printf("!brasl");
	else if (kind == FFP_SITE_JUMP)
		printf("!jg");
	else
		printf("!");
	for (unsigned mask = 1; kind == FFP_SITE_COND && mask < 15; mask++)
		printf("%s%s", conditions[mask], mask < 14 ? "," : "");
	putchar('\n');
}

/* What decode() makes of any instruction. */
static void random_instruction(void)
{
	unsigned kind = (unsigned)(random64() % FFP_SITE_KINDS);
	struct insn_read read;
	uint8_t p[SITE];

	random_insn(p, kind);
	print_bytes(p);
	putchar('|');
	if (!ops->decode(p, kind, 0, &read)) {
		print_foreign(p, kind);
	} else if (read.form == INSN_BRANCH) {
		const char *name = kind == FFP_SITE_CALL   ? "brasl"
				   : kind == FFP_SITE_JUMP ? "jg"
							   : conditions[p[1] >> 4];

		printf("%s %s@%" PRId64 "\n", name, link_of(kind), (int64_t)read.value);
	} else if (read.form == INSN_NOTHING) {
		puts(kind == FFP_SITE_CALL ? "jgnop @0" : "br %r14");
	} else {
		print_load(read.value);
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
