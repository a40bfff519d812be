/* SPDX-License-Identifier: MIT */
/* AArch64: landing pads, and instructions that an assembler must be told of. */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#ifdef __ARM_FEATURE_BTI_DEFAULT
#define LANDING "hint #34\n" /* bti c, also for assemblers that do not know it */
#else
#define LANDING ""
#endif
#define CODE(instruction) ".arch_extension lse\n" instruction "\n"

#endif /* PROCESSOR_H */
