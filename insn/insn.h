/* SPDX-License-Identifier: MIT */
/*
 * Instructions: functions that encode a site or a key's entry in a given form, and decode it.  They
 * are pure: no I/O, no globals, no memory but the caller's, no byte order of the host.  The run
 * time links the architecture on which it runs, and the tool links all of them; what only the tool
 * needs of an architecture is in tool/arch/.
 *
 * A *form* is what a key does now.  A *site* in any form is one instruction, as long as the
 * instruction that the compiler wrote, perhaps with filling behind it that is never reached.  A
 * thread that is stopped between two instructions is never stopped inside a site.
 */
#ifndef INSN_H
#define INSN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "body.h"
#include "ffp/abi.h"

/* Bytes of the longest site, and of the longest edit of an entry; bytes of the shortest site. */
#define INSN_MAX 8
#define INSN_MIN 4

/*
 * Kinds of sites are those of the table (FFP_SITE_...) and, on x86-64, the wide call: a call of
 * which the collector has told, by a line of FFP_WIDE_SECTION, that a prefix before it belongs to
 * it.  Such a site begins with the prefix, and is one instruction in every form.
 */
#define INSN_SITE_WIDE 4
/* Above all kinds. */
#define INSN_SITE_KINDS 5

enum insn_form {
	INSN_BRANCH,   /* go to an address */
	INSN_NOTHING,  /* return at once, with an undefined value */
	INSN_CONSTANT, /* return a value */
};

/* A site or an entry, decoded. */
struct insn_read {
	enum insn_form form;
	uint64_t value; /* the address or the constant */
};

/* An edit of an entry: write `len` bytes at the entry + `at`, which may be negative. */
struct insn_edit {
	int at;
	unsigned len;
	uint8_t bytes[INSN_MAX];
};

/* A change makes at most so many edits of an entry. */
#define INSN_EDITS 2

/* Does code only go on at another address? */
enum insn_step {
	INSN_STEP_NONE,	  /* no, it does something else */
	INSN_STEP_JUMP,	  /* yes, by a plain jump, which may be a function of the program */
	INSN_STEP_VENEER, /* yes, by code that only linkers write, for a place out of reach */
};

struct insn_ops {
	/* The length of a site of this kind that begins with these INSN_MIN bytes. */
	unsigned (*length)(unsigned kind, const uint8_t *bytes);

	/*
	 * Write to `out` the bytes of a site of `kind` at address `at` in `form` with `value`.
	 * `old` are its present bytes; a condition in them is kept.  False if one instruction
	 * cannot do that: the address is out of reach, or this kind of site has no such form.
	 */
	bool (*encode)(uint8_t *out, const uint8_t *old, unsigned kind, uint64_t at,
		       enum insn_form form, uint64_t value);

	/*
	 * May a site of `kind` hold `form` if the byte `before` stands before it?  That byte may
	 * be a prefix of the branch, which means nothing to the branch and something to another
	 * instruction.  encode() does not know it.  0: there is no such byte.  NULL: the
	 * architecture has no prefixes.
	 */
	bool (*behind)(uint8_t before, unsigned kind, enum insn_form form);

	/* Decode a site; false if encode() does not write such bytes. */
	bool (*decode)(const uint8_t *bytes, unsigned kind, uint64_t at, struct insn_read *out);

	/*
	 * What a call site may hold instead of a branch to a function, and how it is written
	 * there: see body.h.  decode() and encode() know nothing of it.
	 */
	insn_body_read *body;
	insn_body_put *body_put;

	/*
	 * Find the edits that bring the entry at address `at`, with these entry_size bytes, to
	 * `form` with `value`.  Returns their number.  Never fails: an entry can have every form,
	 * and its target can be at any distance.
	 */
	unsigned (*entry_encode)(struct insn_edit out[INSN_EDITS], const uint8_t *old, uint64_t at,
				 enum insn_form form, uint64_t value);

	/*
	 * Decode an entry with the bytes `old`; `word` is the far target, which stands before it.
	 * False if neither entry_encode() nor the macros of <ffp.h> write such bytes.
	 */
	bool (*entry_decode)(const uint8_t *old, uint64_t at, uint64_t word, struct insn_read *out);

	/*
	 * The offset in the entry of the code that returns the entry's constant; and the offset
	 * where a pointer to that code should point.  An entry that begins with a landing pad
	 * has another one behind its code, which leads there, unless release 0.1.0 compiled it;
	 * without that pad the second offset is the first.  `old` has INSN_ENTRY_LANDING bytes
	 * more than the entry.  NULL: the architecture has no landing pads.
	 */
	unsigned entry_constant;
	unsigned (*entry_landing)(const uint8_t *old);
	/* Bytes of an entry, without the header before it. */
	unsigned entry_size;

	/*
	 * The size of a *veneer*: a jump to the entry, wherever that is.  On an architecture
	 * whose branches may not reach an entry, each section of text has a veneer near its sites
	 * for each key that it calls.  A veneer is made of the first bytes of a new entry, with
	 * the relocation of its jump.  0: every branch reaches every entry of its module.
	 */
	unsigned veneer_size;

	/*
	 * Does the code at address `at` only go on at another one, which becomes *to?  `size`
	 * bytes can be read.  NULL: linkers write no veneers for the architecture.
	 */
	enum insn_step (*step)(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *to);

	/*
	 * Does the code at address `at` load a word in a way in which entries of a PLT load their
	 * target, or jump there?  Then *word becomes the word's address.  `size` bytes can be read.
	 */
	bool (*loads)(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *word);
	unsigned align; /* the alignment of instructions */

	/* The prefix with which the build begins a wide call; 0: the architecture has none. */
	uint8_t wide_prefix;
};

/* encode(), of a site with the byte `before` before it. */
static inline bool insn_encode_behind(const struct insn_ops *ops, uint8_t *out, const uint8_t *old,
				      uint8_t before, unsigned kind, uint64_t at,
				      enum insn_form form, uint64_t value)
{
	return (!ops->behind || ops->behind(before, kind, form)) &&
	       ops->encode(out, old, kind, at, form, value);
}

/*
 * The two instructions of a branch (FFP_ON): while the key is not set, and while it is set.  One of
 * them is the no-op of a call that does nothing, and the other the jump of a tail call.
 */
struct insn_branch {
	uint8_t off[INSN_MAX], on[INSN_MAX];
};

/* The length of both. */
static inline unsigned insn_branch_length(const struct insn_ops *ops)
{
	const uint8_t none[INSN_MAX] = { 0 };

	return ops->length(FFP_SITE_JUMP, none);
}

/*
 * Write the instructions of a branch at address `at` that goes to `to`; `flags` are those of its
 * line.  False if no instruction can stand there, or reach that address.
 */
static inline bool insn_branch_encode(const struct insn_ops *ops, unsigned flags, uint64_t at,
				      uint64_t to, struct insn_branch *out)
{
	uint8_t *straight = flags & FFP_BRANCH_LIKELY ? out->on : out->off;
	uint8_t *jump = flags & FFP_BRANCH_LIKELY ? out->off : out->on;
	const uint8_t none[INSN_MAX] = { 0 };

	return !(at % ops->align) && !(to % ops->align) &&
	       ops->encode(straight, none, FFP_SITE_CALL, at, INSN_NOTHING, 0) &&
	       ops->encode(jump, straight, FFP_SITE_JUMP, at, INSN_BRANCH, to);
}

/* The size of such a landing pad behind an entry, with its jump; all of it is in one page. */
#define INSN_ENTRY_LANDING 8

/* Between a branch and its target a linker puts at most so many jumps and veneers. */
#define INSN_STEPS 4

extern const struct insn_ops ffp_insn_aarch64;
extern const struct insn_ops ffp_insn_riscv64;
extern const struct insn_ops ffp_insn_s390x;
extern const struct insn_ops ffp_insn_x86_64;

#endif /* INSN_H */
