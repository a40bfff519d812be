/* SPDX-License-Identifier: MIT */
/* The program's key that a plugin may set. */
#ifndef FILTER_H
#define FILTER_H

#include <ffp.h>

int filter_none(int c);
DECLARE_FFP_EXPORT(filter, filter_none);

#endif
