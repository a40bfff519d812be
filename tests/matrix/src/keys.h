/* SPDX-License-Identifier: MIT */
/* The keys of the program that every cell of the matrix builds. */
#ifndef MATRIX_KEYS_H
#define MATRIX_KEYS_H

#include <ffp.h>

#define OUTSIDE __attribute__((visibility("default"), noinline))

int plain_def(int x), plain_new(int x);
int shown_def(int x), shown_new(int x);
void quiet_new(int x);
DECLARE_FFP(plain, plain_def);
DECLARE_FFP_EXPORT(shown, shown_def);
DECLARE_FFP_NULL(quiet, void(int));

extern int quiet_sum;
OUTSIDE int calls(int x);
OUTSIDE int twin_one(int x);
OUTSIDE int twin_two(int x);
OUTSIDE int tail(int x);
OUTSIDE int cond(int x);
OUTSIDE void quietly(int x);
int first(int x, int set);
int second(int x, int set);
OUTSIDE int locals(int x, int set);
OUTSIDE int change(int set);
OUTSIDE int dead(int x);

#endif /* MATRIX_KEYS_H */
