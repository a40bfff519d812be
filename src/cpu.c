// SPDX-License-Identifier: MIT
/*
 * What the processor can do, and what of that is to be used: ffp_cpu_supports().
 *
 * It asks the processor and the kernel itself and not the compiler's runtime: names that one
 * compiler knows another refuses, musl has no IFUNC whose resolvers would fill in the model, and a
 * constructor may ask before the compiler's own has run.
 *
 * The resolver of an IFUNC may ask, too.  In a static program the C library then has no thread
 * pointer yet, so nothing here may set errno; and functions like strlen and memset may be IFUNCs
 * themselves, which cannot be called yet.  So this file calls only getauxval, and has no loop that
 * a compiler would make a call of such a function.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cpu.h"

#include <sys/auxv.h>
#include <unistd.h>

#include "arch/cpu.h"
#include "ffp.h"

#define N_FEATURES (sizeof(cpu_features) / sizeof(cpu_features[0]))

static bool is_between(char c)
{
	return c == ',' || c == '+' || c == ' ';
}

static bool is_name(const char *name, size_t length, const char *text)
{
	size_t i = 0;

	while (i < length && text[i] && name[i] == text[i])
		i++;
	return i == length && !text[i];
}

static bool begins(const char *name, size_t length, const char *with)
{
	size_t i = 0;

	while (i < length && with[i] && name[i] == with[i])
		i++;
	return !with[i];
}

/*
 * The next name in a list, or NULL at its end.  Commas and plus signs stand between names, since
 * compilers write "avx2,fma", "sve2+aes" and "arch=+v,+zbb" ("arch=" alone is no name).
 */
static const char *next_name(const char **list, size_t *length)
{
	const char *name;

	do {
		name = *list;
		while (is_between(*name))
			name++;
		for (*length = 0; name[*length] && !is_between(name[*length]);)
			++*length;
		*list = name + *length;
	} while (is_name(name, *length, "arch="));
	return *length ? name : NULL;
}

static bool lists(const char *list, const char *text)
{
	const char *name;
	size_t length;

	while ((name = next_name(&list, &length)))
		if (is_name(name, length, text))
			return true;
	return false;
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

/* Does the list name this feature, or another name that stands for it? */
static bool is_hidden(const struct cpu_feature *table, size_t n, size_t feature, const char *list)
{
	if (!*list)
		return false;
	if (lists(list, table[feature].name))
		return true;
	for (size_t i = feature + 1; i < n; i++)
		for (size_t k = 0; table[i].bit == CPU_SAME && k < sizeof(table[i].needs); k++)
			if (table[i].needs[k] == feature && lists(list, table[i].name))
				return true;
	return false;
}

void ffp_cpu_work_out(const struct cpu_feature *table, size_t n, const uint32_t *words,
		      const char *hidden, uint8_t *usable)
{
	for (size_t i = 0; i < n; i++) {
		const struct cpu_feature *f = &table[i];
		uint8_t here = f->bit > 31 || (words[f->word] >> f->bit & 1);

		for (size_t k = 0; k < sizeof(f->needs) && f->needs[k]; k++)
			here &= usable[f->needs[k]];
		usable[i] = here && !is_hidden(table, n, i, hidden);
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

/* The value of FFP_HIDE, or "". */
static const char *hidden_features(void)
{
	static const char name[] = "FFP_HIDE=";

	/* A resolver may ask before the C library knows of the environment. */
	for (char **e = getauxval(AT_SECURE) ? NULL : environ; e && *e; e++)
		if (begins(*e, SIZE_MAX, name))
			return *e + sizeof(name) - 1;
	return "";
}

int ffp_cpu_supports(const char *names)
{
	uint32_t words[CPU_WORDS];
	uint8_t usable[N_FEATURES];

	if (!names)
		return 0;
	if (!__atomic_load_n(&known, __ATOMIC_ACQUIRE)) {
		for (size_t i = 0; i < CPU_WORDS; i++)
			*(volatile uint32_t *)&words[i] = 0; /* no call of memset */
		cpu_read(words);
		ffp_cpu_work_out(cpu_features, N_FEATURES, words, hidden_features(), usable);
		if (!environ)
			return ffp_cpu_all(cpu_features, N_FEATURES, usable, names);
		for (size_t i = 0; i < N_FEATURES; i++)
			__atomic_store_n(&usable_here[i], usable[i], __ATOMIC_RELAXED);
		__atomic_store_n(&known, true, __ATOMIC_RELEASE);
	}
	return ffp_cpu_all(cpu_features, N_FEATURES, usable_here, names);
}
