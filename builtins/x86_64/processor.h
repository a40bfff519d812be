/* SPDX-License-Identifier: MIT */
/* x86-64: landing pads, and what the processor has, as libgcc reads it from cpuid. */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#if defined(__CET__) && (__CET__ & 1)
#define LANDING "endbr64\n"
#else
#define LANDING ""
#endif
#define CODE(instruction) instruction "\n"

#define HAS_NOTHING 1
#define HAS_POPCNT __builtin_cpu_supports("popcnt")
/* With the test that the system keeps the registers of AVX. */
#define HAS_FMA __builtin_cpu_supports("fma")

#endif /* PROCESSOR_H */
