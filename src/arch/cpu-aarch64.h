/* SPDX-License-Identifier: MIT */
/*
 * AArch64: the auxiliary vector tells (asm/hwcap.h of Linux).  Lines whose index begins with BIT_
 * are bits of it that are no feature alone; the others are extensions as GCC, Clang and the Arm C
 * Language Extensions (function multiversioning) name them.
 */
#include <sys/auxv.h>

#include "auxval.h"

enum { CPU_HWCAP, CPU_HWCAP2, CPU_HWCAP2_HIGH, CPU_WORDS };
#define HWCAP_BIT(bit) CPU_HWCAP, bit
#define HWCAP2_BIT(bit) CPU_HWCAP2 + (bit) / 32, (bit) % 32

enum {
	FP = 1,
	SIMD,
	BIT_AES,
	BIT_PMULL,
	BIT_SHA1,
	BIT_SHA2,
	BIT_SHA3,
	BIT_SHA512,
	BIT_SM3,
	BIT_SM4,
	BIT_FPHP,
	BIT_ASIMDHP,
	BIT_PACA,
	BIT_PACG,
	BIT_SVEAES,
	BIT_SVEPMULL,
	BIT_DCPOP,
	AES,
	SHA2,
	SHA3,
	SM4,
	CRC,
	LSE,
	RDM,
	FP16,
	RCPC,
	RCPC2,
	JSCVT,
	FCMA,
	DOTPROD,
	FLAGM,
	FLAGM2,
	FRINTTS,
	SVE,
	SVE2,
	V8_1,
	V8_2,
	V8_3,
	V8_4,
	V8_5
};

static const struct cpu_feature cpu_features[] = {
	CPU_NO_FEATURE,
	[FP] = { "fp", HWCAP_BIT(0), { 0 } },
	[SIMD] = { "simd", HWCAP_BIT(1), { FP } },
	[BIT_AES] = { "", HWCAP_BIT(3), { SIMD } },
	[BIT_PMULL] = { "", HWCAP_BIT(4), { SIMD } },
	[BIT_SHA1] = { "sha1", HWCAP_BIT(5), { SIMD } },
	[BIT_SHA2] = { "", HWCAP_BIT(6), { SIMD } },
	[BIT_SHA3] = { "", HWCAP_BIT(17), { 0 } },
	[BIT_SHA512] = { "", HWCAP_BIT(21), { 0 } },
	[BIT_SM3] = { "", HWCAP_BIT(18), { SIMD } },
	[BIT_SM4] = { "", HWCAP_BIT(19), { SIMD } },
	[BIT_FPHP] = { "", HWCAP_BIT(9), { FP } },
	[BIT_ASIMDHP] = { "", HWCAP_BIT(10), { SIMD } },
	[BIT_PACA] = { "", HWCAP_BIT(30), { 0 } },
	[BIT_PACG] = { "", HWCAP_BIT(31), { 0 } },
	[BIT_SVEAES] = { "", HWCAP2_BIT(2), { 0 } },
	[BIT_SVEPMULL] = { "", HWCAP2_BIT(3), { 0 } },
	[BIT_DCPOP] = { "dpb", HWCAP_BIT(16), { 0 } },
	[AES] = { "aes", 0, CPU_NO_BIT, { BIT_AES, BIT_PMULL } },
	[SHA2] = { "sha2", 0, CPU_NO_BIT, { BIT_SHA1, BIT_SHA2 } },
	[SM4] = { "sm4", 0, CPU_NO_BIT, { BIT_SM3, BIT_SM4 } },
	[SHA3] = { "sha3", 0, CPU_NO_BIT, { BIT_SHA3, BIT_SHA512, SHA2 } },
	[CRC] = { "crc", HWCAP_BIT(7), { 0 } },
	[LSE] = { "lse", HWCAP_BIT(8), { 0 } },
	[RDM] = { "rdm", HWCAP_BIT(12), { SIMD } },
	[FP16] = { "fp16", 0, CPU_NO_BIT, { BIT_FPHP, BIT_ASIMDHP } },
	[RCPC] = { "rcpc", HWCAP_BIT(15), { 0 } },
	[RCPC2] = { "rcpc2", HWCAP_BIT(26), { RCPC } },
	[JSCVT] = { "jscvt", HWCAP_BIT(13), { FP } },
	[FCMA] = { "fcma", HWCAP_BIT(14), { SIMD } },
	[DOTPROD] = { "dotprod", HWCAP_BIT(20), { SIMD } },
	[FLAGM] = { "flagm", HWCAP_BIT(27), { 0 } },
	[FLAGM2] = { "flagm2", HWCAP2_BIT(7), { FLAGM } },
	[FRINTTS] = { "frintts", HWCAP2_BIT(8), { FP } },
	[SVE] = { "sve", HWCAP_BIT(22), { FP16 } },
	[SVE2] = { "sve2", HWCAP2_BIT(1), { SVE } },
	[V8_1] = { "arch=armv8.1-a", 0, CPU_NO_BIT, { CRC, LSE, RDM } },
	[V8_2] = { "arch=armv8.2-a", 0, CPU_NO_BIT, { V8_1, BIT_DCPOP } },
	[V8_3] = { "arch=armv8.3-a",
		   0,
		   CPU_NO_BIT,
		   { V8_2, RCPC, JSCVT, FCMA, BIT_PACA, BIT_PACG } },
	[V8_4] = { "arch=armv8.4-a", 0, CPU_NO_BIT, { V8_3, RCPC2, DOTPROD, FLAGM } },
	[V8_5] = { "arch=armv8.5-a", 0, CPU_NO_BIT, { V8_4, FLAGM2, FRINTTS } },
	{ "arch=armv9-a", 0, CPU_NO_BIT, { V8_5, SVE2 } },
	{ "arch=armv8-a", 0, CPU_NO_BIT, { SIMD } },
	{ "sb", HWCAP_BIT(29), { 0 } },
	{ "ssbs", HWCAP_BIT(28), { 0 } },
	{ "rdma", 0, CPU_SAME, { RDM } },
	{ "crypto", 0, CPU_SAME, { AES, SHA2 } },
	{ "fp16fml", HWCAP_BIT(23), { FP16 } },
	{ "dit", HWCAP_BIT(24), { 0 } },
	{ "dpb2", HWCAP2_BIT(0), { BIT_DCPOP } },
	{ "i8mm", HWCAP2_BIT(13), { SIMD } },
	{ "bf16", HWCAP2_BIT(14), { SIMD } },
	{ "rng", HWCAP2_BIT(16), { 0 } },
	{ "bti", HWCAP2_BIT(17), { 0 } },
	{ "memtag", HWCAP2_BIT(18), { 0 } },
	{ "f32mm", HWCAP2_BIT(10), { SVE } },
	{ "f64mm", HWCAP2_BIT(11), { SVE } },
	{ "sve2-aes", 0, CPU_NO_BIT, { SVE2, BIT_SVEAES, BIT_SVEPMULL, AES } },
	{ "sve2-bitperm", HWCAP2_BIT(4), { SVE2 } },
	{ "sve2-sha3", HWCAP2_BIT(5), { SVE2, SHA3 } },
	{ "sve2-sm4", HWCAP2_BIT(6), { SVE2, SM4 } },
	{ "cssc", HWCAP2_BIT(34), { 0 } },
	{ "mops", HWCAP2_BIT(43), { 0 } },
};

static inline void cpu_read(uint32_t *words)
{
	const uint64_t hwcap2 = arch_auxval(AT_HWCAP2);

	words[CPU_HWCAP] = (uint32_t)getauxval(AT_HWCAP);
	words[CPU_HWCAP2] = (uint32_t)hwcap2;
	words[CPU_HWCAP2_HIGH] = (uint32_t)(hwcap2 >> 32);
}
