/* SPDX-License-Identifier: MIT */
/* What the files of one program call of each other, without a word of keys. */
#ifndef CALLS_H
#define CALLS_H

#include <stddef.h>

/* calls.c, whose calls are the sites: one in each of these functions. */
int call_twice(int x); /* of functions.c */
int tail_twice(int x);
int call_chosen(int x);		   /* of functions.c, where a resolver chooses it */
size_t call_strlen(const char *s); /* of libc, which has resolvers for both */
size_t tail_strlen(const char *s);
void *call_memcpy(void *to, const void *from, size_t n);
void *call_malloc(size_t n); /* of libc */
int call_recursive(int n);   /* and this calls itself, see functions.c */
int (*address_of_twice(void))(int);
int (*address_of_chosen(void))(int);
size_t (*address_of_strlen(void))(const char *);
/* No sites: calls that the compiler inlines, or makes of a function of that file alone. */
int small(int x);
int call_small(int x);
int call_local(int x);
char *call_strdup(const char *s); /* libc's own call of malloc */

/* functions.c */
int twice(int x);
int chosen(int x);
int recursive(int n);

#endif /* CALLS_H */
