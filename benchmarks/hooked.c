// SPDX-License-Identifier: MIT
/*
 * Compiled once for each way and build, as WAY, with HOOK(where, what): the same code but for its
 * hook.
 */
#include "hooked.h"

#define JOIN(a, b) JOIN_(a, b)
#define JOIN_(a, b) a##_##b

int JOIN(WAY, sum)(const int *p, long n)
{
	int sum = 0;

	for (long i = 0; i < n; i++) {
		HOOK(p, i);
		sum += p[i];
	}
	return sum;
}

int JOIN(WAY, search)(const int *p, long i)
{
	const struct node *x = tree;
	const long key = p[i];

	while (x && x->key != key) {
		HOOK(x, key);
		x = key < x->key ? x->left : x->right;
	}
	return x ? (int)x->key : 0;
}

int JOIN(WAY, hash)(const int *p, long n)
{
	unsigned hash = 2166136261;

	for (long i = 0; i < n; i++) {
		HOOK(p, i);
		hash = (hash ^ (unsigned)p[i]) * 16777619;
	}
	return (int)hash;
}

int JOIN(WAY, small)(const int *p, long i)
{
	HOOK(p, i / (p[i] | 1));
	return p[i] + (int)i;
}
