/* SPDX-License-Identifier: MIT */
/* x86-64: landing pads. */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#if defined(__CET__) && (__CET__ & 1)
#define LANDING "endbr64\n"
#else
#define LANDING ""
#endif
#define CODE(instruction) instruction "\n"

#endif /* PROCESSOR_H */
