// SPDX-License-Identifier: MIT
/*
 * Linked behind far.c: 64 KiB in either section, between its sites, veneers and entries
 * and what the linker adds at the end.
 */
__asm__(".text\n\t.skip 65536, 0\n\t.section far, \"ax\"\n\t.skip 65536, 0\n\t.text");
