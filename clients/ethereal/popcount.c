// SPDX-License-Identifier: MIT
/*
 * The program's own popcount() as a key by symbol: with this file and --ffp-symbol=popcount every
 * call of it, in files that know nothing of it, becomes the instruction where there is one.
 */
#include <ffp.h>
#include <stdint.h>

int popcount(uint64_t bb);
int popcount_by_instruction(uint64_t bb);

/* In assembly: GCC would clear the register of the result first, and it must be one instruction. */
__asm__(".text\n"
	".balign 16\n"
	".type popcount_by_instruction,@function\n"
	"popcount_by_instruction:\n"
	"popcnt %rdi, %rax\n"
	"ret\n"
	".size popcount_by_instruction, . - popcount_by_instruction\n");

DEFINE_FFP_SYMBOL(popcount);
FFP_IMPL(popcount, popcount_by_instruction, 1, ffp_cpu_supports("popcnt"));
