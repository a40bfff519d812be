/* SPDX-License-Identifier: MIT */
/* AArch64: landing pads, and what the processor has, as libgcc's own helpers ask. */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <sys/auxv.h>

#ifdef __ARM_FEATURE_BTI_DEFAULT
#define LANDING "hint #34\n" /* bti c, also for assemblers that do not know it */
#else
#define LANDING ""
#endif
#define CODE(instruction) ".arch_extension lse\n" instruction "\n"

enum { HWCAP_BIT_ATOMICS = 1 << 8 }; /* HWCAP_ATOMICS of <asm/hwcap.h> */

#define HAS_NOTHING 1
#define HAS_LSE (getauxval(AT_HWCAP) & HWCAP_BIT_ATOMICS)

#endif /* PROCESSOR_H */
