/* SPDX-License-Identifier: MIT */
/* RISC-V: no landing pads. */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#define LANDING ""
#define CODE(instruction) instruction "\n"

#endif /* PROCESSOR_H */
