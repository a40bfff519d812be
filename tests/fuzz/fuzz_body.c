// SPDX-License-Identifier: MIT
/*
 * libFuzzer: the code of a function, through the reader of bodies (insn/body.h) of one
 * architecture, whose other reader BODY names: what is admitted is by libcapstone one instruction
 * that may stand in a caller, and a return.
 */
int unit_main(void);
#define main unit_main
#include BODY

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Two more bytes than a back end looks at; and no byte more than may be read. */
	const unsigned n = size < INSN_BODY_LOOK + 2 ? (unsigned)size : INSN_BODY_LOOK + 2;
	uint8_t *code = malloc(n ? n : 1);

	if (!code || (!capstone && !body_open(&subject)))
		abort();
	memcpy(code, data, n);
	judge(&subject, code, n);
	if (wrong)
		abort();
	free(code);
	return 0;
}
