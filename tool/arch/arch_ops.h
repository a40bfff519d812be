/* SPDX-License-Identifier: MIT */
/*
 * What the tool alone needs of an architecture: which relocations are sites, what
 * instructions refer to, what the tool adds to objects.  The bytes of sites and entries
 * belong to insn/, which the run time links as well.
 *
 * Every room of the tool asks through the `arch` of an open object.  As in insn/ all
 * functions are pure, read no more than they are given, and work on hosts of any kind.
 */
#ifndef TOOL_ARCH_OPS_H
#define TOOL_ARCH_OPS_H

#include "insn.h"

/*
 * A relocation that turned out to be a site, and what the tool makes of it:
 * `fix_len` bytes at section offset `fix_at` are to become `fix`, and the
 * relocation is to become `rel_*`.
 */
struct arch_site {
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
	 * A relocation that lets the linker shorten the instructions of the one
	 * before it, at the same place; 0: there is none, and code stays as it is.
	 * Where there is one, addresses in code must be those of symbols.
	 */
	uint32_t rel_relax;
	const uint32_t *rel_takes_64; /* those of ARCH_TAKES_64; a 0 stands behind the last */

	/* A veneer (see insn.veneer_size) is no further than this from its sites. */
	uint32_t veneer_reach;

	/*
	 * Write the code of a new entry, insn.entry_size bytes, whose jump goes
	 * nowhere yet; and the relocation that aims it, relative to the entry.
	 */
	void (*entry_new)(uint8_t *out, uint32_t *rel_type, uint64_t *rel_at, int64_t *rel_addend);

	/*
	 * Is the relocation of `type` and `addend` at offset `at` of an
	 * executable section with these contents a site?  The relocation's
	 * symbol is a key's entry.  If so, all of the site, and of what is to
	 * be fixed, lies within the section.
	 */
	bool (*classify)(uint32_t type, int64_t addend, const uint8_t *section, uint64_t size,
			 uint64_t at, struct arch_site *out);

	/*
	 * What the instruction at `code`, address `at`, refers to, in the ways that
	 * compilers write; false if in none.  `size` bytes can be read, at least 1.
	 * It cannot know whether an instruction does begin there.
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
 * For the files here: is the code at `code`, address `at`, the branch of a site of `kind`, and
 * where does it go?  As many bytes can be read as such a site has.
 */
bool arch_branch(const struct insn_ops *insn, const uint8_t *code, unsigned kind, uint64_t at,
		 struct arch_ref *out);

#endif /* TOOL_ARCH_OPS_H */
