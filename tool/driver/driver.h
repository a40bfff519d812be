/* SPDX-License-Identifier: MIT */
/*
 * The programs that stand before a compiler, an assembler and a linker: `ffp-cc`, `as` and
 * `ffp-ld`.  Each gets the whole command line and returns the exit status.
 */
#ifndef TOOL_DRIVER_H
#define TOOL_DRIVER_H

int cc_main(int argc, char **argv);
int as_main(int argc, char **argv);
int ld_main(int argc, char **argv);

#endif /* TOOL_DRIVER_H */
