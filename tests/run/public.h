/* SPDX-License-Identifier: MIT */
/* What public-caller.c does, which knows of functions, and of no key. */
#ifndef PUBLIC_H
#define PUBLIC_H

struct public_large {
	long x[3];
};

int caller_plain(int x);
int caller_again(int x);
int caller_by_address(int x);
void *caller_address(void);
long caller_sum(void);
long caller_mixed(void);
int caller_value(int x);
void caller_hooks(int x);

#endif /* PUBLIC_H */
