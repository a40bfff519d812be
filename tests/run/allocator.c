// SPDX-License-Identifier: MIT
/*
 * The program's own allocator, which changes keys from within: the library never
 * calls it, so no lock of an allocator can be in its way.
 */
#include <ffp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int value_default(int x);
int value_default(int x)
{
	return x + 1;
}

static int value_other(int x)
{
	return x + 1000;
}

DEFINE_FFP(value, value_default);
DEFINE_FFP(given, value_default);

static COUNTED int call_value(int x)
{
	return value(x) * 2;
}

static COUNTED int call_given(int x)
{
	return given(x) * 2;
}

/* What was taken is never given back: a program as short as this does not need more. */
static _Alignas(16) char memory[8 << 20];
static size_t used;

static bool changing;
static int inside, reentered, failed, changes, wrong;

static void change(const struct ffp *key, int (*call)(int))
{
	void *target = changes & 2 ? (void *)value_default : (void *)value_other;
	struct ffp_info info;

	failed += CHANGE(ffp_set_target(key, target)) != 0;
	wrong += CALL(call(1)) != (changes & 2 ? 4 : 2002);
	failed += ffp_info(key, &info) != 0;
	changes++;
}

static void enter(const struct ffp *key, int (*call)(int))
{
	if (!changing)
		return;
	if (inside++)
		reentered++;
	else
		change(key, call);
	inside--;
}

/* The size stands in front. */
void *malloc(size_t size)
{
	char *p = memory + used;

	enter(FFP__KEY(value), call_value);
	if (size > sizeof(memory) - used - 32)
		return NULL;
	used += 16 + ((size + 15) & -(size_t)16);
	memcpy(p, &size, sizeof(size));
	return p + 16;
}

void free(void *p)
{
	(void)p;
	enter(FFP__KEY(given), call_given);
}

void *calloc(size_t n, size_t size)
{
	return size && n > SIZE_MAX / size ? NULL : malloc(n * size);
}

void *realloc(void *p, size_t size)
{
	void *new = malloc(size);
	size_t old;

	if (!p || !new)
		return new;
	memcpy(&old, (char *)p - 16, sizeof(old));
	memcpy(new, p, old < size ? old : size);
	return new;
}

int main(void)
{
	void *volatile p;

	changing = true;
	for (int i = 0; i < 100; i++) {
		p = malloc((size_t)i);
		free(p);
	}
	changing = false;
	is(changes, 200, "changes from inside an allocator");
	is(failed, 0, "all were made");
	is(wrong, 0, "and calls followed each");
	is(reentered, 0, "without a call of the allocator");
	counts_print();
	return done();
}
