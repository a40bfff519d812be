/* SPDX-License-Identifier: MIT */
/* POWER: the auxiliary vector tells (asm/cputable.h). */
#include <sys/auxv.h>

#include "auxval.h"

enum { CPU_HWCAP, CPU_HWCAP2, CPU_WORDS };
enum { ALTIVEC = 1, VSX, POWER7, POWER8, POWER9, POWER10 };

static const struct cpu_feature cpu_features[] = {
	CPU_NO_FEATURE,
	[ALTIVEC] = { "altivec", CPU_HWCAP, 28, { 0 } },
	[VSX] = { "vsx", CPU_HWCAP, 7, { ALTIVEC } },
	[POWER7] = { "cpu=power7", CPU_HWCAP, 8, { VSX } },
	[POWER8] = { "cpu=power8", CPU_HWCAP2, 31, { POWER7 } },
	[POWER9] = { "cpu=power9", CPU_HWCAP2, 23, { POWER8 } },
	[POWER10] = { "cpu=power10", CPU_HWCAP2, 18, { POWER9 } },
	{ "power8-vector", 0, CPU_SAME, { POWER8 } },
	{ "power9-vector", 0, CPU_SAME, { POWER9 } },
	{ "crypto", CPU_HWCAP2, 25, { POWER8 } },
	{ "mma", CPU_HWCAP2, 17, { POWER10 } },
};

static inline void cpu_read(uint32_t *words)
{
	words[CPU_HWCAP] = (uint32_t)getauxval(AT_HWCAP);
	words[CPU_HWCAP2] = (uint32_t)arch_auxval(AT_HWCAP2);
}
