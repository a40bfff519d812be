/* SPDX-License-Identifier: MIT */
/* A key that the program exports to its plugin. */
#ifndef LOADING_H
#define LOADING_H

#include <ffp.h>

int host_default(int x);
DECLARE_FFP_EXPORT(host_key, host_default);

/* For this and for a key of its own the plugin has candidates. */
int weighed_default(int x);
DECLARE_FFP_EXPORT(host_weighed, weighed_default);

#endif /* LOADING_H */
