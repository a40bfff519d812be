// SPDX-License-Identifier: MIT
/*
 * x86: what the kernel does not keep the registers for is not usable, nor what needs a hidden
 * feature; and what is usable here is what the compiler's runtime says.
 */
#include "cpu.h"

#include <string.h>

#include "../../tap.h"
#include "arch/cpu.h"
#include "ffp.h"

enum { N = sizeof(cpu_features) / sizeof(cpu_features[0]) };

/* A processor that has everything, and a kernel that keeps these registers. */
static bool has(uint64_t xcr0, bool osxsave, bool fsgsbase, const char *names)
{
	uint32_t words[CPU_WORDS];
	uint8_t usable[N];

	memset(words, 0xff, sizeof(words));
	if (!osxsave)
		words[CPU_1C] &= ~(1u << 27);
	cpu_without_kernel(words, xcr0, fsgsbase);
	ffp_cpu_work_out(cpu_features, N, words, "", usable);
	return ffp_cpu_all(cpu_features, N, usable, names);
}

static void kernel(void)
{
	static const struct {
		const char *names;
		uint64_t xcr0; /* 0: works without any */
	} cases[] = {
		{ "sse4.2", 0 },       { "x86-64-v2", 0 },    { "popcnt", 0 },
		{ "bmi", 0 },	       { "bmi2", 0 },	      { "lzcnt", 0 },
		{ "aes", 0 },	       { "sha", 0 },	      { "gfni", 0 },
		{ "avx", 6 },	       { "avx2", 6 },	      { "fma", 6 },
		{ "f16c", 6 },	       { "fma4", 6 },	      { "xop", 6 },
		{ "vaes", 6 },	       { "vpclmulqdq", 6 },   { "avxvnni", 6 },
		{ "x86-64-v3", 6 },    { "arch=haswell", 6 }, { "sm3", 6 },
		{ "avx512f", 0xe6 },   { "avx512vl", 0xe6 },  { "avx512fp16", 0xe6 },
		{ "x86-64-v4", 0xe6 }, { "avx512er", 0xe6 },  { "avx512vp2intersect", 0xe6 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *names = cases[i].names;
		uint64_t xcr0 = cases[i].xcr0;

		ok(has(xcr0, true, true, names), "%s, with the registers %x", names, (int)xcr0);
		is(has(xcr0, false, true, names), xcr0 == 0, "%s, if the kernel keeps none", names);
		/* Each bit is needed. */
		for (uint64_t bit = 1; bit <= xcr0; bit <<= 1)
			if (xcr0 & bit)
				ok(!has(xcr0 & ~bit, true, true, names), "%s, without %x", names,
				   (int)bit);
	}
	ok(has(6, true, true, "fsgsbase"), "fsgsbase, if the kernel allows it");
	ok(!has(6, true, false, "fsgsbase"), "and if it does not");
	ok(!has(6, false, true, "xsave"), "xsave, if the kernel does not use it");
}

/* Who hides a feature hides all that is built on it, and nothing on which it is built. */
static void hiding(void)
{
	static const char *const steps[] = {
		"sse2", "sse3", "ssse3",   "sse4.1",   "sse4.2",
		"avx",	"avx2", "avx512f", "avx512vl", "x86-64-v4",
	};
	static const char *const levels[] = { "x86-64-v2", "x86-64-v3", "x86-64-v4",
					      "arch=skylake-avx512" };
	static const struct {
		const char *hidden, *without, *with;
	} cases[] = {
		{ "sse4", "sse4.1", "ssse3,popcnt" },
		{ "sse4", "sse4.2", "ssse3" },
		{ "sse4", "avx2", "bmi2" },
		{ "arch=x86-64-v3", "x86-64-v3", "avx2,x86-64-v2" },
		{ "arch=x86-64-v2", "arch=haswell", "sse4.2" },
		{ "fma", "avx512f", "avx2" },
		{ "avx", "vaes", "aes,sse4.2" },
		{ "avx2", "arch=znver3", "avx,fma" },
	};
	uint32_t words[CPU_WORDS];
	uint8_t usable[N];

	memset(words, 0xff, sizeof(words));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		ffp_cpu_work_out(cpu_features, N, words, steps[i], usable);
		for (size_t k = 0; k < sizeof(steps) / sizeof(steps[0]); k++)
			is(ffp_cpu_all(cpu_features, N, usable, steps[k]), k < i,
			   "%s with %s hidden", steps[k], steps[i]);
	}
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		ffp_cpu_work_out(cpu_features, N, words, levels[i], usable);
		for (size_t k = 0; k < sizeof(levels) / sizeof(levels[0]); k++)
			is(ffp_cpu_all(cpu_features, N, usable, levels[k]), k < i,
			   "%s with %s hidden", levels[k], levels[i]);
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ffp_cpu_work_out(cpu_features, N, words, cases[i].hidden, usable);
		ok(!ffp_cpu_all(cpu_features, N, usable, cases[i].without), "no %s with %s hidden",
		   cases[i].without, cases[i].hidden);
		ok(ffp_cpu_all(cpu_features, N, usable, cases[i].with), "%s with %s hidden",
		   cases[i].with, cases[i].hidden);
	}
}

/* The names that all compilers know here. */
#define SAME(name)                                                                                 \
	is(ffp_cpu_supports(name), !!__builtin_cpu_supports(name), "%s, as the runtime says", name);

int main(void)
{
	kernel();
	hiding();
	__builtin_cpu_init();
	SAME("cmov")
	SAME("mmx")
	SAME("sse")
	SAME("sse2")
	SAME("sse3")
	SAME("ssse3")
	SAME("sse4.1")
	SAME("sse4.2")
	SAME("sse4a")
	SAME("popcnt")
	SAME("aes")
	SAME("pclmul")
	SAME("gfni")
	SAME("avx")
	SAME("avx2")
	SAME("fma")
	SAME("fma4")
	SAME("xop")
	SAME("bmi")
	SAME("bmi2")
	SAME("vpclmulqdq")
	SAME("avx512f")
	SAME("avx512bw")
	SAME("avx512cd")
	SAME("avx512dq")
	SAME("avx512vl")
	SAME("avx512ifma")
	SAME("avx512vbmi")
	SAME("avx512vbmi2")
	SAME("avx512vnni")
	SAME("avx512bitalg")
	SAME("avx512vpopcntdq")
	SAME("avx512bf16")
	SAME("avx512vp2intersect")
	return done();
}
