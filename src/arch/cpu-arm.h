/* SPDX-License-Identifier: MIT */
/* Arm, 32 bits: the auxiliary vector tells (asm/hwcap.h). */
#include <sys/auxv.h>

#include "auxval.h"

enum { CPU_HWCAP, CPU_HWCAP2, CPU_WORDS };
enum { NEON = 1, VFPV4 };

static const struct cpu_feature cpu_features[] = {
	CPU_NO_FEATURE,
	[NEON] = { "neon", CPU_HWCAP, 12, { 0 } },
	[VFPV4] = { "neon-vfpv4", CPU_HWCAP, 16, { NEON } },
	{ "fpu=neon", 0, CPU_SAME, { NEON } },
	{ "fpu=neon-vfpv4", 0, CPU_SAME, { VFPV4 } },
	{ "aes", CPU_HWCAP2, 0, { NEON } },
	{ "crc", CPU_HWCAP2, 4, { 0 } },
};

static inline void cpu_read(uint32_t *words)
{
	words[CPU_HWCAP] = (uint32_t)getauxval(AT_HWCAP);
	words[CPU_HWCAP2] = (uint32_t)arch_auxval(AT_HWCAP2);
}
