// SPDX-License-Identifier: MIT
/*
 * RISC-V: functions of one instruction, read by GNU binutils: what is admitted must be one
 * instruction that may stand in a caller, and what is made of it for a site must be the
 * same one, of four bytes.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tap.h"
#include "body.h"
#include "bytes.h"
#include "insn.h"
#include "../random.h"
#include "objdump.h"

#define CASES 240000
#define ADMITTED 60000
#define REFUSED 100000

static struct one {
	uint32_t insn; /* of two bytes, if its low bits say so */
	uint8_t site[4];
	unsigned whole;
	struct line function, at_site;
} cases[CASES];

static unsigned length_of(uint32_t insn)
{
	return (insn & 3) == 3 ? 4 : 2;
}

/* Random code, biased to what the list has: the opcodes, and registers that are arguments. */
static uint32_t random_insn(void)
{
	static const uint8_t opcodes[] = { 0x03, 0x07, 0x0f, 0x13, 0x13, 0x13, 0x17, 0x1b,
					   0x23, 0x03, 0x23, 0x13, 0x33, 0x33, 0x27, 0x2f,
					   0x33, 0x33, 0x37, 0x3b, 0x43, 0x47, 0x4b, 0x4f,
					   0x53, 0x53, 0x63, 0x67, 0x6f, 0x73 };
	static const uint8_t funct7[] = { 0x00, 0x00, 0x01, 0x05, 0x10, 0x14, 0x20, 0x24, 0x30,
					  0x34, 0x04, 0x08, 0x0c, 0x60, 0x61, 0x68, 0x69, 0x70 };
	uint32_t insn = (uint32_t)random64();

	if (random64() % 8 == 0) {
		insn &= 0xffff;
		if ((insn & 3) == 3)
			insn ^= 1 + random64() % 2;
		if (random64() % 2)
			insn = (insn & 3) == 2 || (insn & 0xe003) < 0x8001
				   ? (insn & ~0x0f80u) | 0x0500
				   : insn | 0x0100;
		return insn;
	}
	insn = (insn & ~0x7fu) | opcodes[random64() % sizeof(opcodes)];
	if (random64() % 8)
		insn = (insn & ~0x0f80u) | (uint32_t)(10 + random64() % 8) << 7;
	if (random64() % 8)
		insn = (insn & ~0x000f8000u) | (uint32_t)(10 + random64() % 8) << 15;
	if (random64() % 2)
		insn = (insn & ~0x01f00000u) | (uint32_t)(10 + random64() % 8) << 20;
	else if (random64() % 2)
		insn &= ~0x01e00000u;
	if (random64() % 4)
		insn = (insn & ~0xfe000000u) | (uint32_t)funct7[random64() % sizeof(funct7)] << 25;
	if ((insn & 0x7f) == 0x0f && random64() % 2)
		insn &= 0x0ff0000f;
	if ((insn & 0x7f) == 0x73 && random64() % 2)
		insn = 0xc0002573u | (insn & 0x03f00000);
	return insn;
}

static void make_cases(void)
{
	for (unsigned i = 0; i < CASES; i++) {
		struct one *c = &cases[i];
		uint8_t code[8] = { 0 }, out[INSN_MAX];
		static const uint8_t call[4] = { 0xef };
		unsigned n, length;
		struct insn_body body;

		do
			c->insn = random_insn();
		while (!(c->insn & 0xffff));
		n = length_of(c->insn);
		put32(code, c->insn);
		if (random64() % 2) {
			put_uint(code + n, 2, false, 0x8082);
			length = n + 2;
		} else {
			put32(code + n, 0x8067);
			length = n + 4;
		}
		c->whole = ffp_insn_body_riscv64(code, length, &body);
		put32(c->site, 0x13);
		if (c->whole && ffp_insn_body_put_riscv64(out, call, 0, FFP_SITE_CALL, &body))
			memcpy(c->site, out, 4);
		else if (c->whole)
			c->whole = ~0u;
	}
}

/* False if the disassembler does not read as many instructions as there are. */
static bool disassemble(void)
{
	char command[256], text[256];
	FILE *f = open_file("code.s", "w");
	unsigned n = 0;

	for (unsigned i = 0; i < CASES; i++)
		fprintf(f, ".insn %u, 0x%" PRIx32 "\n.insn 4, 0x%" PRIx32 "\n",
			length_of(cases[i].insn), cases[i].insn, get32(cases[i].site));
	fclose(f);
	snprintf(command, sizeof(command),
		 "cd %s && riscv64-linux-gnu-as -march=rv64gc_zba_zbb_zbc_zbs code.s -o code.o && "
		 "riscv64-linux-gnu-objdump -d -M no-aliases,numeric code.o",
		 directory);
	f = popen(command, "r");
	if (!f)
		abort();
	while (fgets(text, sizeof(text), f)) {
		struct line line = { "", "" };

		if (sscanf(text, " %*x:\t%*x \t%15s %63s", line.mnemonic, line.operands) < 1)
			continue;
		if (n / 2 >= CASES)
			return false;
		*(n % 2 ? &cases[n / 2].at_site : &cases[n / 2].function) = line;
		n++;
	}
	return !pclose(f) && n == 2 * CASES;
}

static bool one_of(const char *mnemonic, const char *list)
{
	size_t n = strlen(mnemonic);

	for (const char *at = strstr(list, mnemonic); at; at = strstr(at + 1, mnemonic))
		if (at > list && at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

/* Are all registers among t0 to t6, a0 to a7, the like of floating point, and zero? */
static bool registers_may(const char *operands)
{
	for (const char *p = operands; *p; p++) {
		long n;

		if ((*p != 'x' && *p != 'f') || p[1] < '0' || p[1] > '9' ||
		    (p > operands && p[-1] != ',' && p[-1] != '('))
			continue;
		if (*p == 'x' && p[1] == '0' && p[2] && p[2] != ',' && p[2] != ')')
			continue; /* 0x… */
		n = strtol(p + 1, NULL, 10);
		if (n == 8 || n == 9 || (n >= 18 && n <= 27) || (*p == 'x' && n > 0 && n < 5))
			return false;
	}
	return true;
}

static bool harmless(const struct line *l)
{
	static const char list[] =
	    " lb lh lw ld lbu lhu lwu sb sh sw sd flw fld fsw fsd addi slti sltiu xori ori andi "
	    "slli"
	    " srli srai addiw slliw srliw sraiw add sub sll slt sltu xor srl sra or and addw subw "
	    "sllw"
	    " srlw sraw mul mulh mulhsu mulhu div divu rem remu mulw divw divuw remw remuw lui "
	    "fence"
	    " fence.tso clz ctz cpop clzw ctzw cpopw sext.b sext.h zext.h min minu max maxu andn "
	    "orn"
	    " xnor rol ror rori rolw rorw roriw orc.b rev8 sh1add sh2add sh3add sh1add.uw sh2add.uw"
	    " sh3add.uw add.uw slli.uw bset bclr binv bext bseti bclri binvi bexti clmul clmulh "
	    "clmulr"
	    " c.li c.lui c.addi c.addiw c.slli c.srli c.srai c.andi c.sub c.xor c.or c.and c.subw"
	    " c.addw c.mv c.add c.lw c.ld c.sw c.sd c.fld c.fsd ";

	if (!registers_may(l->operands))
		return false;
	if (one_of(l->mnemonic, list))
		return true;
	if (!strncmp(l->mnemonic, "amo", 3))
		return true;
	if (!strcmp(l->mnemonic, "csrrs"))
		return strstr(l->operands, ",cycle,x0") || strstr(l->operands, ",time,x0") ||
		       strstr(l->operands, ",instret,x0");
	return l->mnemonic[0] == 'f' && strncmp(l->mnemonic, "fence", 5) &&
	       !strstr(l->mnemonic, "csr") && !strstr(l->mnemonic, "flags") &&
	       (strstr(l->mnemonic, ".s") || strstr(l->mnemonic, ".d") ||
		!strncmp(l->mnemonic, "fmv.", 4));
}

/* What a compressed instruction stands for. */
static struct line widened(const struct line *l)
{
	const char *name = l->mnemonic + 2, *second = strchr(l->operands, ',');
	const int first = (int)(second ? second - l->operands : 0);
	struct line out = *l;

	if (strncmp(l->mnemonic, "c.", 2))
		return out;
	memset(out.mnemonic, 0, sizeof(out.mnemonic));
	memcpy(out.mnemonic, name, strlen(name));
	if (strchr(l->operands, '(') || !strcmp(name, "lui"))
		return out;
	if (!strcmp(name, "li") || !strcmp(name, "mv")) {
		strcpy(out.mnemonic, *name == 'l' ? "addi" : "add");
		snprintf(out.operands, sizeof(out.operands), "%.*s,x0%.20s", first, l->operands,
			 second);
	} else {
		snprintf(out.operands, sizeof(out.operands), "%.*s,%.*s%.20s", first, l->operands,
			 first, l->operands, second);
	}
	return out;
}

static void test_all(void)
{
	unsigned admitted = 0, refused = 0, neither = 0, wrong = 0;

	for (unsigned i = 0; i < CASES; i++) {
		const struct one *c = &cases[i];
		struct line wide = widened(&c->function);
		bool may = harmless(&c->function);

		if (!c->whole) {
			*(may ? &neither : &refused) += 1;
			continue;
		}
		/* A landing pad, and nothing. */
		if ((c->insn & 0xfff) == 0x17 && get32(c->site) == 0x13)
			continue;
		admitted++;
		if (may && c->whole != ~0u && !strcmp(wide.mnemonic, c->at_site.mnemonic) &&
		    !strcmp(wide.operands, c->at_site.operands))
			continue;
		if (wrong++ < 10)
			printf("# %08" PRIx32 " %s %s: at a site %s %s\n", c->insn,
			       c->function.mnemonic, c->function.operands, c->at_site.mnemonic,
			       c->at_site.operands);
	}
	printf("# %u admitted, %u refused that must be, %u refused that need not be\n", admitted,
	       refused, neither);
	is(wrong, 0, "what is admitted may stand at a site, and does so with the site's length");
	ok(admitted >= ADMITTED && refused >= REFUSED, "of both there were enough");
}

int main(void)
{
	if (!begin())
		return 0;
	make_cases();
	ok(disassemble(), "the disassembler reads all of %u instructions", 2 * CASES);
	test_all();
	return end();
}
