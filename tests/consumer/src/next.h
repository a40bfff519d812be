/* SPDX-License-Identifier: MIT */
/* A key of the program's own, with a site in a file of each language. */
#ifndef NEXT_H
#define NEXT_H

#include <ffp.h>

#ifndef __ASSEMBLER__
#ifdef __cplusplus
extern "C" {
#endif

int next_plain(int x);
DECLARE_FFP(next, next_plain);

int next_in_c(int x);
int next_in_cxx(int x);
int next_in_assembly(int x);

#ifdef __cplusplus
}
#endif
#endif /* !__ASSEMBLER__ */

#endif /* NEXT_H */
