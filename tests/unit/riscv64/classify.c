// SPDX-License-Identifier: MIT
/* Which relocations of RISC-V are sites: real instructions and nearly real ones. */
#include <stdlib.h>

#include "../../tap.h"
#include "bytes.h"
#include "arch/arch_ops.h"

static const struct arch_ops *const arch = &arch_riscv64;

#define AUIPC_RA 0x00000097u
#define AUIPC_T1 0x00000317u
#define JALR_RA_RA 0x000080e7u
#define JR_T1 0x00030067u
#define NOP 0x00000013u
#define BEQ_A1_A2 0x00c58063u

static void test_classify(void)
{
	enum { BRANCH = 16, JAL = 17, CALL = 18, CALL_PLT = 19, TYPES = 64, X = -1 };
	static const struct {
		const char *what;
		uint32_t first, second, type;
		int kind;
		bool to_entry, whole;
	} codes[] = {
		{ "call", AUIPC_RA, JALR_RA_RA, CALL_PLT, FFP_SITE_CALL, false, false },
		{ "call, old relocation", AUIPC_RA, JALR_RA_RA, CALL, FFP_SITE_CALL, false, false },
		{ "call by way of t1", AUIPC_T1, 0x000300e7, CALL_PLT, FFP_SITE_CALL, false,
		  false },
		{ "tail call", AUIPC_T1, JR_T1, CALL_PLT, FFP_SITE_JUMP, false, true },
		{ "jal ra", 0xef, NOP, JAL, FFP_SITE_CALL, true, false },
		{ "jal x0", 0x6f, NOP, JAL, FFP_SITE_JUMP, true, false },
		{ "beq", BEQ_A1_A2, NOP, BRANCH, FFP_SITE_COND, true, false },
		{ "bgeu", BEQ_A1_A2 | 7 << 12, NOP, BRANCH, FFP_SITE_COND, true, false },
		{ "call t0", 0x00000297, 0x000282e7, CALL_PLT, X, false, false },
		{ "jal t0", 0x2ef, NOP, JAL, X, false, false },
		{ "registers that differ", AUIPC_RA, JR_T1, CALL_PLT, X, false, false },
		{ "auipc x0", 0x17, 0x67, CALL_PLT, X, false, false },
		{ "auipc and load", AUIPC_RA, 0x0000b083, CALL_PLT, X, false, false },
		{ "jal with a call's relocation", 0xef, NOP, CALL_PLT, X, false, false },
		{ "call with a jal's relocation", AUIPC_RA, JALR_RA_RA, JAL, X, false, false },
		{ "no condition", BEQ_A1_A2 | 2 << 12, NOP, BRANCH, X, false, false },
	};
	struct arch_site site;

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		/* No larger than the code: the sanitizer sees a byte too many read. */
		uint8_t *p = malloc(10);
		bool got, as_told;

		if (!p)
			abort();
		put32(p + 2, codes[i].first);
		put32(p + 6, codes[i].second);
		got = arch->classify(codes[i].type, 0, p, 10, 2, &site);
		as_told = got && site.kind == (unsigned)codes[i].kind && site.at == 2 &&
			  site.rel_at == 2 && site.rel_addend == 0 && site.fix_len == 0 &&
			  site.to_entry == codes[i].to_entry && site.whole == codes[i].whole &&
			  site.rel_type == (codes[i].type == CALL ? CALL_PLT : codes[i].type);
		ok(codes[i].kind < 0 ? !got : as_told, "%s is %s site", codes[i].what,
		   codes[i].kind < 0 ? "no" : "a");
		got = arch->classify(codes[i].type, 4, p, 10, 2, &site);
		for (uint64_t at = 3; at < 24; at++)
			got |= arch->classify(codes[i].type, 0, p, 10, at, &site);
		got |= arch->classify(codes[i].type, 0, p, 10, UINT64_MAX - 3, &site);
		for (uint64_t size = 0; size < 10; size++)
			got |= arch->classify(codes[i].type, 0, p, size, 2, &site) &&
			       size < 2 + arch->insn->length(site.kind, p + 2);
		ok(!got, "… but not with an addend, nor elsewhere, nor outside");
		for (uint32_t type = 0; type < TYPES; type++)
			if (type < BRANCH || type > CALL_PLT)
				got |= arch->classify(type, 0, p, 10, 2, &site);
		ok(!got, "… nor with any other relocation");
		free(p);
	}
}

int main(void)
{
	test_classify();
	return done();
}
