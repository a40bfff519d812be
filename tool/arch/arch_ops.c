// SPDX-License-Identifier: MIT
#include "arch_ops.h"

#include <stddef.h>

static const struct arch_ops *const all[] = {
	&arch_aarch64,
	&arch_riscv64,
	&arch_s390x,
	&arch_x86_64,
};

const struct arch_ops *arch_find(uint16_t machine)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i]->machine == machine)
			return all[i];
	return NULL;
}

bool arch_branch(const struct insn_ops *insn, const uint8_t *code, unsigned kind, uint64_t at,
		 struct arch_ref *out)
{
	struct insn_read now;

	if (!insn->decode(code, kind, at, &now) || now.form != INSN_BRANCH)
		return false;
	*out = (struct arch_ref){ ARCH_GOES, kind, insn->length(kind, code), now.value };
	return true;
}
