// SPDX-License-Identifier: MIT
/*
 * What the processor can do, and what of that is to be used: ffp_cpu_supports().
 *
 * It asks the processor and the kernel itself and not the compiler's runtime: names that one
 * compiler knows another refuses, musl has no IFUNC whose resolvers would fill in the model, and a
 * constructor may ask before the compiler's own has run.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cpu.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/cpu.h"
#include "ffp.h"

#define N_FEATURES (sizeof(cpu_features) / sizeof(cpu_features[0]))

/*
 * The next name in a list, or NULL at its end.  Commas and plus signs stand between names, since
 * compilers write "avx2,fma", "sve2+aes" and "arch=+v,+zbb" ("arch=" alone is no name).
 */
static const char *next_name(const char **list, size_t *length)
{
	static const char between[] = ",+ ", alone[] = "arch=";
	const char *name;

	do {
		name = *list + strspn(*list, between);
		*length = strcspn(name, between);
		*list = name + *length;
	} while (*length == sizeof(alone) - 1 && !memcmp(name, alone, *length));
	return *length ? name : NULL;
}

static bool is_name(const char *name, size_t length, const char *text)
{
	return strlen(text) == length && !memcmp(name, text, length);
}

static bool begins(const char *name, size_t length, const char *with)
{
	return length >= strlen(with) && !memcmp(name, with, strlen(with));
}

/* The line of a name; 0 if there is none. */
static size_t find_feature(const struct cpu_feature *table, size_t n, const char *name,
			   size_t length)
{
	for (size_t i = 1; i < n; i++)
		if (is_name(name, length, table[i].name))
			return i;
	return 0;
}

/*
 * What a target attribute may say besides features: it asks nothing of the processor.  Compilers
 * spell "without a feature" no-avx or nosve.
 */
static bool asks_nothing(const struct cpu_feature *table, size_t n, const char *name, size_t length)
{
	return is_name(name, length, "default") || begins(name, length, "tune=") ||
	       begins(name, length, "no-") || begins(name, length, "prefer-vector-width=") ||
	       begins(name, length, "branch-protection=") ||
	       (begins(name, length, "no") && find_feature(table, n, name + 2, length - 2));
}

void ffp_cpu_work_out(const struct cpu_feature *table, size_t n, const uint32_t *words,
		      const char *hidden, uint8_t *usable)
{
	const char *name;
	size_t length;

	memset(usable, 1, n);
	while ((name = next_name(&hidden, &length)))
		usable[find_feature(table, n, name, length)] = 0;
	for (size_t i = 0; i < n; i++) {
		const struct cpu_feature *f = &table[i];

		if (f->bit != CPU_NO_BIT && !(words[f->word] >> f->bit & 1))
			usable[i] = 0;
		for (size_t k = 0; k < sizeof(f->needs) && f->needs[k]; k++)
			usable[i] &= usable[f->needs[k]];
	}
}

bool ffp_cpu_all(const struct cpu_feature *table, size_t n, const uint8_t *usable,
		 const char *names)
{
	const char *name;
	size_t length, i;

	while ((name = next_name(&names, &length))) {
		if (asks_nothing(table, n, name, length))
			continue;
		i = find_feature(table, n, name, length);
		if (!i || !usable[i])
			return false;
	}
	return true;
}

/*
 * The table of usable features is worked out once, at the first question.  Two threads that ask
 * at once write the same bytes.
 */
static uint8_t usable_here[N_FEATURES];
static bool known;

int ffp_cpu_supports(const char *names)
{
	uint32_t words[CPU_WORDS] = { 0 };
	uint8_t usable[N_FEATURES];
	const char *hidden = NULL;

	if (!names)
		return 0;
	if (!__atomic_load_n(&known, __ATOMIC_ACQUIRE)) {
		cpu_read(words);
		/* An IFUNC resolver may ask before the C library knows of the environment. */
		if (environ)
			hidden = secure_getenv("FFP_HIDE");
		ffp_cpu_work_out(cpu_features, N_FEATURES, words, hidden ? hidden : "", usable);
		if (!environ)
			return ffp_cpu_all(cpu_features, N_FEATURES, usable, names);
		for (size_t i = 0; i < N_FEATURES; i++)
			__atomic_store_n(&usable_here[i], usable[i], __ATOMIC_RELAXED);
		__atomic_store_n(&known, true, __ATOMIC_RELEASE);
	}
	return ffp_cpu_all(cpu_features, N_FEATURES, usable_here, names);
}
