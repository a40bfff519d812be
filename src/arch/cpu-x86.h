/* SPDX-License-Identifier: MIT */
/*
 * x86, 32 and 64 bits.  cpuid tells what the processor has (Intel SDM vol. 2, CPUID; AMD APM vol.
 * 3, appendix E), and xgetbv which registers the kernel keeps for programs: without those of AVX
 * and AVX-512 their instructions fault (SDM vol. 1, 13.2 and 14.3).
 *
 * The levels are those of the psABI (x86-64, 3.1.1).  What `needs` has beyond the manuals is what
 * GCC or Clang turns on together with a feature; tests/unit/cpu-names.py compares.  Not in the
 * table: what a program must ask the kernel for (AMX), what only the kernel uses, and what no
 * compiler takes any more.
 */
#include <cpuid.h>
#include <sys/auxv.h>

#include "auxval.h"

enum {
	CPU_1C, /* leaf 1, ecx */
	CPU_1D, /* leaf 1, edx */
	CPU_7B, /* leaf 7, ebx, and so on */
	CPU_7C,
	CPU_7D,
	CPU_7_1A, /* leaf 7, subleaf 1, eax */
	CPU_7_1D,
	CPU_XSAVE, /* leaf 0xd, subleaf 1, eax */
	CPU_EXT_C, /* leaf 0x80000001, ecx */
	CPU_EXT_D,
	CPU_EXT8_B, /* leaf 0x80000008, ebx */
	CPU_WORDS
};

enum {
	CX8 = 1,
	CMOV,
	MMX,
	AMD_3DNOW,
	FXSR,
	SSE,
	SSE2,
	SSE3,
	SSSE3,
	SSE4_1,
	POPCNT,
	CRC32,
	SSE4_2,
	SSE4A,
	CX16,
	SAHF,
	MOVBE,
	XSAVE,
	XSAVEOPT,
	XSAVEC,
	XSAVES,
	AVX,
	F16C,
	FMA,
	FMA4,
	XOP,
	LWP,
	TBM,
	LZCNT,
	ABM,
	BMI,
	BMI2,
	AVX2,
	AES,
	PCLMUL,
	SHA,
	GFNI,
	VAES,
	VPCLMULQDQ,
	ADX,
	RDRND,
	RDSEED,
	RDPID,
	FSGSBASE,
	PRFCHW,
	CLFLUSHOPT,
	CLWB,
	CLZERO,
	MWAITX,
	AVX512F,
	AVX512BW,
	AVX512CD,
	AVX512DQ,
	AVX512VL,
	AVX512IFMA,
	AVX512VBMI,
	AVX512VBMI2,
	AVX512VNNI,
	AVX512BITALG,
	AVX512VPOPCNTDQ,
	AVX512BF16,
	AVX512FP16,
	V2,
	V3,
	V4,
	CORE2,
	NEHALEM,
	WESTMERE,
	SANDYBRIDGE,
	IVYBRIDGE,
	HASWELL,
	BROADWELL,
	SKYLAKE,
	SKYLAKE_AVX512,
	CASCADELAKE,
	ZNVER1,
	ZNVER2,
	ZNVER3
};

static const struct cpu_feature cpu_features[] = {
	CPU_NO_FEATURE,
	[CX8] = { "cx8", CPU_1D, 8, { 0 } },
	[CMOV] = { "cmov", CPU_1D, 15, { 0 } },
	[MMX] = { "mmx", CPU_1D, 23, { 0 } },
	[AMD_3DNOW] = { "3dnow", CPU_EXT_D, 31, { MMX } },
	[FXSR] = { "fxsr", CPU_1D, 24, { 0 } },
	[SSE] = { "sse", CPU_1D, 25, { MMX, FXSR } },
	[SSE2] = { "sse2", CPU_1D, 26, { SSE } },
	[SSE3] = { "sse3", CPU_1C, 0, { SSE2 } },
	[SSSE3] = { "ssse3", CPU_1C, 9, { SSE3 } },
	[SSE4_1] = { "sse4.1", CPU_1C, 19, { SSSE3 } },
	[POPCNT] = { "popcnt", CPU_1C, 23, { 0 } },
	[CRC32] = { "crc32", CPU_1C, 20, { 0 } },
	[SSE4_2] = { "sse4.2", CPU_1C, 20, { SSE4_1, POPCNT, CRC32 } },
	[SSE4A] = { "sse4a", CPU_EXT_C, 6, { SSE3, POPCNT } },
	[CX16] = { "cx16", CPU_1C, 13, { CX8 } },
	[SAHF] = { "sahf", CPU_EXT_C, 0, { 0 } },
	[MOVBE] = { "movbe", CPU_1C, 22, { 0 } },
	[XSAVE] = { "xsave", CPU_1C, 26, { 0 } },
	[XSAVEOPT] = { "xsaveopt", CPU_XSAVE, 0, { XSAVE } },
	[XSAVEC] = { "xsavec", CPU_XSAVE, 1, { XSAVE } },
	[XSAVES] = { "xsaves", CPU_XSAVE, 3, { XSAVE } },
	[AVX] = { "avx", CPU_1C, 28, { SSE4_2, XSAVE } },
	[F16C] = { "f16c", CPU_1C, 29, { AVX } },
	[FMA] = { "fma", CPU_1C, 12, { AVX } },
	[FMA4] = { "fma4", CPU_EXT_C, 16, { AVX, SSE4A } },
	[XOP] = { "xop", CPU_EXT_C, 11, { FMA4 } },
	[LWP] = { "lwp", CPU_EXT_C, 15, { 0 } },
	[TBM] = { "tbm", CPU_EXT_C, 21, { 0 } },
	[LZCNT] = { "lzcnt", CPU_EXT_C, 5, { 0 } },
	[ABM] = { "abm", CPU_EXT_C, 5, { LZCNT, POPCNT } },
	[BMI] = { "bmi", CPU_7B, 3, { 0 } },
	[BMI2] = { "bmi2", CPU_7B, 8, { 0 } },
	[AVX2] = { "avx2", CPU_7B, 5, { AVX } },
	[AES] = { "aes", CPU_1C, 25, { SSE2 } },
	[PCLMUL] = { "pclmul", CPU_1C, 1, { SSE2 } },
	[SHA] = { "sha", CPU_7B, 29, { SSE2 } },
	[GFNI] = { "gfni", CPU_7C, 8, { SSE2 } },
	[VAES] = { "vaes", CPU_7C, 9, { AVX2, AES } },
	[VPCLMULQDQ] = { "vpclmulqdq", CPU_7C, 10, { AVX, PCLMUL } },
	[ADX] = { "adx", CPU_7B, 19, { 0 } },
	[RDRND] = { "rdrnd", CPU_1C, 30, { 0 } },
	[RDSEED] = { "rdseed", CPU_7B, 18, { 0 } },
	[RDPID] = { "rdpid", CPU_7C, 22, { 0 } },
	[FSGSBASE] = { "fsgsbase", CPU_7B, 0, { 0 } },
	[PRFCHW] = { "prfchw", CPU_EXT_C, 8, { 0 } },
	[CLFLUSHOPT] = { "clflushopt", CPU_7B, 23, { 0 } },
	[CLWB] = { "clwb", CPU_7B, 24, { 0 } },
	[CLZERO] = { "clzero", CPU_EXT8_B, 0, { 0 } },
	[MWAITX] = { "mwaitx", CPU_EXT_C, 29, { 0 } },
	[AVX512F] = { "avx512f", CPU_7B, 16, { AVX2, FMA, F16C } },
	[AVX512BW] = { "avx512bw", CPU_7B, 30, { AVX512F } },
	[AVX512CD] = { "avx512cd", CPU_7B, 28, { AVX512F } },
	[AVX512DQ] = { "avx512dq", CPU_7B, 17, { AVX512F } },
	[AVX512VL] = { "avx512vl", CPU_7B, 31, { AVX512F } },
	[AVX512IFMA] = { "avx512ifma", CPU_7B, 21, { AVX512F } },
	[AVX512VBMI] = { "avx512vbmi", CPU_7C, 1, { AVX512BW } },
	[AVX512VBMI2] = { "avx512vbmi2", CPU_7C, 6, { AVX512BW } },
	[AVX512VNNI] = { "avx512vnni", CPU_7C, 11, { AVX512F } },
	[AVX512BITALG] = { "avx512bitalg", CPU_7C, 12, { AVX512BW } },
	[AVX512VPOPCNTDQ] = { "avx512vpopcntdq", CPU_7C, 14, { AVX512F } },
	[AVX512BF16] = { "avx512bf16", CPU_7_1A, 5, { AVX512BW } },
	[AVX512FP16] = { "avx512fp16", CPU_7D, 23, { AVX512BW, AVX512DQ, AVX512VL } },
	[V2] = { "x86-64-v2", 0, CPU_NO_BIT, { CMOV, CX16, SAHF, SSE4_2 } },
	[V3] = { "x86-64-v3", 0, CPU_NO_BIT, { V2, AVX2, BMI, BMI2, F16C, FMA, LZCNT, MOVBE } },
	[V4] = { "x86-64-v4", 0, CPU_NO_BIT, { V3, AVX512BW, AVX512CD, AVX512DQ, AVX512VL } },
	[CORE2] = { "arch=core2", 0, CPU_NO_BIT, { CMOV, CX16, SAHF, SSSE3 } },
	[NEHALEM] = { "arch=nehalem", 0, CPU_NO_BIT, { V2 } },
	[WESTMERE] = { "arch=westmere", 0, CPU_NO_BIT, { NEHALEM, PCLMUL } },
	[SANDYBRIDGE] = { "arch=sandybridge", 0, CPU_NO_BIT, { WESTMERE, AVX } },
	[IVYBRIDGE] = { "arch=ivybridge", 0, CPU_NO_BIT, { SANDYBRIDGE, F16C } },
	[HASWELL] = { "arch=haswell", 0, CPU_NO_BIT, { IVYBRIDGE, V3 } },
	[BROADWELL] = { "arch=broadwell", 0, CPU_NO_BIT, { HASWELL, ADX, PRFCHW } },
	[SKYLAKE] = { "arch=skylake", 0, CPU_NO_BIT, { BROADWELL, AES } },
	[SKYLAKE_AVX512] = { "arch=skylake-avx512", 0, CPU_NO_BIT, { SKYLAKE, V4 } },
	[CASCADELAKE] = { "arch=cascadelake", 0, CPU_NO_BIT, { SKYLAKE_AVX512, AVX512VNNI } },
	[ZNVER1] = { "arch=znver1", 0, CPU_NO_BIT, { SKYLAKE, ABM, SSE4A, SHA } },
	[ZNVER2] = { "arch=znver2", 0, CPU_NO_BIT, { ZNVER1 } },
	[ZNVER3] = { "arch=znver3", 0, CPU_NO_BIT, { ZNVER2, VAES, VPCLMULQDQ } },
	{ "arch=x86-64", 0, CPU_NO_BIT, { SSE2 } },
	{ "arch=x86-64-v2", 0, CPU_SAME, { V2 } },
	{ "arch=x86-64-v3", 0, CPU_SAME, { V3 } },
	{ "arch=x86-64-v4", 0, CPU_SAME, { V4 } },
	{ "sse4", 0, CPU_SAME, { SSE4_1, SSE4_2 } },
	{ "3dnowa", CPU_EXT_D, 30, { AMD_3DNOW } },
	{ "rtm", CPU_7B, 11, { 0 } },
	{ "avx512pf", CPU_7B, 26, { AVX512F } },
	{ "avx512er", CPU_7B, 27, { AVX512F } },
	{ "avx512vp2intersect", CPU_7D, 8, { AVX512DQ } },
	{ "avxvnni", CPU_7_1A, 4, { AVX2 } },
	{ "avxifma", CPU_7_1A, 23, { AVX2 } },
	{ "avxvnniint8", CPU_7_1D, 4, { AVX2 } },
	{ "avxneconvert", CPU_7_1D, 5, { AVX2 } },
	{ "avxvnniint16", CPU_7_1D, 10, { AVX2 } },
	{ "sha512", CPU_7_1A, 0, { AVX2 } },
	{ "sm3", CPU_7_1A, 1, { AVX } },
	{ "sm4", CPU_7_1A, 2, { AVX2 } },
	{ "cmpccxadd", CPU_7_1A, 7, { 0 } },
	{ "movdiri", CPU_7C, 27, { 0 } },
	{ "movdir64b", CPU_7C, 28, { 0 } },
	{ "waitpkg", CPU_7C, 5, { 0 } },
	{ "cldemote", CPU_7C, 25, { 0 } },
	{ "serialize", CPU_7D, 14, { 0 } },
};

/*
 * Take away what the kernel does not let programs use.  @xcr0: the registers that it keeps, or 0
 * where xgetbv is not allowed; @fsgsbase: it allows these instructions.  All that uses the
 * registers of AVX or AVX-512 needs the one feature or the other.
 */
static inline void cpu_without_kernel(uint32_t *words, uint64_t xcr0, bool fsgsbase)
{
	const uint64_t avx = 0x6, avx512 = 0xe6;
	const uint32_t osxsave = 1u << 27;

	if (!(words[CPU_1C] & osxsave))
		words[CPU_1C] &= ~(1u << 26);
	if (!(words[CPU_1C] & osxsave) || (xcr0 & avx) != avx)
		words[CPU_1C] &= ~(1u << 28);
	if (!(words[CPU_1C] & osxsave) || (xcr0 & avx512) != avx512)
		words[CPU_7B] &= ~(1u << 16);
	if (!fsgsbase)
		words[CPU_7B] &= ~1u;
}

static inline void cpu_read(uint32_t *words)
{
	const unsigned long hwcap2_fsgsbase = 2; /* asm/hwcap2.h of Linux */
	const uint32_t osxsave = 1u << 27;
	uint32_t a, b, c, d, subleaves = 0;
	uint64_t xcr0 = 0;

	if (__get_cpuid(1, &a, &b, &c, &d)) {
		words[CPU_1C] = c;
		words[CPU_1D] = d;
	}
	if (__get_cpuid_count(7, 0, &subleaves, &b, &c, &d)) {
		words[CPU_7B] = b;
		words[CPU_7C] = c;
		words[CPU_7D] = d;
	}
	if (subleaves >= 1 && __get_cpuid_count(7, 1, &a, &b, &c, &d)) {
		words[CPU_7_1A] = a;
		words[CPU_7_1D] = d;
	}
	if (__get_cpuid_count(0xd, 1, &a, &b, &c, &d))
		words[CPU_XSAVE] = a;
	if (__get_cpuid(0x80000001, &a, &b, &c, &d)) {
		words[CPU_EXT_C] = c;
		words[CPU_EXT_D] = d;
	}
	if (__get_cpuid(0x80000008, &a, &b, &c, &d))
		words[CPU_EXT8_B] = b;
	if (words[CPU_1C] & osxsave) {
		/* xgetbv, for assemblers that do not know it */
		__asm__ volatile(".byte 0x0f, 0x01, 0xd0" : "=a"(a), "=d"(d) : "c"(0));
		xcr0 = (uint64_t)d << 32 | a;
	}
	cpu_without_kernel(words, xcr0, arch_auxval(AT_HWCAP2) & hwcap2_fsgsbase);
}
