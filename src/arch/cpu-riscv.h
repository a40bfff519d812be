/* SPDX-License-Identifier: MIT */
/*
 * RISC-V.  The auxiliary vector tells of extensions with one letter, a bit for each letter.  Linux
 * tells of the others by riscv_hwprobe, from 6.4 on (Documentation/arch/riscv/hwprobe.rst); of an
 * older kernel, and of qemu-user before release 8.1, nothing is known of them.
 */
#include <sys/auxv.h>

enum { CPU_LETTERS, CPU_PROBED, CPU_PROBED_HIGH, CPU_WORDS };
#define LETTER(c) CPU_LETTERS, (c) - 'a'
#define PROBED(n) CPU_PROBED + (n) / 32, (n) % 32

enum { M = 1, A, F, D, C, V, ZBA, ZBB, ZBS, ZVKB, ZFHMIN };

static const struct cpu_feature cpu_features[] = {
	CPU_NO_FEATURE,
	[M] = { "m", LETTER('m'), { 0 } },
	[A] = { "a", LETTER('a'), { 0 } },
	[F] = { "f", LETTER('f'), { 0 } },
	[D] = { "d", LETTER('d'), { F } },
	[C] = { "c", LETTER('c'), { 0 } },
	[V] = { "v", LETTER('v'), { D } },
	[ZBA] = { "zba", PROBED(3), { 0 } },
	[ZBB] = { "zbb", PROBED(4), { 0 } },
	[ZBS] = { "zbs", PROBED(5), { 0 } },
	[ZVKB] = { "zvkb", PROBED(19), { V } },
	[ZFHMIN] = { "zfhmin", PROBED(28), { F } },
	{ "rvv", 0, CPU_SAME, { V } },
	{ "b", 0, CPU_SAME, { ZBA, ZBB, ZBS } },
	{ "zbc", PROBED(7), { 0 } },
	{ "zbkb", PROBED(8), { 0 } },
	{ "zbkc", PROBED(9), { 0 } },
	{ "zbkx", PROBED(10), { 0 } },
	{ "zknd", PROBED(11), { 0 } },
	{ "zkne", PROBED(12), { 0 } },
	{ "zknh", PROBED(13), { 0 } },
	{ "zksed", PROBED(14), { 0 } },
	{ "zksh", PROBED(15), { 0 } },
	{ "zvbb", PROBED(17), { V, ZVKB } },
	{ "zvbc", PROBED(18), { V } },
	{ "zvkg", PROBED(20), { V } },
	{ "zvkned", PROBED(21), { V } },
	{ "zvknha", PROBED(22), { V } },
	{ "zvknhb", PROBED(23), { V } },
	{ "zvksed", PROBED(24), { V } },
	{ "zvksh", PROBED(25), { V } },
	{ "zfh", PROBED(27), { ZFHMIN } },
	{ "zvfh", PROBED(30), { V, ZFHMIN } },
	{ "zvfhmin", PROBED(31), { V } },
	{ "zfa", PROBED(32), { F } },
	{ "zacas", PROBED(34), { A } },
	{ "zicond", PROBED(35), { 0 } },
};

struct cpu_probe {
	int64_t key;
	uint64_t value;
};

/* riscv_hwprobe, by the instruction itself, since syscall() may set errno: see src/cpu.c. */
static inline long cpu_hwprobe(struct cpu_probe *probe)
{
	register long number __asm__("a7") = 258;
	register long result __asm__("a0") = (long)probe;
	register long n_probes __asm__("a1") = 1;
	register long n_cpus __asm__("a2") = 0;
	register long cpus __asm__("a3") = 0;
	register long flags __asm__("a4") = 0;

	__asm__ volatile("ecall"
			 : "+r"(result)
			 : "r"(number), "r"(n_probes), "r"(n_cpus), "r"(cpus), "r"(flags)
			 : "memory");
	return result;
}

static inline void cpu_read(uint32_t *words)
{
	const int64_t ima_ext_0 = 4; /* of <asm/hwprobe.h>, which may be older */
	struct cpu_probe probe = { ima_ext_0, 0 };

	words[CPU_LETTERS] = (uint32_t)getauxval(AT_HWCAP);
	/* An unknown key becomes -1. */
	if (!cpu_hwprobe(&probe) && probe.key == ima_ext_0) {
		words[CPU_PROBED] = (uint32_t)probe.value;
		words[CPU_PROBED_HIGH] = (uint32_t)(probe.value >> 32);
	}
}
