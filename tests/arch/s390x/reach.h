/* SPDX-License-Identifier: MIT */
/* How far a site's own branch reaches, in both directions, but for a few bytes. */
#define BRANCH_REACH INT64_C(0x100000000)
