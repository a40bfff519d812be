// SPDX-License-Identifier: MIT
/*
 * One block of callers: chains of 1, 64, 1,024 and 8,192 sites.  Compiled once
 * for every way to call, with
 *
 *	BLOCK	its name
 *	CALL(i)	site number i's call of step(x), the way this block does it
 *	PAD	how many bytes behind the start of a page each chain begins
 *
 * so that blocks differ in the call and in nothing else.  In a chain each call
 * needs the result of the one before, so none can be left out or overlap.
 */
#include "callee.h"

#define STRING(x) STRING_(x)
#define STRING_(x) #x
#define JOIN(a, b) JOIN_(a, b)
#define JOIN_(a, b) a##_##b

#define CALLS_1(i) x = CALL(i);
#define CALLS_8(i)                                                                                 \
	CALLS_1(i)                                                                                 \
	CALLS_1(i + 1)                                                                             \
	CALLS_1(i + 2)                                                                             \
	CALLS_1(i + 3)                                                                             \
	CALLS_1(i + 4)                                                                             \
	CALLS_1(i + 5)                                                                             \
	CALLS_1(i + 6)                                                                             \
	CALLS_1(i + 7)
#define CALLS_64(i)                                                                                \
	CALLS_8(i)                                                                                 \
	CALLS_8(i + 8)                                                                             \
	CALLS_8(i + 16)                                                                            \
	CALLS_8(i + 24)                                                                            \
	CALLS_8(i + 32)                                                                            \
	CALLS_8(i + 40)                                                                            \
	CALLS_8(i + 48)                                                                            \
	CALLS_8(i + 56)
#define CALLS_256(i)                                                                               \
	CALLS_64(i)                                                                                \
	CALLS_64(i + 64)                                                                           \
	CALLS_64(i + 128)                                                                          \
	CALLS_64(i + 192)
#define CALLS_1024(i)                                                                              \
	CALLS_256(i)                                                                               \
	CALLS_256(i + 256)                                                                         \
	CALLS_256(i + 512)                                                                         \
	CALLS_256(i + 768)
#define CALLS_8192(i)                                                                              \
	CALLS_1024(i)                                                                              \
	CALLS_1024(i + 1024)                                                                       \
	CALLS_1024(i + 2048)                                                                       \
	CALLS_1024(i + 3072)                                                                       \
	CALLS_1024(i + 4096)                                                                       \
	CALLS_1024(i + 5120)                                                                       \
	CALLS_1024(i + 6144)                                                                       \
	CALLS_1024(i + 7168)

/*
 * Each chain has a section of its own, and this stands at the section's start:
 * compilers put such statements before all functions.
 */
#define START_CHAIN(sites)                                                                         \
	__asm__(".pushsection .text.chain." #sites ",\"ax\",%progbits\n"                           \
		".balign 4096\n"                                                                   \
		".fill " STRING(PAD) ", 1, 0xcc\n"                                                 \
				     ".popsection\n")

/*
 * Before the first call stands a no-op: the end of "mov %rsi,%rbx" may be a prefix as well, and
 * instructions to which a prefix means something are not put behind one.
 */
#define APART FFP__ASM_BRANCH_NOT

#define CHAIN(sites)                                                                               \
	START_CHAIN(sites);                                                                        \
	long JOIN(BLOCK, sites)(long x, long rounds);                                              \
	__attribute__((section(".text.chain." #sites))) long JOIN(BLOCK, sites)(long x,            \
										long rounds)       \
	{                                                                                          \
		__asm__(APART : "+r"(rounds));                                                     \
		for (; rounds; rounds--) {                                                         \
			CALLS_##sites(0)                                                           \
		}                                                                                  \
		return x;                                                                          \
	}

/* How many pointers take turns, where there are many. */
#define SITES 1
CHAIN(1)
#undef SITES
#define SITES 64
CHAIN(64)
#undef SITES
#define SITES 1024
CHAIN(1024)
#undef SITES
#define SITES 8192
CHAIN(8192)
