/* SPDX-License-Identifier: MIT */
/*
 * What the processor can do, by the names that users of compilers know.  The tables are in
 * src/arch/cpu-*.h; what follows from them is worked out here, without any lock.
 */
#ifndef FFP_SRC_CPU_H
#define FFP_SRC_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A line of an architecture's table.  The feature is usable if its bit is set in the words that
 * cpu_read() has filled in, and if every feature is usable that a compiler takes for granted
 * where it may use this one.
 */
struct cpu_feature {
	char name[20];	  /* as in a compiler's target attribute; "": has no name */
	uint8_t word;	  /* index of the word */
	uint8_t bit;	  /* 0 to 31, or CPU_NO_BIT or CPU_SAME: only `needs` counts */
	uint8_t needs[9]; /* indices of earlier lines; 0 ends the list */
};
#define CPU_NO_BIT 255
/*
 * The name is another one of the features in `needs`, of one or of several together: who hides it
 * hides these.  (Who hides a level that is made of features, as x86-64-v3, hides the level, and
 * what is made of it.)
 */
#define CPU_SAME 254

/* Line 0 of each table is no feature, so that index 0 can end a list. */
#define CPU_NO_FEATURE                                                                             \
	{                                                                                          \
		"", 0, CPU_NO_BIT,                                                                 \
		{                                                                                  \
			0                                                                          \
		}                                                                                  \
	}

/*
 * Which lines of `table` are usable, a byte for each: by the words that the processor and the
 * system tell, without those that `hidden` names by any of their names, and those that need them.
 */
void ffp_cpu_work_out(const struct cpu_feature *table, size_t n, const uint32_t *words,
		      const char *hidden, uint8_t *usable);

/* Are all features usable that `names` asks for?  As ffp_cpu_supports() says. */
bool ffp_cpu_all(const struct cpu_feature *table, size_t n, const uint8_t *usable,
		 const char *names);

#endif /* FFP_SRC_CPU_H */
