/* SPDX-License-Identifier: MIT */
/* An architecture of whose features nothing is known: none is usable. */
static const struct cpu_feature cpu_features[] = { CPU_NO_FEATURE };
#define CPU_WORDS 1

static inline void cpu_read(uint32_t *words)
{
	(void)words;
}
