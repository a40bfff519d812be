/* SPDX-License-Identifier: MIT */
/*
 * s390x: the auxiliary vector tells what the kernel lets programs use (bits/hwcap.h), and the
 * instruction stfle which facilities the processor has (z/Architecture Principles of Operation,
 * SA22-7832, chapter 4).  An architecture level has what GCC takes for granted there.
 */
#include <sys/auxv.h>

enum { CPU_HWCAP, CPU_FACILITIES, CPU_FACILITY_WORDS = 8, CPU_WORDS = 1 + CPU_FACILITY_WORDS };
#define FACILITY(n) CPU_FACILITIES + (n) / 32, 31 - (n) % 32

enum { VX = 1, LOAD_AND_ZERO, VXE, MISC2, VXE2, MISC3, VXP, NNPA, VXP2, Z13, Z14, Z15, Z16 };

static const struct cpu_feature cpu_features[] = {
	CPU_NO_FEATURE,
	[VX] = { "vx", CPU_HWCAP, 11, { 0 } },
	[LOAD_AND_ZERO] = { "", FACILITY(53), { 0 } },
	[VXE] = { "vxe", CPU_HWCAP, 13, { VX } },
	[MISC2] = { "", FACILITY(58), { 0 } },
	[VXE2] = { "vxe2", CPU_HWCAP, 15, { VXE } },
	[MISC3] = { "", FACILITY(61), { 0 } },
	[VXP] = { "vxp", CPU_HWCAP, 16, { VXE2 } },
	[NNPA] = { "nnpa", CPU_HWCAP, 20, { VXE2 } },
	[VXP2] = { "vxp2", CPU_HWCAP, 19, { VXP } },
	[Z13] = { "arch=z13", 0, CPU_NO_BIT, { VX, LOAD_AND_ZERO } },
	[Z14] = { "arch=z14", 0, CPU_NO_BIT, { Z13, VXE, MISC2 } },
	[Z15] = { "arch=z15", 0, CPU_NO_BIT, { Z14, VXE2, MISC3 } },
	[Z16] = { "arch=z16", 0, CPU_NO_BIT, { Z15, NNPA, VXP2 } },
	{ "arch=arch11", 0, CPU_SAME, { Z13 } },
	{ "arch=arch12", 0, CPU_SAME, { Z14 } },
	{ "arch=arch13", 0, CPU_SAME, { Z15 } },
	{ "arch=arch14", 0, CPU_SAME, { Z16 } },
	{ "htm", CPU_HWCAP, 10, { 0 } },
};

static inline void cpu_read(uint32_t *words)
{
	const unsigned hwcap_stfle = 1 << 2;
	/* In units of eight bytes; the register says how many there are room for, less one. */
	uint64_t list[CPU_FACILITY_WORDS / 2] = { 0 };
	register uint64_t last __asm__("0") = sizeof(list) / sizeof(list[0]) - 1;

	words[CPU_HWCAP] = (uint32_t)getauxval(AT_HWCAP);
	if (!(words[CPU_HWCAP] & hwcap_stfle))
		return;
	__asm__ volatile(".insn s, 0xb2b00000, %0" : "=Q"(list), "+d"(last) : : "cc");
	for (int i = 0; i < CPU_FACILITY_WORDS; i++)
		words[CPU_FACILITIES + i] = (uint32_t)(list[i / 2] >> (i % 2 ? 0 : 32));
}
