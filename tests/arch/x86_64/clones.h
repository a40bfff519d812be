/* SPDX-License-Identifier: MIT */
/*
 * Features for clones: FIRST and SECOND are wherever tests run, and what SECOND needs is in FIRST;
 * NOWHERE is known to compilers, and no processor has it any more.  SECOND_ALONE is hidden without
 * FIRST; FFP_USE has SECOND_IN_USE.  FIRST_OPCODE is of the instruction that counts bits.
 */
#define FIRST "popcnt"
#define FIRST_OPCODE "\x0f\xb8"
#define SECOND "sse4.2,cx16"
#define SECOND_ALONE "sse4.2"
#define SECOND_IN_USE "sse4.2?cx16"
#define NOWHERE "lwp"
