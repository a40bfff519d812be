// SPDX-License-Identifier: MIT
/*
 * Random sites of RISC-V against GNU binutils: what encode() writes is what the
 * assembler makes of the instruction that was meant, and what the disassembler
 * reads; and what decode() takes, of any word, is what the disassembler says.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tap.h"
#include "bytes.h"
#include "insn.h"
#include "../random.h"
#include "objdump.h"

#define CASES 180000
#define BASE UINT64_C(0x12340000)
#define SLOT 8

static const struct insn_ops *const ops = &ffp_insn_riscv64;
static uint8_t code[CASES * SLOT];

static struct line lines[CASES * SLOT / 4];

/* Fill in `lines` from `code`; returns how many instructions were read. */
static size_t disassemble(void)
{
	FILE *f = open_file("code", "w");
	char command[256], text[256];
	size_t n = 0;

	fwrite(code, sizeof(code), 1, f);
	fclose(f);
	snprintf(command, sizeof(command),
		 "riscv64-linux-gnu-objdump -D -b binary -m riscv:rv64 -M no-aliases "
		 "--adjust-vma=0x%" PRIx64 " %s/code",
		 BASE, directory);
	f = popen(command, "r");
	if (!f)
		abort();
	while (fgets(text, sizeof(text), f)) {
		unsigned long at;
		struct line line = { "", "" };

		if (sscanf(text, " %lx:\t%*x \t%15s %63s", &at, line.mnemonic, line.operands) < 2)
			continue;
		if ((at -= BASE) % 4 || at >= sizeof(code))
			continue;
		lines[at / 4] = line;
		n++;
	}
	return pclose(f) ? 0 : n;
}

static const char *const branches[8] = { "beq", "bne", NULL, NULL, "blt", "bge", "bltu", "bgeu" };

/* Its reading of the site at `l`, of `length` bytes. */
static bool reading(const struct line *l, unsigned kind, unsigned length, uint64_t at,
		    struct insn_read *out)
{
	const char *link = kind == FFP_SITE_CALL ? "ra," : "zero,", *comma;
	uint64_t base = at;
	char reg[8];
	unsigned i;
	long low;

	*out = (struct insn_read){ INSN_BRANCH, 0 };
	if (kind == FFP_SITE_COND) {
		for (i = 0; i < 8 && (!branches[i] || strcmp(branches[i], l->mnemonic)); i++)
			;
		comma = strrchr(l->operands, ',');
		out->value = comma ? strtoull(comma + 1, NULL, 16) : 0;
		return i < 8;
	}
	if (length == 8) {
		/* auipc r,0x… */
		comma = strchr(l->operands, ',');
		if (strcmp(l->mnemonic, "auipc") || !comma || comma - l->operands > 7)
			return false;
		memcpy(reg, l->operands, (size_t)(comma - l->operands));
		reg[comma - l->operands] = '\0';
		base += (uint64_t)(int64_t)(int32_t)(strtoul(comma + 1, NULL, 16) << 12);
		l++;
	}
	if (!strcmp(l->mnemonic, "jal") && !strncmp(l->operands, link, strlen(link))) {
		out->value = strtoull(l->operands + strlen(link), NULL, 16);
		return true;
	}
	if (kind == FFP_SITE_CALL && !strcmp(l->mnemonic, "addi")) {
		out->form = INSN_NOTHING;
		if (!strcmp(l->operands, "zero,zero,0"))
			return true;
		out->form = INSN_CONSTANT;
		out->value = (uint64_t)strtol(l->operands + 8, NULL, 10);
		return !strncmp(l->operands, "a0,zero,", 8);
	}
	if (strcmp(l->mnemonic, "jalr"))
		return false;
	if (kind == FFP_SITE_JUMP && !strcmp(l->operands, "zero,0(ra)")) {
		out->form = INSN_NOTHING;
		return true;
	}
	low = strtol(l->operands + strlen(link), (char **)&comma, 10);
	out->value = (base + (uint64_t)low) & ~UINT64_C(1);
	return length == 8 && !strncmp(l->operands, link, strlen(link)) && *comma == '(' &&
	       !strncmp(comma + 1, reg, strlen(reg)) && !strcmp(comma + 1 + strlen(reg), ")");
}

struct one {
	unsigned kind, length;
	enum insn_form form;
	uint64_t value;
	bool can;
};
static struct one cases[CASES];

/* Mostly in reach of `bits` bits, and often at the very end of it. */
static int64_t random_distance(unsigned bits)
{
	int64_t end = (int64_t)1 << (bits - 1);

	switch (random64() % 4) {
	case 0:
		return end + (int64_t)(random64() % 8) - 4;
	case 1:
		return -end + (int64_t)(random64() % 8) - 4;
	default:
		return (int64_t)(random64() % (2 * (uint64_t)end)) - end;
	}
}

/* A random site in a random form: its bytes into `p`, what it means as assembly into `s`. */
static void make_case(struct one *c, uint8_t *p, uint64_t at, FILE *s)
{
	static const char *const registers[] = { "x1", "x5", "x6", "x7", "x31" };
	unsigned r = (unsigned)(random64() % 5), number = (unsigned)atoi(registers[r] + 1);
	uint32_t high = (uint32_t)random64() & 0xfffff000, condition = random64() % 8;
	uint64_t from = at, base = at + (uint64_t)(int64_t)(int32_t)high, raw = random64();
	uint8_t old[INSN_MAX] = { 0 }, out[INSN_MAX];
	unsigned link;
	int64_t d;

	c->kind = (unsigned)(random64() % FFP_SITE_KINDS);
	c->form = (enum insn_form)(random64() % 4 % 3);
	link = c->kind == FFP_SITE_CALL;
	c->length = c->kind != FFP_SITE_COND && random64() % 2 ? 8 : 4;
	if (c->kind == FFP_SITE_COND) {
		while (!branches[condition])
			condition = random64() % 8;
		put32(old, 0x63 | condition << 12 | ((uint32_t)raw & 0x01ff8000));
	} else if (c->length == 8) {
		put32(old, 0x17 | number << 7 | high);
		put32(old + 4, 0x67 | link << 7 | number << 15);
		fprintf(s, "auipc %s, 0x%x\n", registers[r], high >> 12);
		from += 4;
	} else {
		put32(old, 0x6f | link << 7);
	}
	if (c->form == INSN_BRANCH && c->length == 8 && random64() % 2)
		c->value = base + (uint64_t)random_distance(12);
	else if (c->form == INSN_BRANCH)
		c->value = from + (uint64_t)random_distance(c->kind == FFP_SITE_COND ? 13 : 21);
	else if (c->form == INSN_CONSTANT)
		c->value = (uint64_t)random_distance(12);
	else
		c->value = 0;
	if (c->form == INSN_BRANCH && random64() % 8)
		c->value &= ~UINT64_C(1);
	c->can = ops->encode(out, old, c->kind, at, c->form, c->value);
	if (c->can)
		memcpy(p, out, c->length);
	/* What ought to be there, or what was. */
	d = (int64_t)(c->value - from);
	if (c->form == INSN_BRANCH && c->kind == FFP_SITE_COND) {
		if (c->can)
			fprintf(s, "%s x%u, x%u, . + %" PRId64 "\n", branches[condition],
				(uint32_t)raw >> 15 & 31, (uint32_t)raw >> 20 & 31, d);
	} else if (c->form == INSN_BRANCH) {
		int64_t low = (int64_t)(c->value - base);

		if (c->can && c->length == 8 && low >= -2048 && low < 2048)
			fprintf(s, "jalr x%u, %" PRId64 "(%s)\n", link, low, registers[r]);
		else if (c->can)
			fprintf(s, "jal x%u, . + %" PRId64 "\n", link, d);
	} else if (c->form == INSN_NOTHING) {
		if (c->can)
			fputs(link ? "nop\n" : "ret\n", s);
	} else if (c->can) {
		fprintf(s, "li a0, %" PRId64 "\n", (int64_t)c->value);
	}
	if (!c->can) {
		memcpy(p, old, c->length == 8 ? 4 : 0);
		put32(p + c->length - 4, 0x13);
		fputs("nop\n", s);
	}
	if (c->length == 4) {
		put32(p + 4, 0x13);
		fputs("nop\n", s);
	}
}

/* Independently: can a site say this? */
static bool sayable(const struct one *c, const uint8_t *p, uint64_t at)
{
	uint32_t first = get32(p);
	int64_t d = (int64_t)(c->value - at), low;

	if (c->form == INSN_NOTHING)
		return c->kind != FFP_SITE_COND;
	if (c->form == INSN_CONSTANT)
		return c->kind == FFP_SITE_CALL && (int64_t)c->value >= -2048 &&
		       (int64_t)c->value < 2048;
	if (d % 2)
		return false;
	if (c->kind == FFP_SITE_COND)
		return d >= -4096 && d < 4096;
	if (c->length == 8) {
		low = d - (int32_t)(first & 0xfffff000);
		if (low >= -2048 && low < 2048)
			return true;
		d -= 4;
	}
	return d >= -1048576 && d < 1048576;
}

static void test_encode(void)
{
	static uint8_t assembled[CASES * SLOT];
	unsigned wrong = 0, can = 0, refused = 0, unlike = 0;
	char command[256];
	size_t n, got;
	FILE *s = open_file("case.s", "w"), *f;

	fputs("\t.option norelax\n\t.option norvc\n", s);
	for (unsigned i = 0; i < CASES; i++)
		make_case(&cases[i], code + i * SLOT, BASE + i * SLOT, s);
	fclose(s);
	n = disassemble();
	is(n, CASES * SLOT / 4, "the disassembler reads all %zu instructions", n);
	for (unsigned i = 0; i < CASES; i++) {
		const struct one *c = &cases[i];
		struct insn_read read;

		can += c->can;
		refused += c->can != sayable(c, code + i * SLOT, BASE + i * SLOT);
		if (!c->can ||
		    (reading(&lines[i * 2], c->kind, c->length, BASE + i * SLOT, &read) &&
		     read.form == c->form && read.value == c->value))
			continue;
		if (wrong++ < 10)
			printf("# form %u to %" PRIx64 " is read as: %s %s; %s %s\n", c->form,
			       c->value, lines[i * 2].mnemonic, lines[i * 2].operands,
			       lines[i * 2 + 1].mnemonic, lines[i * 2 + 1].operands);
	}
	is(wrong, 0, "%u random sites are read as they were meant", can);
	is(refused, 0, "%u others are refused, and ought to be", CASES - can);
	ok(can > 100000 && can < CASES - CASES / 10, "which are some and not all");

	snprintf(command, sizeof(command),
		 "cd %s && riscv64-linux-gnu-as -march=rv64gc case.s -o case.o && "
		 "riscv64-linux-gnu-objcopy -O binary -j .text case.o assembled",
		 directory);
	is(system(command), 0, "the assembler takes %u cases", CASES);
	f = open_file("assembled", "r");
	got = fread(assembled, 1, sizeof(assembled), f);
	fclose(f);
	is(got, sizeof(assembled), "and makes as many bytes");
	for (size_t i = 0; i < sizeof(code); i += 4)
		if (memcmp(code + i, assembled + i, 4) && unlike++ < 10)
			printf("# word %zu: %s %s\n", i / 4, lines[i / 4].mnemonic,
			       lines[i / 4].operands);
	is(unlike, 0, "the very ones");
}

/* Random words, biased to what is ours. */
static void test_decode(void)
{
	static const uint32_t masks[][2] = {
		{ 0x6f, 0xfffff000 },  { 0xef, 0xfffff000 },	{ 0x67, 0xffffff80 },
		{ 0x67, 0xfff00000 },  { 0x8067, 0xfff00000 },	{ 0x80e7, 0xfff00000 },
		{ 0x513, 0xfff00000 }, { 0x13, 0xfff00000 },	{ 0x63, 0xffffff80 },
		{ 0x97, 0xfffff000 },  { 0x30067, 0xfff00000 }, { 0x17, 0xffffff80 },
		{ 0x33, 0x01ffff80 },  { 0x13, 0x00000000 },	{ 0x8067, 0x00000000 },
		{ 0x317, 0xfffff000 },
	};
	unsigned wrong = 0, taken = 0;

	for (size_t i = 0; i < sizeof(code); i += 4) {
		size_t m = random64() % (sizeof(masks) / sizeof(masks[0]));

		put32(code + i, masks[m][0] | ((uint32_t)random64() & masks[m][1]));
	}
	disassemble();
	for (unsigned i = 0; i < CASES; i++)
		for (unsigned kind = 0; kind < FFP_SITE_KINDS; kind++) {
			uint64_t at = BASE + i * SLOT;
			const uint8_t *p = code + i * SLOT;
			struct insn_read a, b;
			bool ours = ops->decode(p, kind, at, &a);
			bool theirs = reading(&lines[i * 2], kind, ops->length(kind, p), at, &b);

			taken += ours;
			if (ours == theirs && (!ours || (a.form == b.form && a.value == b.value)))
				continue;
			if (wrong++ < 10)
				printf("# kind %u: %s %s; %s %s\n", kind, lines[i * 2].mnemonic,
				       lines[i * 2].operands, lines[i * 2 + 1].mnemonic,
				       lines[i * 2 + 1].operands);
		}
	is(wrong, 0, "%u random words as each kind, of which %u are taken, are read alike", CASES,
	   taken);
	ok(taken > CASES / 10 && taken < CASES * 2, "which are some and not all");
}

int main(void)
{
	if (!begin())
		return 0;
	test_encode();
	test_decode();
	return end();
}
