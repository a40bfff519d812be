/* SPDX-License-Identifier: MIT */
#ifndef BODIES_H
#define BODIES_H

#include <ffp.h>

unsigned long step_default(unsigned long x);
DECLARE_FFP_EXPORT(step, step_default);

/* In a plugin: a call of the key, the call's sum; and a target of one instruction. */
typedef unsigned long call_step(unsigned long x);
call_step call_from_plugin;
unsigned long step_in_plugin(unsigned long x);

#endif /* BODIES_H */
