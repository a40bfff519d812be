/* SPDX-License-Identifier: MIT */
/*
 * Random functions of one instruction of one architecture, read by another disassembler,
 * libcapstone: what the back end admits must be one instruction that may stand in a
 * caller, and what it makes of it for a site must be the same one, as long as a site.
 * Included by a file that has defined what is declared here.
 */
#ifndef BODIES_H
#define BODIES_H

#include <capstone.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "body.h"
#include "bytes.h"
#include "insn.h"
#include "random.h"

/* So many are to be admitted, and so many others that must be refused are to be refused. */
#define ADMITTED 100000
#define REFUSED 100000
#define CASES 4000000

/* The architecture: what capstone calls it, its back end, and a call site. */
struct subject {
	cs_arch arch;
	cs_mode mode;
	const struct insn_ops *ops;
	uint8_t call[INSN_MAX];
};

static const struct subject subject;
static csh capstone;
static cs_insn *insn, *other;
static unsigned wrong;

/* Write a random instruction, its return, and what else is needed; return the length of all. */
static unsigned random_function(uint8_t *code);
/* The instruction of such a function as capstone sees it is in `insn`: may a caller hold it? */
static bool harmless(void);
/* Is it one that this libcapstone may not know?  A table sees to these. */
static bool unknown(const uint8_t *code, unsigned size);
/* The length of a landing pad that the function begins with, or 0. */
static unsigned landing_pad(const uint8_t *code, unsigned size);
/* Is the instruction in `other` a return to the caller? */
static bool is_return(void);
/* Are `insn`, from the function, and `other`, from the site, the same? */
static bool same(void);

static bool read_by(cs_insn *to, const uint8_t *p, size_t size, unsigned *length)
{
	uint64_t at = UINT64_C(1) << 40;
	size_t left = size;

	to->mnemonic[0] = to->op_str[0] = '\0';
	if (!cs_disasm_iter(capstone, &p, &left, &at, to))
		return false;
	*length = (unsigned)(size - left);
	return true;
}

static void complain(const char *what, const uint8_t *p, unsigned n)
{
	if (wrong++ > 10)
		return;
	printf("# %s:", what);
	for (unsigned i = 0; i < n; i++)
		printf(" %02x", p[i]);
	printf(" is read as: %s %s\n", insn->mnemonic, insn->op_str);
}

static inline bool touches(const uint16_t *of, unsigned n, bool (*forbidden)(unsigned reg))
{
	for (unsigned i = 0; i < n; i++)
		if (forbidden(of[i]))
			return true;
	return false;
}

/* Does `insn` read or write, also implicitly, any such register? */
static inline bool mentions(bool (*forbidden)(unsigned reg))
{
	cs_regs read, written;
	uint8_t n_read, n_written;

	if (cs_regs_access(capstone, insn, read, &n_read, written, &n_written))
		return true;
	return touches(read, n_read, forbidden) || touches(written, n_written, forbidden);
}

static bool body_open(const struct subject *s)
{
	if (cs_open(s->arch, s->mode, &capstone) != CS_ERR_OK ||
	    cs_option(capstone, CS_OPT_DETAIL, CS_OPT_ON) != CS_ERR_OK) {
		puts("1..0 # SKIP this libcapstone does not know the architecture");
		return false;
	}
	insn = cs_malloc(capstone);
	other = cs_malloc(capstone);
	if (!insn || !other)
		abort();
	return true;
}

static void body_close(void)
{
	cs_free(insn, 1);
	cs_free(other, 1);
	cs_close(&capstone);
}

enum verdict { ADMITTED_RIGHTLY, REFUSED_RIGHTLY, REFUSED_NEEDLESSLY, UNKNOWN };

/* What becomes of a call of `kind` whose target is the function with this body? */
static void judge_site(const struct subject *s, unsigned kind, const struct insn_body *body,
		       const uint8_t *code, unsigned whole)
{
	const bool wide = kind == INSN_SITE_WIDE;
	uint8_t call[INSN_MAX] = { s->ops->wide_prefix }, out[INSN_MAX] = { 0 };
	unsigned site, length = 0;
	bool put;

	memcpy(call + wide, s->call, sizeof(call) - wide);
	site = s->ops->length(kind, call);
	put = s->ops->body_put(out, call, 0, kind, body);
	if (!wide && body->flags & INSN_BODY_WIDE)
		put ? complain("put", code, whole) : (void)0;
	else if (!put)
		complain("not put", code, whole);
	else if (!read_by(other, out, site, &length) || length != site || !same())
		complain("made something else at a site", code, whole);
}

/* What of a function, of which `size` bytes can be read, is admitted: anything amiss is told. */
static enum verdict judge(const struct subject *s, const uint8_t *code, unsigned size)
{
	unsigned length = 0, other_length = 0, pad = landing_pad(code, size), whole;
	struct insn_body body, again;
	bool one;

	whole = s->ops->body(code, size, &body);
	if (whole > size || whole > INSN_BODY_LOOK) {
		complain("longer than what was to be looked at", code, size);
		return ADMITTED_RIGHTLY;
	}
	/* What stands behind the function is none of its business. */
	if (whole && (s->ops->body(code, whole, &again) != whole ||
		      memcmp(&body, &again, sizeof(body)) != 0))
		complain("read otherwise without what follows it", code, whole);
	code += pad;
	one = read_by(insn, code, size - pad, &length);
	if (unknown(code, size - pad))
		return UNKNOWN;
	if (!whole)
		return one && harmless() ? REFUSED_NEEDLESSLY : REFUSED_RIGHTLY;
	whole -= pad;
	/* An empty one is seen to by a table. */
	if (one && length == whole)
		return ADMITTED_RIGHTLY;
	if (!one || !harmless() || length > whole)
		complain("admitted", code, whole);
	else if (!read_by(other, code + length, whole - length, &other_length) ||
		 length + other_length != whole || !is_return())
		complain("admitted without a return behind it", code, whole);
	else {
		judge_site(s, FFP_SITE_CALL, &body, code, whole);
		if (s->ops->wide_prefix)
			judge_site(s, INSN_SITE_WIDE, &body, code, whole);
	}
	return ADMITTED_RIGHTLY;
}

static void compare(const struct subject *s)
{
	unsigned counts[UNKNOWN + 1] = { 0 };

	for (unsigned i = 0; i < CASES && (counts[ADMITTED_RIGHTLY] < ADMITTED ||
					   counts[REFUSED_RIGHTLY] < REFUSED);
	     i++) {
		uint8_t code[32] = { 0 };
		unsigned size = random_function(code);

		counts[judge(s, code, size)]++;
	}
	printf("# %u admitted, %u refused that must be, %u refused that need not be\n",
	       counts[ADMITTED_RIGHTLY], counts[REFUSED_RIGHTLY], counts[REFUSED_NEEDLESSLY]);
	is(wrong, 0, "what is admitted may stand at a site, and does so with the site's length");
	ok(counts[ADMITTED_RIGHTLY] >= ADMITTED && counts[REFUSED_RIGHTLY] >= REFUSED,
	   "of both there were enough");
}

static int bodies_main(void)
{
	if (!body_open(&subject))
		return 0;
	compare(&subject);
	body_close();
	return done();
}

#endif /* BODIES_H */
