// SPDX-License-Identifier: MIT
/* Entries as the header's macros emit them, for the architecture that this runs on. */
#include <ffp.h>
#include <string.h>

#include "../tap.h"
#include "arch/arch.h"
#include "arch/arch_ops.h"

static const struct insn_ops *const ops = FFP_ARCH_OPS;

/* Beyond the reach of any branch, from wherever this program is. */
#define BEYOND UINT64_C(0x7123456789ab0000)

int eight(void);
int eight(void)
{
	return 8;
}

DEFINE_FFP(with_default, eight);
DEFINE_FFP_NULL(without, void(int));
DEFINE_FFP_STATIC(local, eight);

/* The back end alone is tested; the header's constructor wants these. */
const struct ffp_library ffp_library;

void ffp_module_add(const struct ffp_module *module)
{
	(void)module;
}

void ffp_module_remove(const struct ffp_module *module)
{
	(void)module;
}

static uint64_t word_of(const uint8_t *entry)
{
	uint64_t word;

	memcpy(&word, entry + FFP_ENTRY_WORD, sizeof(word));
	return word;
}

/* The entry of a key of one file may go to its default by way of the record. */
static int through(uint64_t code)
{
	return ((int (*)(void))(uintptr_t)code)();
}

/* What the tool has of the architecture that this runs on. */
static const struct arch_ops *find_tool(void)
{
	for (uint16_t machine = 0; machine < UINT16_MAX; machine++) {
		const struct arch_ops *arch = arch_find(machine);

		if (arch && arch->insn == ops)
			return arch;
	}
	return NULL;
}

static void test_emitted(const struct ffp *key, enum insn_form form, uint64_t value)
{
	const uint8_t *e = key->entry;
	const uint64_t at = (uintptr_t)e;
	struct insn_edit edits[INSN_EDITS];
	struct insn_read read = { 0 }, jump = { 0 };
	uint8_t code[64], made[64];
	uint32_t type;
	uint64_t rel_at;
	int64_t addend;
	unsigned far, landing;
	const struct arch_ops *tool = find_tool();

	is((uintptr_t)e % FFP_ENTRY_ALIGN, 0, "%s: the entry is aligned", key->name);
	is(word_of(e), 0, "%s: no far target yet", key->name);
	ok(ops->entry_decode(e, at, 0, &read) && read.form == form &&
	       (read.value == value || (key == FFP__KEY(local) && through(read.value) == 8)),
	   "%s: what the macro emits is read", key->name);

	/* From where the far jump begins, code is what the tool makes of a new entry. */
	memcpy(code, e, ops->entry_size);
	is(ops->entry_encode(edits, e, at, INSN_BRANCH, BEYOND), 2, "%s: far: a jump and the word",
	   key->name);
	landing = (unsigned)edits[0].at;
	ok(ops->decode(edits[0].bytes, FFP_SITE_JUMP, at + landing, &jump) &&
	       jump.form == INSN_BRANCH && jump.value > at && jump.value < at + ops->entry_size,
	   "%s: the jump goes to the far one", key->name);
	far = (unsigned)(jump.value - at);
	is(edits[1].at, FFP_ENTRY_WORD, "%s: and that loads the word", key->name);
	tool->entry_new(made, &type, &rel_at, &addend);
	ok(!memcmp(made + far, e + far, ops->entry_size - far),
	   "%s: far jump, stub and filling are as the tool makes them", key->name);
	is(landing != 0, LANDING, "%s: the landing pad is there if it was compiled for", key->name);
}

int main(void)
{
	test_emitted(FFP__KEY(with_default), INSN_BRANCH, (uintptr_t)eight);
	test_emitted(FFP__KEY(without), INSN_NOTHING, 0);
	test_emitted(FFP__KEY(local), INSN_BRANCH, (uintptr_t)eight);
	is(with_default() + local(), 16, "the entries work");
	without(7);
	return done();
}
