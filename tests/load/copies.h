/* SPDX-License-Identifier: MIT */
/* Two libraries, each with a copy of libffp linked into it. */
#ifndef COPIES_H
#define COPIES_H

#include <ffp.h>

/* The first library's key; the second calls and changes it. */
int common_default(int x);
DECLARE_FFP_EXPORT(common, common_default);

#endif /* COPIES_H */
