// SPDX-License-Identifier: MIT
/*
 * Functions as compilers and people write them, of each architecture: which are of one
 * instruction that may stand at a call site, and what stands there then.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../tap.h"
#include "body.h"
#include "bytes.h"
#include "insn.h"

struct row {
	const char *what;
	const char *code; /* in hexadecimal; AArch64 and RISC-V in words, as people write these */
	const char *site; /* NULL: stays a call */
};

static const struct row x86_64[] = {
	{ "nothing", "c3", "0f1f440000" },
	{ "nothing, with a landing pad", "f30f1efac3", "0f1f440000" },
	{ "nothing, rep ret", "f3c3", "0f1f440000" },
	{ "mov $5, %eax", "b805000000c3", "b805000000" },
	{ "xor %eax, %eax", "31c0c3", "b800000000" },
	{ "xor %eax, %eax, with a landing pad", "f30f1efa31c0c3", "b800000000" },
	{ "popcnt %rdi, %rax", "f3480fb8c7c3", "f3480fb8c7" },
	{ "popcnt %edi, %eax", "f30fb8c7c3", "2ef30fb8c7" },
	{ "mov %rdi, %rax", "4889f8c3", "2e2e4889f8" },
	{ "mov 8(%rdi), %rax", "488b4708c3", "2e488b4708" },
	{ "mov %rsi, 8(%rdi), rep ret", "48897708f3c3", "2e48897708" },
	{ "incq (%rdi)", "48ff07c3", "2e2e48ff07" },
	{ "lock incq (%rdi)", "f048ff07c3", "2ef048ff07" },
	{ "lock decq (%rdi)", "f048ff0fc3", "2ef048ff0f" },
	{ "mfence", "0faef0c3", "2e2e0faef0" },
	{ "rdtsc", "0f31c3", "2e2e2e0f31" },
	{ "sqrtsd %xmm0, %xmm0", "f20f51c0c3", "2ef20f51c0" },
	{ "vfmadd231sd %xmm2, %xmm1, %xmm0", "c4e2f1b8c2c3", "c4e2f1b8c2" },
	{ "vsqrtsd %xmm0, %xmm0, %xmm0", "c5fb51c0c3", "2ec5fb51c0" },
	{ "prefetcht0 (%rdi)", "0f180fc3", "2e2e0f180f" },
	{ "lea 1(%rdi), %rax", "488d4701c3", "2e488d4701" },
	{ "a breakpoint", "ccc3", NULL },
	{ "a breakpoint on the return", "4889f8cc", NULL },
	{ "ud2", "0f0bc3", NULL },
	{ "nop, for a patcher", "90c3", NULL },
	{ "nop of two bytes", "6690c3", NULL },
	{ "nop of five bytes", "0f1f440000c3", NULL },
	{ "a landing pad, another, and nothing", "f30f1efaf30f1efac3", NULL },
	{ "two instructions", "4889f84889f0c3", NULL },
	{ "no return behind it", "4889f8", NULL },
	{ "a jump behind it", "4889f8eb00", NULL },
	{ "ret $8", "4889f8c20800", NULL },
	{ "six bytes", "488b4424f8c3c3", NULL },
	{ "movabs", "48b80000000000000000c3", NULL },
	{ "mov %rsp, %rax", "4889e0c3", NULL },
	{ "mov (%rsp), %rax", "488b0424c3", NULL },
	{ "mov 8(%rsp), %eax", "8b442408c3", NULL },
	{ "push %rdi", "57c3", NULL },
	{ "pop %rax", "58c3", NULL },
	{ "leave", "c9c3", NULL },
	{ "mov 0(%rip), %eax", "8b0500000000c3", NULL },
	{ "lea 0(%rip), %eax", "8d0500000000c3", NULL },
	{ "mov %rdi, %rbx", "4889fbc3", NULL },
	{ "mov %rbp, %rax", "4889e8c3", NULL },
	{ "mov %rdi, %r12", "4989fcc3", NULL },
	{ "mov %r13, (%rdi)", "4c892fc3", NULL },
	{ "mov %dil, %bh: a second byte of rbx", "88f7c3", NULL },
	{ "mov %al, (%rdi,%r12)", "42880427c3", NULL },
	{ "jmp", "e900000000c3", NULL },
	{ "jmp of two bytes", "eb00c3", NULL },
	{ "call", "e800000000c3", NULL },
	{ "call *%rax", "ffd0c3", NULL },
	{ "jne", "7500c3", NULL },
	{ "syscall", "0f05c3", NULL },
	{ "cpuid, which changes rbx", "0fa2c3", NULL },
	{ "rep movsb", "f3a4c3", NULL },
	{ "std", "fdc3", NULL },
	{ "hlt", "f4c3", NULL },
	{ "fld1", "d9e8c3", NULL },
	{ "emms", "0f77c3", NULL },
	{ "mov %fs:(%rdi), %rax", "64488b07c3", NULL },
	{ "mov (%edi), %eax", "678b07c3", NULL },
	{ "cmpxchg16b, which reads rbx", "480fc70fc3", NULL },
	{ "xbegin", "c7f800000000c3", NULL },
	{ "lock mov", "f04889f8c3", NULL },
	{ "lock inc %rax", "f048ffc0c3", NULL },
	{ "xrelease", "f3f048ff07c3", NULL },
	{ "the return out of sight", "488b47", NULL },
	{ "nothing to see", "", NULL },
};

/* In a call that has its prefix. */
static const struct row x86_64_wide[] = {
	{ "nothing", "c3", "2e0f1f440000" },
	{ "mov $5, %eax", "b805000000c3", "2eb805000000" },
	{ "xor %eax, %eax", "31c0c3", "2eb800000000" },
	{ "popcnt %rdi, %rax", "f3480fb8c7c3", "2ef3480fb8c7" },
	{ "mov 8(%rdi), %rax", "488b4708c3", "2e2e488b4708" },
	{ "lock incq (%rdi)", "f048ff07c3", "2e2ef048ff07" },
	{ "roundsd $9, %xmm0, %xmm0", "660f3a0bc009c3", "660f3a0bc009" },
	{ "roundss $12, %xmm0, %xmm0, with a landing pad", "f30f1efa660f3a0ac00cc3",
	  "660f3a0ac00c" },
	{ "imul $1000, %esi, %eax, rep ret", "69c6e8030000f3c3", "69c6e8030000" },
	{ "movl $5, (%rdi)", "c70705000000c3", "c70705000000" },
	{ "roundsd $9, %xmm8, %xmm0, of seven bytes", "66410f3a0bc009c3", NULL },
	{ "pextrd $0, %xmm0, %eax", "660f3a16c000c3", NULL },
	{ "mov 0(%rip), %eax", "8b0500000000c3", NULL },
	{ "mov $5, %ebx, with two immediates", "c7c305000000c3", NULL },
	{ "je", "0f8400000000c3", NULL },
	{ "movabs, with a return in its immediate", "48b805000000c3000000", NULL },
	{ "xbegin", "c7f800000000c3", NULL },
};

static const struct row aarch64[] = {
	{ "nothing", "d65f03c0", "d503201f" },
	{ "nothing, bti c", "d503245f d65f03c0", "d503201f" },
	{ "nothing, bti jc", "d50324df d65f03c0", "d503201f" },
	{ "mov w0, #5", "528000a0 d65f03c0", "528000a0" },
	{ "mov x0, x1", "aa0103e0 d65f03c0", "aa0103e0" },
	{ "add x0, x0, #1", "91000400 d65f03c0", "91000400" },
	{ "add x0, x0, x1, with a landing pad", "d503245f 8b010000 d65f03c0", "8b010000" },
	{ "ldr x0, [x0, #8]", "f9400400 d65f03c0", "f9400400" },
	{ "str x1, [x0, #8]", "f9000401 d65f03c0", "f9000401" },
	{ "ldr q0, [x0]", "3dc00000 d65f03c0", "3dc00000" },
	{ "clz x0, x0", "dac01000 d65f03c0", "dac01000" },
	{ "fsqrt d0, d0", "1e61c000 d65f03c0", "1e61c000" },
	{ "ldaddal x1, x0, [x0]", "f8e10000 d65f03c0", "f8e10000" },
	{ "stadd w0, [x1]", "b820003f d65f03c0", "b820003f" },
	{ "swpal x0, x1, [x2]", "f8e08041 d65f03c0", "f8e08041" },
	{ "casal x0, x1, [x2]", "c8e0fc41 d65f03c0", "c8e0fc41" },
	{ "caspal x0, x1, x2, x3, [x4]", "4860fc82 d65f03c0", "4860fc82" },
	{ "ldapr x0, [x0]", "f8bfc000 d65f03c0", "f8bfc000" },
	{ "casp of x16, x17", "48307c82 d65f03c0", NULL },
	{ "ldadd at sp", "f82103e0 d65f03c0", NULL },
	{ "ldadd of x16", "f8300020 d65f03c0", NULL },
	{ "cas at sp", "c8a07fe1 d65f03c0", NULL },
	{ "mov x0, sp", "910003e0 d65f03c0", NULL },
	{ "mov sp, x0", "9100001f d65f03c0", NULL },
	{ "and sp, x0, #1", "9240001f d65f03c0", NULL },
	{ "mov x0, x30", "aa1e03e0 d65f03c0", NULL },
	{ "mov x19, x0", "aa0003f3 d65f03c0", NULL },
	{ "mov x18, x0", "aa0003f2 d65f03c0", NULL },
	{ "mov x0, x29", "aa1d03e0 d65f03c0", NULL },
	{ "adr", "10000000 d65f03c0", NULL },
	{ "adrp", "90000000 d65f03c0", NULL },
	{ "ldr of a literal", "58000000 d65f03c0", NULL },
	{ "ldp", "a9400400 d65f03c0", NULL },
	{ "stp", "a9000801 d65f03c0", NULL },
	{ "ldnp", "a8400440 d65f03c0", NULL },
	{ "ldxr", "c85f7c20 d65f03c0", NULL },
	{ "stxr", "c8007c41 d65f03c0", NULL },
	{ "ldr x0, [x0], #8", "f8408400 d65f03c0", NULL },
	{ "ldr x0, [sp]", "f94003e0 d65f03c0", NULL },
	{ "ldr x0, [x1, x30]", "f87e6820 d65f03c0", NULL },
	{ "ldr d8, [x0]", "fd400008 d65f03c0", NULL },
	{ "fmov d8, d0", "1e604008 d65f03c0", NULL },
	{ "nop, for a patcher", "d503201f d65f03c0", NULL },
	{ "paciasp", "d503233f d65f03c0", NULL },
	{ "a landing pad and another", "d503245f d503245f d65f03c0", NULL },
	{ "brk", "d4200000 d65f03c0", NULL },
	{ "a breakpoint on the return", "91000400 d4200000", NULL },
	{ "udf", "00000000 d65f03c0", NULL },
	{ "svc", "d4000001 d65f03c0", NULL },
	{ "msr tpidr_el0, x0", "d51bd040 d65f03c0", NULL },
	{ "irg x0, x1", "9adf1020 d65f03c0", NULL },
	{ "stg x0, [x1]", "d9200820 d65f03c0", NULL },
	{ "pacia x0, x1", "dac10020 d65f03c0", NULL },
	{ "b", "14000000 d65f03c0", NULL },
	{ "bl", "94000000 d65f03c0", NULL },
	{ "cbz", "b4000000 d65f03c0", NULL },
	{ "br x0", "d61f0000 d65f03c0", NULL },
	{ "ret x1 behind it", "91000400 d65f0020", NULL },
	{ "retaa behind it", "91000400 d65f0bff", NULL },
	{ "ld1 of two", "4c40a000 d65f03c0", NULL },
	{ "two instructions", "91000400 91000400 d65f03c0", NULL },
	{ "the return out of sight", "91000400", NULL },
};

static const struct row riscv64[] = {
	{ "nothing", "00008067", "00000013" },
	{ "nothing, c.ret", "8082", "00000013" },
	{ "nothing, with a landing pad", "00000017 00008067", "00000013" },
	{ "li a0, 5", "00500513 00008067", "00500513" },
	{ "c.li a0, 5", "4515 8082", "00500513" },
	{ "c.mv a0, a1", "852e 8082", "00b00533" },
	{ "c.ld a0, 8(a0)", "6508 8082", "00853503" },
	{ "ld a0, 8(a0), c.ret", "00853503 8082", "00853503" },
	{ "c.sd a1, 8(a0)", "e50c 8082", "00b53423" },
	{ "c.add a0, a1", "952e 8082", "00b50533" },
	{ "cpop a0, a0", "60251513 00008067", "60251513" },
	{ "amoadd.d zero, a1, (a0)", "00b5302f 00008067", "00b5302f" },
	{ "fence rw, rw", "0330000f 00008067", "0330000f" },
	{ "rdtime a0", "c0102573 00008067", "c0102573" },
	{ "fsqrt.d fa0, fa0", "5a057553 00008067", "5a057553" },
	{ "nop, for a patcher", "00000013 00008067", NULL },
	{ "c.nop", "0001 8082", NULL },
	{ "mv a0, ra", "00008513 00008067", NULL },
	{ "mv a0, sp", "00010513 00008067", NULL },
	{ "c.mv a0, sp", "850a 8082", NULL },
	{ "c.addi4spn a0", "0808 8082", NULL },
	{ "c.ldsp a0", "6522 8082", NULL },
	{ "mv s0, a0", "00050413 00008067", NULL },
	{ "mv a0, gp", "00018513 00008067", NULL },
	{ "mv a0, tp", "00020513 00008067", NULL },
	{ "auipc a0", "00000517 00008067", NULL },
	{ "jal", "0000006f 00008067", NULL },
	{ "jalr a0", "00050067 00008067", NULL },
	{ "c.j", "a001 8082", NULL },
	{ "c.jr a0", "8502 8082", NULL },
	{ "beq", "00000063 00008067", NULL },
	{ "ebreak", "00100073 00008067", NULL },
	{ "c.ebreak", "9002 8082", NULL },
	{ "ecall", "00000073 00008067", NULL },
	{ "lr.d a0, (a0)", "1005352f 00008067", NULL },
	{ "sc.d a0, a1, (a0)", "18b5352f 00008067", NULL },
	{ "vle8.v v0, (a0)", "02050007 00008067", NULL },
	{ "csrrw a0, fflags, a0", "00151573 00008067", NULL },
	{ "ret by t0", "00050513 00028067", NULL },
	{ "two instructions", "0505 0505 8082", NULL },
	{ "the return out of sight", "00853503", NULL },
};

static const struct row s390x[] = {
	{ "nothing", "07fe", "c00400000000" },
	{ "lghi %r2, 5", "a729000507fe", "c02100000005" },
	{ "lghi %r2, -5", "a729fffb07fe", "c021fffffffb" },
	{ "lhi %r2, -5, the lower half alone", "a728fffb07fe", "c029fffffffb" },
	{ "lg %r2, 8(%r2)", "e3202008000407fe", "e32020080004" },
	{ "stg %r3, 8(%r2)", "e3302008002407fe", "e33020080024" },
	{ "agsi 0(%r2), 1", "eb012000007a07fe", "eb012000007a" },
	{ "laag %r2, %r3, 0(%r2)", "eb23200000e807fe", "eb23200000e8" },
	{ "l %r2, 8(%r2)", "5820200807fe", "e32020080058" },
	{ "la %r2, 1(%r3, %r2)", "4123200107fe", "e32320010071" },
	{ "mvi 0(%r2), 1", "9201200007fe", "eb0120000052" },
	{ "lgr %r2, %r3", "b904002307fe", "e32030000071" },
	{ "aghi %r2, 1", "a72b000107fe", "c22800000001" },
	{ "lgr %r2, %r0, which is no base", "b904002007fe", NULL },
	{ "lgr %r2, %r15", "b904002f07fe", NULL },
	{ "lgr %r2, %r14", "b904002e07fe", NULL },
	{ "lg %r2, 8(%r15)", "e320f008000407fe", NULL },
	{ "lg %r6, 8(%r2)", "e3602008000407fe", NULL },
	{ "lg %r2, 8(%r15, %r2)", "e32f2008000407fe", NULL },
	{ "ld %f8, 0(%r2)", "6880200007fe", NULL },
	{ "larl %r2", "c0200000000007fe", NULL },
	{ "lgrl %r2", "c4280000000007fe", NULL },
	{ "brcl", "c0f40000000007fe", NULL },
	{ "brasl", "c0e50000000007fe", NULL },
	{ "j", "a7f4000007fe", NULL },
	{ "bras %r2", "a725000007fe", NULL },
	{ "br %r2", "07f207fe", NULL },
	{ "nop of four bytes, for a patcher", "4700000007fe", NULL },
	{ "nop of six bytes", "c0040000000007fe", NULL },
	{ "a breakpoint", "000107fe", NULL },
	{ "svc", "0a0107fe", NULL },
	{ "mvc 0(8,%r2), 0(%r3)", "d2072000300007fe", NULL },
	{ "lmg %r2, %r3, 0(%r4)", "eb234000000407fe", NULL },
	{ "lr %r2, %r3, of two bytes", "182307fe", NULL },
	{ "two instructions", "a729000ba729000507fe", NULL },
	{ "the return out of sight", "e32020080004", NULL },
};

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* Bytes of a row; in words, each is written by its number. */
static unsigned read_bytes(uint8_t *out, const char *text, bool words)
{
	unsigned n = 0;

	while (*text) {
		unsigned length = 0, digits;

		while (text[2 * length] && text[2 * length] != ' ')
			length++;
		digits = 2 * length;
		for (unsigned i = 0; i < length; i++)
			out[n + (words ? length - 1 - i : i)] =
			    (uint8_t)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
		n += length;
		text += digits;
		text += *text == ' ';
	}
	return n;
}

static void test_rows(const char *name, insn_body_read *read, insn_body_put *put, unsigned kind,
		      const uint8_t *call, bool words, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t code[32], site[8], out[INSN_MAX] = { 0 };
		unsigned size = read_bytes(code, rows[i].code, words), whole, length;
		struct insn_body body;
		bool right;

		whole = read(code, size, &body);
		if (!rows[i].site) {
			static const struct insn_body none;

			right = !whole && !memcmp(&body, &none, sizeof(none));
		} else {
			length = read_bytes(site, rows[i].site, words);
			/* It is all that was looked at, and nothing behind it is. */
			right = whole == size && put(out, call, 0, kind, &body) &&
				!memcmp(out, site, length);
			for (unsigned less = 0; less < size; less++)
				right &= !read(code, less, &body);
		}
		ok(right, "%s: %s %s", name, rows[i].what,
		   rows[i].site ? "is taken over" : "stays a call");
	}
}

#define TEST(arch, kind, rows, words, ...)                                                         \
	do {                                                                                       \
		static const uint8_t call[] = { __VA_ARGS__ };                                     \
		test_rows(#rows, ffp_insn_body_##arch, ffp_insn_body_put_##arch, kind, call,       \
			  words, rows, sizeof(rows) / sizeof(rows[0]));                            \
	} while (0)

/* What the tool or the compiler put before a call is a part of the instruction. */
static void test_before(void)
{
	static const uint8_t load[] = { 0x48, 0x8b, 0x47, 0x08, 0xc3 };
	static const uint8_t popcnt[] = { 0xf3, 0x48, 0x0f, 0xb8, 0xc7, 0xc3 };
	static const uint8_t call[5] = { 0xe8 };
	static const uint8_t lea[] = { 0x48, 0x8d, 0x44, 0x37, 0x05, 0xc3 };
	static const uint8_t multiply[] = { 0x69, 0xc6, 0xe8, 3, 0, 0, 0xc3 };
	struct insn_body memory, none, five, six;
	uint8_t out[INSN_MAX];
	unsigned wrong = 0;

	ok(ffp_insn_body_x86_64(lea, sizeof(lea), &five), "lea 5(%%rdi,%%rsi), %%rax is one");

	ok(ffp_insn_body_x86_64(multiply, sizeof(multiply), &six) && six.flags & INSN_BODY_WIDE,
	   "imul $1000, %%esi, %%eax is one of six bytes");
	ok(ffp_insn_body_x86_64(load, sizeof(load), &memory) && memory.flags & INSN_BODY_ADDRESSES,
	   "a load computes an address");
	ok(ffp_insn_body_x86_64(popcnt, sizeof(popcnt), &none) &&
	       !(none.flags & INSN_BODY_ADDRESSES),
	   "popcnt of a register does not");
	ok(!ffp_insn_body_put_x86_64(out, call, 0x67, FFP_SITE_CALL, &memory),
	   "behind an address size prefix a load is not put");
	ok(!ffp_insn_body_put_x86_64(out, call, 0x64, FFP_SITE_CALL, &memory) &&
	       !ffp_insn_body_put_x86_64(out, call, 0x65, FFP_SITE_CALL, &memory),
	   "nor behind that of a segment, which would add its base");
	ok(ffp_insn_body_put_x86_64(out, call, 0x67, FFP_SITE_CALL, &none) &&
	       ffp_insn_body_put_x86_64(out, call, 0x64, FFP_SITE_CALL, &none) &&
	       !memcmp(out, popcnt, 5),
	   "what has no address is");
	ok(!ffp_insn_body_put_x86_64(out, call, 0xf2, FFP_SITE_CALL, &none) &&
	       !ffp_insn_body_put_x86_64(out, call, 0xf3, FFP_SITE_CALL, &none),
	   "behind a repeat prefix popcnt is not put");
	ok(ffp_insn_body_put_x86_64(out, call, 0xf2, FFP_SITE_CALL, &memory) &&
	       ffp_insn_body_put_x86_64(out, call, 0xf3, FFP_SITE_CALL, &memory),
	   "what such a prefix means nothing to is");
	ok(!ffp_insn_body_put_x86_64(out, call, 0x66, FFP_SITE_CALL, &memory) &&
	       !ffp_insn_body_put_x86_64(out, call, 0x66, FFP_SITE_CALL, &none),
	   "behind an operand size prefix none is put");
	ok(!ffp_insn_body_put_x86_64(out, call, 0xcc, FFP_SITE_CALL, &memory) &&
	       !ffp_insn_body_put_x86_64(out, call, 0xcc, FFP_SITE_CALL, &none),
	   "nor behind a breakpoint, which may stand on any prefix");
	for (unsigned rex = 0x40; rex <= 0x4f; rex++) {
		wrong += ffp_insn_body_put_x86_64(out, call, (uint8_t)rex, FFP_SITE_CALL, &five);
		wrong += !ffp_insn_body_put_x86_64(out, call, (uint8_t)rex, FFP_SITE_CALL, &none);
		wrong += !ffp_insn_body_put_x86_64(out, call, (uint8_t)rex, FFP_SITE_CALL, &memory);
	}
	is(wrong, 0, "behind a REX prefix only what has another prefix of its own");

	wrong = 0;
	for (unsigned before = 0; before < 256; before++) {
		const uint8_t at = (uint8_t)before;
		const bool rex = before >= 0x40 && before < 0x50, repeat = before >> 1 == 0xf2 >> 1;

		wrong += ffp_insn_body_put_x86_64(out, call, at, INSN_SITE_WIDE, &memory) ==
			 ((before >= 0x64 && before <= 0x67) || before == 0xcc);
		wrong += ffp_insn_body_put_x86_64(out, call, at, INSN_SITE_WIDE, &none) ==
			 (before == 0x66 || before == 0xcc || repeat);
		wrong += ffp_insn_body_put_x86_64(out, call, at, INSN_SITE_WIDE, &six) ==
			 (before == 0x66 || before == 0xcc || rex);
	}
	is(wrong, 0, "before a wide call's prefix each byte");
	ok(!ffp_insn_body_put_x86_64(out, call, 0, FFP_SITE_CALL, &six),
	   "what is as long as a wide call is put into no other");
	for (unsigned kind = FFP_SITE_JUMP; kind <= FFP_SITE_VENEER; kind++)
		ok(!ffp_insn_body_put_x86_64(out, call, 0, kind, &none), "nor a body into kind %u",
		   kind);
}

/* The other forms of a site, behind what may be a prefix of the branch. */
static void test_forms_behind(void)
{
	static const uint8_t old[INSN_MAX] = { 0xe8 };
	const struct insn_ops *x86 = &ffp_insn_x86_64;
	unsigned wrong = 0;

	for (unsigned before = 0; before < 256; before++) {
		bool is_rex = before >= 0x40 && before < 0x50;
		bool hides = before == 0x66 || before == 0xcc;
		bool constant = !hides && !(is_rex && (before & 1 || before & 8));
		uint8_t out[INSN_MAX], at = (uint8_t)before;

		for (unsigned kind = 0; kind < INSN_SITE_KINDS; kind++) {
			bool wide = kind == INSN_SITE_WIDE, cond = kind == FFP_SITE_COND;
			bool call = kind == FFP_SITE_CALL || wide;

			if (kind == FFP_SITE_VENEER)
				continue;
			wrong += !x86->behind(at, kind, INSN_BRANCH);
			/* REX means nothing before another prefix. */
			wrong += insn_encode_behind(x86, out, old, at, kind, 0, INSN_CONSTANT, 5) !=
				 (call && (wide ? !hides : constant));
			wrong += insn_encode_behind(x86, out, old, at, kind, 0, INSN_NOTHING, 0) !=
				 (call || (!cond && before != 0x66));
		}
	}
	is(wrong, 0, "x86_64: forms behind each byte");
	ok(!ffp_insn_aarch64.behind && !ffp_insn_riscv64.behind && !ffp_insn_s390x.behind,
	   "other architectures have no prefixes");
}

/* The auipc of a call that the linker did not relax stays. */
static void test_pair(void)
{
	static const uint8_t code[] = { 0x08, 0x65, 0x82, 0x80 };
	uint8_t call[8], out[INSN_MAX], want[8];
	struct insn_body body;

	put32(call, 0x12345097);
	put32(call + 4, 0x000080e7);
	put32(want, 0x12345097);
	put32(want + 4, 0x00853503);
	ok(ffp_insn_body_riscv64(code, sizeof(code), &body) &&
	       ffp_insn_body_put_riscv64(out, call, 0, FFP_SITE_CALL, &body) &&
	       !memcmp(out, want, 8),
	   "riscv64: of auipc and jalr the first stays");
}

int main(void)
{
	TEST(x86_64, FFP_SITE_CALL, x86_64, false, 0xe8, 0, 0, 0, 0);
	TEST(x86_64, INSN_SITE_WIDE, x86_64_wide, false, 0x67, 0xe8, 0, 0, 0, 0);
	TEST(aarch64, FFP_SITE_CALL, aarch64, true, 0, 0, 0, 0x94);
	TEST(riscv64, FFP_SITE_CALL, riscv64, true, 0xef, 0, 0, 0);
	TEST(s390x, FFP_SITE_CALL, s390x, false, 0xc0, 0xe5, 0, 0, 0, 0);
	test_before();
	test_forms_behind();
	test_pair();
	return done();
}
