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

/* The most types of relocation for 64-bit immediates, with the 0 behind them. */
#define INSN_TAKES_64_TYPES 8

/* The most edits that one change makes to one entry. */
#define INSN_EDITS 2

/*
 * A relocation that turned out to be a site, and what the tool makes of it:
 * `fix_len` bytes at section offset `fix_at` are to become `fix`, and the
 * relocation is to become `rel_*`.
 */
struct insn_site {
	unsigned kind; /* FFP_SITE_… */
	/*
	 * The linker may be unable to bridge the way to the entry, but says so:
	 * leave the branch aimed there, so that a module that linked has every
	 * such site in reach of its entry.
	 */
	bool to_entry;
	bool whole;  /* the linker must not shorten it: see rel_relax */
	uint64_t at; /* section offset of the site */
	uint64_t fix_at;
	unsigned fix_len; /* 0: the bytes stay */
	uint8_t fix[INSN_MAX];
	uint32_t rel_type;
	uint64_t rel_at;
	int64_t rel_addend;
};

/* What code does that does no more than go on elsewhere. */
enum insn_step {
	INSN_STEP_NONE,	  /* it does more */
	INSN_STEP_JUMP,	  /* a plain jump, perhaps a function of the program's own */
	INSN_STEP_VENEER, /* in a way that only linkers write, to a place out of reach */
};

/* How an instruction refers to an address. */
enum insn_how {
	INSN_GOES,     /* a branch there */
	INSN_GOES_BY,  /* a branch to where the word there points */
	INSN_TAKES,    /* makes the address */
	INSN_LOADS,    /* … by loading the word there */
	INSN_TAKES_32, /* by an immediate: absolute */
	INSN_TAKES_64, /* … that of a code model without limits: absolute, or of the GOT */
};

struct insn_ref {
	enum insn_how how;
	unsigned kind;	 /* of a branch: FFP_SITE_… */
	unsigned length; /* bytes of the instruction, or of the pair that is one site */
	uint64_t to;
};

struct insn_ops {
	const char *name;   /* as in messages: "x86-64" */
	uint16_t machine;   /* e_machine */
	bool big;	    /* big-endian */
	uint32_t rel_pc32;  /* 32-bit PC-relative data relocation */
	uint32_t rel_abs64; /* 64-bit absolute data relocation */
	uint32_t rel_none;  /* a relocation that does nothing */
	/*
	 * A relocation that lets the linker shorten the instructions of the one
	 * before it, at the same place; 0: there is none, and code stays as it is.
	 * Where there is one, addresses in code must be those of symbols.
	 */
	uint32_t rel_relax;

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
	 * Write the code of a new entry, entry_size bytes, whose jump goes
	 * nowhere yet; and the relocation that aims it, relative to the entry.
	 */
	void (*entry_new)(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend);

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
	 * anywhere, which each section of text has for each key that it calls, no
	 * further than `veneer_reach` from its sites.  0: there is no need.
	 */
	unsigned veneer_size;
	uint32_t veneer_reach;

	/*
	 * Is the relocation of `type` and `addend` at offset `at` of an
	 * executable section with these contents a site?  The relocation's
	 * symbol is a key's entry.  If so, all of the site, and of what is to
	 * be fixed, lies within the section.
	 */
	bool (*classify)(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
			 uint64_t at, struct insn_site *out);

	/*
	 * Where the code at address `at`, of which `size` bytes can be read, goes
	 * on, if that is all it does.  NULL where linkers make no veneers.
	 */
	enum insn_step (*step)(const uint8_t *code, uint64_t size, uint64_t at, uint64_t *to);

	/*
	 * What the instruction at `code`, address `at`, refers to, in the ways that
	 * compilers write; false if in none.  `size` bytes can be read, at least 1.
	 * It cannot know whether an instruction does begin there.
	 */
	bool (*refer)(const uint8_t *code, uint64_t size, uint64_t at, struct insn_ref *out);
	unsigned align; /* of instructions */

	/* Relocations of INSN_TAKES_64, up to a 0. */
	uint32_t rel_takes_64[INSN_TAKES_64_TYPES];
};

/* Bytes behind an entry's code that may be such a pad: in one page with its last. */
#define INSN_ENTRY_LANDING 8

/* A linker needs at most so many steps to bring a branch to where it was aimed. */
#define INSN_STEPS 4

extern const struct insn_ops ffp_insn_aarch64;
extern const struct insn_ops ffp_insn_riscv64;
extern const struct insn_ops ffp_insn_s390x;
extern const struct insn_ops ffp_insn_x86_64;

/* The back end for an ELF machine number, or NULL. */
const struct insn_ops *insn_find(uint16_t machine);

#endif /* INSN_H */
