// SPDX-License-Identifier: MIT
/*
 * libFuzzer: FFP_USE, through the choice of candidates of a module that starts (src/choose.c), and
 * FFP_HIDE, and what a program asks ffp_cpu_supports() for, through the reader of names of
 * features (src/cpu.h).  The input is the value of FFP_USE, and behind a newline that of FFP_HIDE,
 * which is asked for as well.  Other readers, which copy each word, must come to the same.
 */
#include <ffp.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "cpu.h"
#include "key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A table as those of src/arch/cpu-*.h are. */
static const struct cpu_feature features[] = {
	CPU_NO_FEATURE,
	{ "a", 0, 0, { 0 } },
	{ "ab", 0, 1, { 1 } },
	{ "c.1", 1, 31, { 0 } },
	{ "d", 0, 2, { 2, 3 } },
	{ "e-2", 0, CPU_SAME, { 4 } },
	{ "a-v2", 0, CPU_NO_BIT, { 1, 2 } },
	{ "f", 1, 0, { 6 } },
	{ "both", 0, CPU_SAME, { 1, 3 } },
};
enum { FEATURES = sizeof(features) / sizeof(features[0]) };

static int zero(void)
{
	return 0;
}

#define CANDIDATE(name, value)                                                                     \
	static int name(void)                                                                      \
	{                                                                                          \
		return value;                                                                      \
	}
CANDIDATE(one, 1)
CANDIDATE(two, 2)
CANDIDATE(two_slow, 3)
CANDIDATE(never, 4)
CANDIDATE(by_hand, 5)
DEFINE_FFP_STATIC(ab, zero);
DEFINE_FFP_STATIC(abc, zero);
DEFINE_FFP_STATIC(b_a, zero);
#define CANDIDATES(key)                                                                            \
	FFP_IMPL(key, one, 1, 1);                                                                  \
	FFP_IMPL(key, two, 3, 1);                                                                  \
	FFP_IMPL(key, two_slow, 2, 1);                                                             \
	FFP_IMPL(key, never, 9, 0);                                                                \
	FFP_IMPL(key, by_hand, -1, 1)
CANDIDATES(ab);
CANDIDATES(abc);
CANDIDATES(b_a);

static const struct candidate {
	const char *name;
	int rank, gives;
	bool usable;
} candidates[] = { { "one", 1, 1, true },
		   { "two", 3, 2, true },
		   { "two_slow", 2, 3, true },
		   { "never", 9, 4, false },
		   { "by_hand", -1, 5, true } };
enum { CANDIDATE_COUNT = sizeof(candidates) / sizeof(candidates[0]) };

static void check(bool condition)
{
	if (!condition)
		abort();
}

/*
 * Does a name match a pattern?  Bit i of `ends`: what was read of the pattern may stand for the
 * name's first i characters.
 */
static bool matches(const char *pattern, size_t n, const char *name)
{
	const size_t length = strlen(name);
	uint32_t ends = 1;

	for (size_t i = 0; i < n; i++) {
		uint32_t after = pattern[i] == '*' ? ends : 0;

		for (size_t k = 0; k < length; k++)
			if (pattern[i] == '*')
				after |= (after >> k & 1) << (k + 1);
			else if (pattern[i] == '?' || pattern[i] == name[k])
				after |= (ends >> k & 1) << (k + 1);
		ends = after;
	}
	return ends >> length & 1;
}

/* What a name gives of a pattern, by its plain characters; a word without any of * and ? is before
 * all. */
static size_t precision(const char *pattern, size_t n)
{
	size_t plain = 0;

	for (size_t i = 0; i < n; i++)
		plain += pattern[i] != '*' && pattern[i] != '?';
	return plain == n ? SIZE_MAX : plain;
}

/* The one that a word's text names, or -1. */
static int named(const char *text)
{
	int best = -1;

	if (!strcmp(text, "default"))
		return 0;
	for (int i = 0; i < CANDIDATE_COUNT; i++)
		if (candidates[i].usable && matches(text, strlen(text), candidates[i].name) &&
		    (best < 0 || candidates[i].rank > candidates[best].rank))
			best = i;
	return best < 0 ? -1 : candidates[best].gives;
}

/* What a key is to give: the first of its words, by precision, that names what can be used. */
static int expected(const char *use, const char *key)
{
	size_t best_precision = 0;
	int best = 2; /* the greatest rank */
	bool any = false;

	for (const char *p = use; *p;) {
		size_t n = strcspn(p, ",");
		char *word = strndup(p, n), *equals = strchr(word, '=');
		size_t length = equals ? (size_t)(equals - word) : 0;

		check(word);
		if (length && matches(word, length, key) &&
		    (!any || precision(word, length) > best_precision) && named(equals + 1) >= 0) {
			any = true;
			best_precision = precision(word, length);
			best = named(equals + 1);
		}
		free(word);
		p += n + (p[n] == ',');
	}
	return best;
}

static size_t words, told;

static int count_use(const struct ffp_use_info *use, void *arg)
{
	(void)arg;
	check(use->word && *use->word && !strchr(use->word, ',') && use->state <= FFP_USE_HEEDED);
	words++;
	return 0;
}

static int count_impl(const struct ffp_impl_info *impl, void *arg)
{
	(void)arg;
	check(impl->state != FFP_IMPL_WAITING && !impl->error && impl->named == !!impl->word);
	check(impl->state != FFP_IMPL_UNUSABLE || !strcmp(impl->name, "never"));
	told++;
	return 0;
}

/* How many words there are that are not the same as one before. */
static size_t count_words(const char *use)
{
	size_t n = 0;

	for (const char *p = use; *p;) {
		size_t length = strcspn(p, ",");
		bool first = length > 0;

		for (const char *q = use; q < p && first;) {
			size_t other = strcspn(q, ",");

			first = other != length || memcmp(p, q, length) != 0;
			q += other + 1;
		}
		n += first;
		p += length + (p[length] == ',');
	}
	return n;
}

static void use(const char *text)
{
	struct ffp_module_state *state = FFP__KEY(ab)->module->state;

	RESET_FFP(ab);
	RESET_FFP(abc);
	RESET_FFP(b_a);
	ffp_choice_free(state);
	state->chosen = 0;
	check(!setenv("FFP_USE", text, 1));
	ffp_module_choose(FFP__KEY(ab)->module);
	check(ab() == expected(text, "ab"));
	check(abc() == expected(text, "abc"));
	check(b_a() == expected(text, "b_a"));
	words = told = 0;
	check(!ffp_each_use(count_use, NULL) && words == count_words(text));
	check(!ffp_each_impl(NULL, count_impl, NULL) && told == 3 * CANDIDATE_COUNT);
}

/* Call `each` for each name of a list; false as soon as it is false. */
static bool each_name(const char *list, bool (*each)(const char *name, void *arg), void *arg)
{
	char *copy = strdup(list), *rest = NULL;
	bool ok = true;

	check(copy);
	for (char *name = strtok_r(copy, ",+ ", &rest); name && ok;
	     name = strtok_r(NULL, ",+ ", &rest))
		ok = !strcmp(name, "arch=") || each(name, arg);
	free(copy);
	return ok;
}

static size_t feature(const char *name)
{
	for (size_t i = 1; i < FEATURES; i++)
		if (!strcmp(features[i].name, name))
			return i;
	return 0;
}

/* Hide a feature, or the ones that another name of it stands for. */
static bool hide(const char *name, void *arg)
{
	bool *hidden = arg;
	size_t i = feature(name);

	hidden[i] = true;
	for (size_t k = 0; features[i].bit == CPU_SAME && features[i].needs[k]; k++)
		hidden[features[i].needs[k]] = true;
	return true;
}

/* Is a feature usable, or does the name ask for nothing? */
static bool may_use(const char *name, void *arg)
{
	static const char *const nothing[] = { "tune=", "no-",
					       "prefer-vector-width=", "branch-protection=" };
	const uint8_t *usable = arg;

	if (!strcmp(name, "default") || (!strncmp(name, "no", 2) && feature(name + 2)))
		return true;
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		if (!strncmp(name, nothing[i], strlen(nothing[i])))
			return true;
	return feature(name) && usable[feature(name)];
}

static void hide_and_ask(const char *list)
{
	static const uint32_t all[2] = { ~0u, ~0u };
	bool hidden[FEATURES] = { false };
	uint8_t usable[FEATURES];

	each_name(list, hide, hidden);
	ffp_cpu_work_out(features, FEATURES, all, list, usable);
	for (size_t i = 1; i < FEATURES; i++) {
		bool want = !hidden[i];

		for (size_t k = 0; features[i].needs[k]; k++)
			want &= usable[features[i].needs[k]];
		check(usable[i] == want);
	}
	check(ffp_cpu_all(features, FEATURES, usable, list) == each_name(list, may_use, usable));
	/* With nothing hidden, too. */
	ffp_cpu_work_out(features, FEATURES, all, "", usable);
	check(ffp_cpu_all(features, FEATURES, usable, list) == each_name(list, may_use, usable));
	(void)ffp_cpu_supports(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *second;

	check(text);
	memcpy(text, data, size);
	text[size] = '\0';
	second = strchr(text, '\n');
	if (second)
		*second++ = '\0';
	use(text);
	hide_and_ask(second ? second : text);
	free(text);
	return 0;
}
