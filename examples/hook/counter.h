/* SPDX-License-Identifier: MIT */
/* A library with a hook: its users may be told of every step, and nobody is at first. */
#ifndef COUNTER_H
#define COUNTER_H

#include <ffp.h>

typedef void counter_hook(int value);

/* The library's own calls and those of its users are sites of one key. */
DECLARE_FFP_NULL_EXPORT(counter_stepped, counter_hook);

int counter_step(void);

#endif
