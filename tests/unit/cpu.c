// SPDX-License-Identifier: MIT
/*
 * Features of processors: how names are read, what follows from a feature that is missing or
 * hidden; and the table of this architecture.
 */
#include "cpu.h"

#include <errno.h>
#include <string.h>
#include <sys/auxv.h>

#include "../tap.h"
#include "arch/auxval.h"
#include "arch/cpu.h"
#include "ffp.h"

enum { BASE = 1, MIDDLE, TOP, BESIDE, BOTH, NAMELESS, FAR, SAME };

static const struct cpu_feature table[] = {
	CPU_NO_FEATURE,
	[BASE] = { "base", 0, 0, { 0 } },
	[MIDDLE] = { "middle", 0, 31, { BASE } },
	[TOP] = { "arch=top-v1.5", 0, CPU_NO_BIT, { MIDDLE } },
	[BESIDE] = { "beside", 1, 0, { BASE } },
	[BOTH] = { "both", 1, 1, { MIDDLE, BESIDE } },
	[NAMELESS] = { "", 1, 2, { 0 } },
	[FAR] = { "far", 0, CPU_NO_BIT, { NAMELESS } },
	[SAME] = { "same", 0, CPU_SAME, { BESIDE, MIDDLE } },
};
enum { N = sizeof(table) / sizeof(table[0]) };

static bool all(uint32_t word0, uint32_t word1, const char *hidden, const char *names)
{
	uint32_t words[] = { word0, word1 };
	uint8_t usable[N];

	ffp_cpu_work_out(table, N, words, hidden, usable);
	return ffp_cpu_all(table, N, usable, names);
}

static void names(void)
{
	static const struct {
		const char *names;
		uint32_t word0, word1;
		bool usable;
	} cases[] = {
		{ "", 0, 0, true },
		{ "default", 0, 0, true },
		{ "tune=top", 0, 0, true },
		{ "no-base", 0, 0, true },
		{ "nobase", 0, 0, true },
		{ "nothing", 0, 0, false },
		{ "prefer-vector-width=512", 0, 0, true },
		{ "branch-protection=standard", 0, 0, true },
		{ "base", 0, 0, false },
		{ "base", 1, 0, true },
		{ "bas", 1, 0, false },
		{ "bases", 1, 0, false },
		{ "Base", 1, 0, false },
		{ "middle", 1u << 31, 0, false },
		{ "middle", 1u << 31 | 1, 0, true },
		{ "arch=top-v1.5", 1u << 31 | 1, 0, true },
		{ "arch=top-v1.5", 1u << 31, 0, false },
		{ "arch=top", 1u << 31 | 1, 0, false },
		{ "top-v1.5", 1u << 31 | 1, 0, false },
		{ "both", 1u << 31 | 1, 3, true },
		{ "both", 1u << 31 | 1, 2, false },
		{ "beside,middle", 1u << 31 | 1, 1, true },
		{ "+beside+middle", 1u << 31 | 1, 1, true },
		{ "arch=+beside,+middle", 1u << 31 | 1, 1, true },
		{ "arch=+beside,+middle", 1, 1, false },
		{ "arch=top-v1.5+beside", 1u << 31 | 1, 1, true },
		{ "arch=top-v1.5+beside", 1u << 31 | 1, 0, false },
		{ ", beside ,,+ middle,", 1u << 31 | 1, 1, true },
		{ "beside,unknown", 1u << 31 | 1, 1, false },
		{ "far", 0, 4, true },
		{ "far", ~0u, 0, false },
		{ "same", 1u << 31 | 1, 1, true },
		{ "same", 1u << 31 | 1, 0, false },
	};
	static const struct {
		const char *hidden, *names;
		bool usable;
	} hides[] = {
		{ "", "both", true },
		{ "base", "base", false },
		{ "base", "middle", false },
		{ "base", "both", false },
		{ "base", "far", true },
		{ "middle", "base,beside", true },
		{ "middle", "arch=top-v1.5", false },
		{ "arch=top-v1.5", "middle", true },
		{ "unknown,,=,base=", "both", true },
		{ "unknown,beside", "both", false },
		{ "far+beside", "base,middle", true },
		{ "far+beside", "far", false },
		{ "default,nothing,arch=", "both", true },
		{ "same", "same", false },
		{ "same", "middle", false },
		{ "same", "beside", false },
		{ "same", "arch=top-v1.5", false },
		{ "same", "base,far", true },
		{ "middle", "same", false },
		{ "unknown,same", "both", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is(all(cases[i].word0, cases[i].word1, "", cases[i].names), cases[i].usable,
		   "'%s' with %08x %x", cases[i].names, cases[i].word0, cases[i].word1);
	for (size_t i = 0; i < sizeof(hides) / sizeof(hides[0]); i++)
		is(all(~0u, ~0u, hides[i].hidden, hides[i].names), hides[i].usable,
		   "'%s' with '%s' hidden", hides[i].names, hides[i].hidden);
}

static void own_table(void)
{
	const size_t n = sizeof(cpu_features) / sizeof(cpu_features[0]);
	size_t wrong = 0, twice = 0, left = 0;
	uint32_t words[CPU_WORDS];
	uint8_t usable[sizeof(cpu_features) / sizeof(cpu_features[0])];

	for (size_t i = 1; i < n; i++) {
		const struct cpu_feature *f = &cpu_features[i];

		wrong += f->word >= CPU_WORDS || (f->bit > 31 && f->bit < CPU_SAME);
		for (size_t k = 0; k < sizeof(f->needs) && f->needs[k]; k++)
			wrong += f->needs[k] >= i;
		wrong += !memchr(f->name, '\0', sizeof(f->name));
		for (size_t k = 1; k < i && f->name[0]; k++)
			twice += !strcmp(f->name, cpu_features[k].name);
		/* On a processor that has all. */
		memset(words, 0xff, sizeof(words));
		ffp_cpu_work_out(cpu_features, n, words, f->name, usable);
		left += f->name[0] && usable[i];
		for (size_t k = 0; f->bit == CPU_SAME && k < sizeof(f->needs) && f->needs[k]; k++)
			left += usable[f->needs[k]];
	}
	is(left, 0, "who hides a name hides the feature, and all for which it is another name");
	is(wrong, 0, "each line of the table refers to words and to earlier lines");
	is(twice, 0, "no name stands there twice");
}

#ifdef __GLIBC__
static void no_hwcap2(void)
{
	skip("errno is left alone, where the kernel does not tell AT_HWCAP2",
	     "glibc's getauxval answers itself");
}
#else
/* As on a kernel that does not tell AT_HWCAP2. */
static unsigned asked;

unsigned long __getauxval(unsigned long type);
unsigned long getauxval(unsigned long type)
{
	if (type != AT_HWCAP2)
		return __getauxval(type);
	asked++;
	errno = ENOENT;
	return 0;
}

static void no_hwcap2(void)
{
	errno = 4711;
	(void)ffp_cpu_supports("no such feature");
	is(arch_auxval(AT_HWCAP2), 0, "what the kernel does not tell is 0");
	is(errno, 4711, "errno is left alone, where the kernel does not tell AT_HWCAP2");
	printf("# asked for it %u times\n", asked);
}
#endif

int main(void)
{
	no_hwcap2();
	names();
	own_table();
	is(ffp_cpu_supports(NULL), 0, "no names");
	is(ffp_cpu_supports(""), 1, "nothing asked");
	is(ffp_cpu_supports("no such, feature"), 0, "a name that nobody knows");
	return done();
}
