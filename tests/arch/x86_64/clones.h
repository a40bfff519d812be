/* SPDX-License-Identifier: MIT */
/*
 * Features for clones: FIRST and SECOND are wherever tests run, and what SECOND needs is in FIRST;
 * NOWHERE is known to compilers, and no processor has it any more.  SECOND_ALONE is hidden without
 * FIRST; FFP_USE has SECOND_IN_USE.
 */
#define FIRST "popcnt"
#define SECOND "sse4.2,cx16"
#define SECOND_ALONE "sse4.2"
#define SECOND_IN_USE "sse4.2?cx16"
#define NOWHERE "lwp"
