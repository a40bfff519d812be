/* SPDX-License-Identifier: MIT */
/* A key with candidates in two files. */
#ifndef IMPL_H
#define IMPL_H

#include <ffp.h>
#include <stdbool.h>

int shade_default(void), shade_elsewhere(void), other_own(void);
DECLARE_FFP(shade, shade_default);

#endif /* IMPL_H */
