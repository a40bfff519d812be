/* SPDX-License-Identifier: MIT */
/* A NULL key that the program exports to its plugin. */
#ifndef BEHIND_H
#define BEHIND_H

#include <ffp.h>

DECLARE_FFP_NULL_EXPORT(host_hook, void(int *));

#endif /* BEHIND_H */
