/* SPDX-License-Identifier: MIT */
/*
 * Features for clones, as qemu has them: see x86_64's file.  GCC wants a plus sign, old Clangs
 * none.
 */
#ifdef __clang__
#define FIRST "sve"
#define SECOND "sve,sve2"
#define SECOND_IN_USE "sve?sve2"
#define NOWHERE "ls64"
#else
#define FIRST "+sve"
#define SECOND "+sve+sve2"
#define SECOND_IN_USE SECOND
#define NOWHERE "+ls64"
#endif
#define SECOND_ALONE "sve2"
