// SPDX-License-Identifier: MIT
/*
 * One branch instruction as bytes and, where the program was built with
 * libcapstone, as text.  The only file but pclmul.c that knows architectures.
 */
#include <stdio.h>
#include <stdlib.h>

#ifdef HAVE_CAPSTONE
#include <capstone.h>
#endif

#include "app.h"
#include "crc.h"

#if defined(HAVE_CAPSTONE) && defined(__x86_64__)
#define DISASM CS_ARCH_X86, CS_MODE_64
#elif defined(HAVE_CAPSTONE) && defined(__aarch64__)
#define DISASM CS_ARCH_ARM64, CS_MODE_ARM
#endif

size_t disasm_length(const unsigned char *code)
{
#ifdef __x86_64__
	return code[0] == 0x0f ? 6 : 5; /* conditional, or call and jmp */
#elif defined(__s390x__)
	(void)code;
	return 6;
#elif defined(__riscv)
	return (code[0] & 0x7f) == 0x17 ? 8 : 4; /* auipc with jalr, or jal */
#else
	(void)code;
	return 4;
#endif
}

#ifdef DISASM
/* Whose address is it?  Operands end with the target, in the forms that matter. */
static void print_text(const char *mnemonic, const char *operands)
{
	const char *number = operands;
	const char *name;

	while (*number && (*number < '0' || *number > '9'))
		number++;
	name = version_at((const void *)(uintptr_t)strtoull(number, NULL, 0));
	printf("  %s %s", mnemonic, operands);
	if (name)
		printf("  <crc_t10dif_%s>", name);
}
#endif

/* `bytes` are, or were, at address `at`. */
void disasm_print(const unsigned char *bytes, size_t length, const unsigned char *at)
{
	for (size_t i = 0; i < length; i++)
		printf(" %02x", bytes[i]);
#ifdef DISASM
	csh handle;
	cs_insn *insn;

	if (cs_open(DISASM, &handle) == CS_ERR_OK) {
		if (cs_disasm(handle, bytes, length, (uintptr_t)at, 1, &insn) == 1) {
			print_text(insn->mnemonic, insn->op_str);
			cs_free(insn, 1);
		}
		cs_close(&handle);
	}
	putchar('\n');
#else
	(void)at;
	printf("  (as text: build with libcapstone, or gdb's x/i)\n");
#endif
}
