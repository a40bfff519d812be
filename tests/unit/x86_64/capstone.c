// SPDX-License-Identifier: MIT
/* x86-64, read by another disassembler. */
#define ARCH arch_x86_64
#define LANDING 4
#include "../reader.h"

static bool goes_to(const char *mnemonic, uint64_t to)
{
	const cs_x86 *x = &insn->detail->x86;

	return !strcmp(insn->mnemonic, mnemonic) && x->op_count == 1 &&
	       x->operands[0].type == X86_OP_IMM && (uint64_t)x->operands[0].imm == to;
}

static bool loads(uint64_t value)
{
	const cs_x86 *x = &insn->detail->x86;

	return !strcmp(insn->mnemonic, "mov") && x->op_count == 2 &&
	       x->operands[0].type == X86_OP_REG && x->operands[0].reg == X86_REG_EAX &&
	       (uint32_t)x->operands[1].imm == value;
}

static const char *const jcc[16] = { "jo", "jno", "jb", "jae", "je", "jne", "jbe", "ja",
				     "js", "jns", "jp", "jnp", "jl", "jge", "jle", "jg" };

static int64_t jump_distance(void)
{
	switch (random64() % 4) {
	case 0:
		return INT32_MAX + (int64_t)(random64() % 8) - 4;
	case 1:
		return INT32_MIN + (int64_t)(random64() % 8) - 4;
	default:
		return (int32_t)random64();
	}
}

static unsigned random_kind(void)
{
	const unsigned kind = (unsigned)(random64() % (FFP_SITE_KINDS + 1));

	return kind < FFP_SITE_KINDS ? kind : INSN_SITE_WIDE;
}

static bool calls(unsigned kind)
{
	return kind == FFP_SITE_CALL || kind == INSN_SITE_WIDE;
}

static struct ask random_ask(void)
{
	struct ask q = { .kind = random_kind(),
			 .form = (enum insn_form)(random64() % 4 % 3),
			 .at = random_address() };
	int64_t distance = jump_distance();

	q.old[0] = q.kind == FFP_SITE_CALL ? 0xe8 : q.kind == FFP_SITE_JUMP ? 0xe9 : 0x0f;
	if (q.kind == INSN_SITE_WIDE)
		memcpy(q.old, "\x67\xe8", 2);
	if (q.kind == FFP_SITE_COND)
		q.old[1] = (uint8_t)(0x80 | random64() % 16);
	q.value = q.form == INSN_BRANCH
		      ? q.at + ARCH.insn->length(q.kind, q.old) + (uint64_t)distance
		      : random64() >> random64() % 64;
	q.can = q.form == INSN_BRANCH	 ? distance == (int32_t)distance
		: q.form == INSN_NOTHING ? q.kind != FFP_SITE_COND
					 : calls(q.kind) && q.value <= UINT32_MAX;
	return q;
}

static bool understood(const struct ask *q, const uint8_t *out)
{
	if (q->form == INSN_NOTHING && q->kind == FFP_SITE_JUMP)
		return read_one(out, 1, q->at) && !strcmp(insn->mnemonic, "ret");
	if (!read_one(out, ARCH.insn->length(q->kind, q->old), q->at))
		return false;
	switch (q->form) {
	case INSN_NOTHING:
		return !strcmp(insn->mnemonic, "nop");
	case INSN_CONSTANT:
		return loads(q->value);
	case INSN_BRANCH:
		break;
	}
	return goes_to(q->kind == FFP_SITE_COND ? jcc[q->old[1] & 15]
		       : calls(q->kind)		? "call"
						: "jmp",
		       q->value);
}

/* A call that was one through the GOT: the prefix belongs to every form. */
static void random_prefixed(void)
{
	enum insn_form form = (enum insn_form)(random64() % 3);
	uint64_t at = random_address();
	uint8_t old[INSN_MAX] = { 0xe8 }, out[1 + INSN_MAX] = { 0x67 };
	uint64_t value =
	    form == INSN_BRANCH ? at + 6 + (uint64_t)(int32_t)random64() : (uint32_t)random64();
	bool right;

	if (!ARCH.insn->encode(out + 1, old, FFP_SITE_CALL, at + 1, form, value))
		return complain("refused with a prefix", out, 6);
	right = read_one(out, 6, at) && (form == INSN_BRANCH	? goes_to("call", value)
					 : form == INSN_NOTHING ? !strcmp(insn->mnemonic, "nop")
								: loads(value));
	if (!right)
		complain("encoded behind a prefix", out, 6);
}

static bool random_code(void)
{
	static const uint8_t first[] = { 0xe8, 0xe9, 0x0f, 0xb8, 0xc3 };
	unsigned kind = random_kind(), length;
	uint64_t at = random_address(), bits = random64();
	struct insn_read read;
	uint8_t p[INSN_MAX];
	bool ours, same;

	memcpy(p, &bits, sizeof(p));
	length = ARCH.insn->length(kind, p);
	if (random64() % 4)
		p[0] = first[random64() % sizeof(first)];
	if (kind == INSN_SITE_WIDE && random64() % 4) {
		p[1] = p[0];
		p[0] = 0x67;
	}
	if (p[0] == 0x0f && random64() % 2)
		p[1] = (uint8_t)(0x80 | (p[1] & 15));
	ours = ARCH.insn->decode(p, kind, at, &read);
	if (!read_one(p, length, at)) {
		/* Not one instruction of this length; only our filled return may be. */
		if (ours && (kind != FFP_SITE_JUMP || read.form != INSN_NOTHING))
			complain("taken", p, length);
		return ours;
	}
	same = kind == FFP_SITE_COND
		   ? insn->mnemonic[0] == 'j' && goes_to(insn->mnemonic, read.value)
	       : !ours			    ? false
	       : read.form == INSN_BRANCH   ? goes_to(calls(kind) ? "call" : "jmp", read.value)
	       : read.form == INSN_CONSTANT ? loads(read.value)
					    : !strcmp(insn->mnemonic, "nop");
	if (ours && !same)
		complain("decoded", p, length);
	if (!ours && insn->size == length &&
	    ((kind == FFP_SITE_CALL && !strcmp(insn->mnemonic, "call")) ||
	     (kind == INSN_SITE_WIDE && p[0] == 0x67 && !strcmp(insn->mnemonic, "call")) ||
	     (kind == FFP_SITE_JUMP && !strcmp(insn->mnemonic, "jmp") && length == 5)))
		complain("not seen", p, length);
	return ours;
}

static void put_landing(uint8_t *entry)
{
	memmove(entry + 4, entry, 5);
	memcpy(entry, "\xf3\x0f\x1e\xfa", 4);
}

static void read_entry(const uint8_t *entry, unsigned jump, uint64_t at, uint64_t to)
{
	int64_t distance = (int64_t)(to - (at + jump + 5));

	if (!read_one(entry + jump, 5, at + jump))
		return complain("entry", entry + jump, 5);
	if (distance == (int32_t)distance) {
		if (!goes_to("jmp", to))
			complain("near entry", entry + jump, 5);
		return;
	}
	if (!goes_to("jmp", at + 10) || get64(entry + FFP_ENTRY_WORD) != to)
		complain("far entry", entry + jump, 5);
	if (!read_one(entry + 10, 6, at + 10) || strcmp(insn->mnemonic, "jmp") ||
	    insn->detail->x86.operands[0].mem.base != X86_REG_RIP ||
	    at + 16 + (uint64_t)insn->detail->x86.operands[0].mem.disp != at - 16)
		complain("far jump", entry + 10, 6);
}

int main(void)
{
	return reader_main(CS_ARCH_X86, CS_MODE_64, random_prefixed);
}
