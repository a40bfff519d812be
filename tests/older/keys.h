/* SPDX-License-Identifier: MIT */
/* The keys that the library of keys.c exports, and the functions of keys.c and calls.c. */
#ifndef OLDER_KEYS_H
#define OLDER_KEYS_H

#include <ffp.h>

typedef void hook_fn(int *count);

int kept(int x);
int other(int x);
DECLARE_FFP_EXPORT(shared, kept);
DECLARE_FFP_NULL_EXPORT(hook, hook_fn);

/* The library. */
int library_shared(int x);
int library_chosen(int x);
int library_number(void);
int library_hook(void);

/* The program. */
int program_plain(int x);
int program_plain_tail(int x);
int program_local(int x);
int program_shared(int x);
int program_shared_tail(int x);
int program_hook(void);
int program_plain_target(int x);
int program_set(void);
int program_constant(int value);
int program_transaction(void);
int program_reset(void);

#endif /* OLDER_KEYS_H */
