// SPDX-License-Identifier: MIT
/* Prints the table of features: on each line a name, and the names of all that it needs. */
#include "cpu.h"

#include <stdio.h>

#include "arch/cpu.h"

static void print_needs(const struct cpu_feature *f)
{
	printf(" %s", f->name);
	for (size_t k = 0; k < sizeof(f->needs) && f->needs[k]; k++)
		print_needs(&cpu_features[f->needs[k]]);
}

int main(void)
{
	for (size_t i = 1; i < sizeof(cpu_features) / sizeof(cpu_features[0]); i++) {
		print_needs(&cpu_features[i]);
		puts("");
	}
	return 0;
}
