/* SPDX-License-Identifier: MIT */
/*
 * Instructions: pure functions that say which bytes a site or a key's entry
 * holds in a given form, and read such bytes back.  No I/O, no memory but the
 * caller's, no globals: the run time links the one architecture it runs on,
 * the tool all of them.
 *
 * A *form* is what a key does now.  A *site* in a form is one instruction, of
 * the length the compiler gave it (unreachable filling included): what stops a
 * thread between two instructions can never stop it inside a site.
 */
#ifndef INSN_H
#define INSN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ffp/abi.h"

/* The longest site, and the longest single write to an entry; the shortest site. */
#define INSN_MAX 8
#define INSN_MIN 4

enum insn_form {
	INSN_BRANCH,   /* go to an address */
	INSN_NOTHING,  /* return at once; what a call returned is undefined */
	INSN_CONSTANT, /* return a value */
};

/* What a site says when it is read back. */
struct insn_read {
	enum insn_form form;
	uint64_t value; /* the address or the constant */
};

/* A write to an entry: `len` bytes at the entry symbol + `at` (may be negative). */
struct insn_edit {
	int at;
	unsigned len;
	uint8_t bytes[INSN_MAX];
};

/* The most edits that one change makes to one entry. */
#define INSN_EDITS 2

/* What code does that does no more than go on elsewhere. */
enum insn_step {
	INSN_STEP_NONE,	  /* it does more */
	INSN_STEP_JUMP,	  /* a plain jump, perhaps a function of the program's own */
	INSN_STEP_VENEER, /* in a way that only linkers write, to a place out of reach */
};

struct insn_ops {
	/* Length of a site of this kind that holds `bytes`, of which INSN_MIN are looked at. */
	unsigned (*length)(unsigned kind, const uint8_t *bytes);

	/*
	 * Write to `out` the bytes of a site of `kind` at address `at` in `form`
	 * with `value`.  `old` are its present bytes, from which a condition is
	 * taken over.  False if the form cannot be said in this one instruction:
	 * out of reach, or not on this kind of site.
	 */
	bool (*encode)(uint8_t *out, const uint8_t *old, unsigned kind, uint64_t at,
		       enum insn_form form, uint64_t value);

	/* Read a site back; false if it holds nothing that encode() writes. */
	bool (*decode)(const uint8_t *bytes, unsigned kind, uint64_t at, struct insn_read *out);

	/*
	 * The edits that bring the entry at address `at`, whose first bytes are
	 * `old` (entry_size of them), to `form` with `value`.  Returns their
	 * number.  Never fails: an entry can say every form, at any distance.
	 */
	unsigned (*entry_encode)(struct insn_edit out[INSN_EDITS], const uint8_t *old, uint64_t at,
				 enum insn_form form, uint64_t value);

	/*
	 * Read an entry back.  `old` as above; `word` is the far target that
	 * stands before it.  False if it holds nothing that entry_encode() or
	 * the header's macros write.
	 */
	bool (*entry_decode)(const uint8_t *old, uint64_t at, uint64_t word, struct insn_read *out);

	/*
	 * Offset from the entry of the code that returns the entry's constant; and of the
	 * landing pad that leads there, or else of that code: an entry that begins with a pad
	 * has another one behind its code, but not if release 0.1.0 compiled it.  `old` are
	 * entry_size bytes and INSN_ENTRY_LANDING more.  NULL: no landing pads here.
	 */
	unsigned entry_constant;
	unsigned (*entry_landing)(const uint8_t *old);
	/* Bytes of code from the entry on. */
	unsigned entry_size;

	/*
	 * Where a site cannot count on reaching its entry: so many of the first
	 * bytes of a new entry, with its relocation, are a *veneer*, a jump to
	 * anywhere, which each section of text has for each key that it calls, near
	 * its sites.  0: there is no need.
	 */
	unsigned veneer_size;

	/*
	 * Where the code at address `at`, of which `size` bytes can be read, goes
	 * on, if that is all it does.  NULL where linkers make no veneers.
	 */
	enum insn_step (*step)(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *to);

	/*
	 * Does the code at `code`, address `at`, load a word to go by it, in one of the ways
	 * in which the entries of a PLT do?  Then *word is the word's address.  `size` bytes
	 * can be read.
	 */
	bool (*loads)(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *word);
	unsigned align; /* of instructions */
};

/* Bytes behind an entry's code that may be such a pad: in one page with its last. */
#define INSN_ENTRY_LANDING 8

/* A linker needs at most so many steps to bring a branch to where it was aimed. */
#define INSN_STEPS 4

extern const struct insn_ops ffp_insn_aarch64;
extern const struct insn_ops ffp_insn_riscv64;
extern const struct insn_ops ffp_insn_s390x;
extern const struct insn_ops ffp_insn_x86_64;

#endif /* INSN_H */
