// SPDX-License-Identifier: MIT
/* The list of back ends, for whoever chooses one by an object's e_machine. */
#include "insn.h"

static const struct insn_ops *const all[] = {
	&ffp_insn_aarch64,
	&ffp_insn_riscv64,
	&ffp_insn_s390x,
	&ffp_insn_x86_64,
};

const struct insn_ops *insn_find(uint16_t machine)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i]->machine == machine)
			return all[i];
	return NULL;
}
