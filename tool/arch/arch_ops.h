/* SPDX-License-Identifier: MIT */
/*
 * What only the tool needs of an architecture: which relocations are sites, what instructions refer
 * to, and what the tool adds to objects.  The bytes of sites and entries belong to insn/, which the
 * run time links, too.
 *
 * The rooms of the tool use this by the `arch` of an open object.  As in insn/, all functions are
 * pure, and work on any host.
 */
#ifndef TOOL_ARCH_OPS_H
#define TOOL_ARCH_OPS_H

#include "insn.h"

/*
 * A relocation that is a site, and what the tool makes of it: `fix_len` bytes at section offset
 * `fix_at` become `fix`, and the relocation becomes `rel_*`.
 */
struct arch_site {
	unsigned kind; /* FFP_SITE_… */
	/*
	 * Leave the branch aimed at the entry.  Linkers make no veneer for such a branch, and
	 * report an error if the entry is out of reach: so in a module that was linked, every
	 * such site reaches its entry.
	 */
	bool to_entry;
	bool whole;  /* the linker must not shorten it: see rel_relax */
	bool wide;   /* a call whose prefix is `fix[0]`, before `at`: FFP_WIDE_SECTION */
	uint64_t at; /* section offset of the site */
	uint64_t fix_at;
	unsigned fix_len; /* 0: the bytes stay */
	uint8_t fix[INSN_MAX];
	uint32_t rel_type;
	uint64_t rel_at;
	int64_t rel_addend;
};

/* How an instruction refers to an address. */
enum arch_how {
	ARCH_GOES,     /* it branches there */
	ARCH_GOES_BY,  /* it branches to where the word at the address points */
	ARCH_TAKES,    /* it makes the address */
	ARCH_LOADS,    /* it loads the word at the address */
	ARCH_TAKES_32, /* it makes the address from an immediate of 32 bits, an absolute one */
	ARCH_TAKES_64, /* the same with 64 bits, absolute or counted from the GOT: -mcmodel=large */
};

struct arch_ref {
	enum arch_how how;
	unsigned kind;	 /* of a branch: FFP_SITE_… */
	unsigned length; /* bytes of the instruction, or of the pair that is one site */
	uint64_t to;	 /* the address */
};

struct arch_ops {
	const char *name; /* as in messages: "x86-64" */
	uint16_t machine; /* e_machine */
	bool big;	  /* big-endian */
	const struct insn_ops *insn;

	uint32_t rel_pc32;  /* 32-bit PC-relative data relocation */
	uint32_t rel_abs64; /* 64-bit absolute data relocation */
	uint32_t rel_none;  /* a relocation that does nothing */
	/*
	 * The relocation that allows the linker to shorten the instructions of the relocation
	 * before it, at the same place.  Then code moves, and tables must refer to symbols.
	 * 0: there is none, and code stays as it is.
	 */
	uint32_t rel_relax;
	const uint32_t *rel_takes_64; /* relocations of ARCH_TAKES_64, and a 0 behind the last */

	/* The greatest distance between a site and its veneer: see insn->veneer_size. */
	uint32_t veneer_reach;

	/*
	 * Write the code of a new entry, insn->entry_size bytes, whose jump has no target yet; and
	 * the type, the offset in the entry and the addend of the relocation that gives it one.
	 */
	void (*entry_new)(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend);

	/*
	 * Is a relocation by a key's entry, with `type` and `addend` at offset `at` of a section of
	 * code with these contents, a site?  Then the site, and the bytes to be fixed, lie within
	 * the section.
	 */
	bool (*classify)(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
			 uint64_t at, struct arch_site *out);

	/*
	 * What does the instruction at address `at` refer to, in one of the ways in which compilers
	 * refer to functions?  False if it does not.  `size` bytes can be read, at least 1.  The
	 * caller need not know whether an instruction begins there.
	 */
	bool (*refer)(const uint8_t *code, uint64_t size, uint64_t at, struct arch_ref *out);
};

extern const struct arch_ops arch_aarch64;
extern const struct arch_ops arch_riscv64;
extern const struct arch_ops arch_s390x;
extern const struct arch_ops arch_x86_64;

/* The architecture of an ELF machine number, or NULL. */
const struct arch_ops *arch_find(uint16_t machine);

/*
 * For the files of this folder: is the code at address `at` the branch of a site of `kind`?  Then
 * *out describes it.  As many bytes can be read as such a site has.
 */
bool arch_branch(const struct insn_ops *insn, const uint8_t *code, unsigned kind, uint64_t at,
		 struct arch_ref *out);

#endif /* TOOL_ARCH_OPS_H */
