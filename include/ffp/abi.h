/* SPDX-License-Identifier: MIT */
/*
 * The binary interface between compiled objects and the run time.  The macros of
 * <ffp.h> and `ffp collect` write the layouts below into objects; the library reads
 * them, perhaps years later and in another version.
 *
 * A change of anything marked ABI needs a new FFP_ABI number, and a library that
 * still reads the old one.  Programs never use this file directly.
 */
#ifndef FFP_ABI_H
#define FFP_ABI_H

#include <ffp/quiet.h>

/* ABI: the version number in the entries, records and descriptors of an object. */
#define FFP_ABI 1

/*
 * ABI: symbol names.  A key's entry (its trampoline) is the function symbol
 *
 *	__ffp_fn.<key>.<default>	a plain or a file-local key
 *	__ffp_ex.<key>.<default>	an exported key
 *
 * where <default> is "0" for a NULL key, and <key> again for a key by symbol.  No C identifier
 * holds a dot, so the parts cannot be mistaken.  Because the symbol has the default's name in it,
 * the tool can aim a site at the default in any object, and a DECLARE_FFP that disagrees with its
 * DEFINE_FFP does not link.
 *
 * In each module that calls it, an exported key has two more names.  They are hidden,
 * so relative fields and branches of that module can use them wherever the key is:
 *
 *	__ffp_im.<key>	the module's entry for the key: in the module that defines
 *			the key, the key's own entry; in other modules an import
 *	__ffp_dx.<key>	the destination of the module's sites before any change.  It
 *			is the default if the module defines the key, `ffp collect`
 *			saw key and default in one object, and the linker can put no
 *			other function in the default's place; else it is that entry.
 *			The sites of a NULL key are no-ops only in the object that
 *			defines the key: a module with other sites may be loaded after
 *			the key was set.  (Older tools made all of them no-ops.)
 */
#define FFP_PREFIX_PLAIN "__ffp_fn."
#define FFP_PREFIX_EXPORT "__ffp_ex."
#define FFP_PREFIX_IMPORT "__ffp_im."
#define FFP_PREFIX_START "__ffp_dx."
#define FFP_PREFIX_RECORD "__ffp_rec."
#define FFP_NO_DEFAULT "0"

/* ABI: section names; C identifiers, so that linkers define __start_ and __stop_. */
#define FFP_SITES_SECTION "ffp_sites"
#define FFP_WIDE_SECTION "ffp_wide"
#define FFP_KEYS_SECTION "ffp_keys"
#define FFP_BRANCHES_SECTION "ffp_branches"
#define FFP_IMPLS_SECTION "ffp_impls"
#define FFP_TEXT_SECTION ".text.ffp"
#define FFP_NOTE_SECTION ".note.ffp"
#define FFP_NOTE_OWNER "ffp"
/*
 * A section of one byte that belongs to no segment and keeps BOLT away.  BOLT moves the
 * functions of a linked file and would not update the tables of their sites: calls would
 * never change again, and nothing would show that.  It refuses a file that has a section of
 * such a name, which it takes for one of its own.
 */
#define FFP_UNMOVED_SECTION ".bolt.org.ffp"

/* ABI: flags of a key, in its record, its ffp_keys entry and its entry header. */
#define FFP_KEY_NULL 1	  /* has no default, and does nothing until it is set */
#define FFP_KEY_POINTER 2 /* pointer form: the entry is a pointer variable */
#define FFP_KEY_EXPORT 4  /* may be called and changed by other modules */
#define FFP_KEY_IMPORT 8  /* the entry belongs to another module's key; see struct ffp_import */

/*
 * ABI: the flags in the header of the entry of an import of no key.  It stands, as a weak symbol,
 * for a key by symbol that no object of the module may define, and jumps to the function.
 */
#define FFP_NO_KEY (FFP_ABI << 8 | FFP_KEY_IMPORT)

/* ABI: kinds of lines of the site table, in the low two bits of ffp_site.key. */
#define FFP_SITE_CALL 0 /* a call: execution returns behind the site */
#define FFP_SITE_JUMP 1 /* a jump: a tail call */
#define FFP_SITE_COND 2 /* a conditional jump: a conditional tail call */
#define FFP_SITE_KINDS 3
#define FFP_SITE_VENEER                                                                            \
	3 /* no site but a veneer: constant code near the sites that jumps to the entry */

/* ABI: flags of a branch, in the low two bits of ffp_branch.key. */
#define FFP_BRANCH_LIKELY 1 /* jumps while the key is not set; without: while it is set */
#define FFP_BRANCH_FAR 2    /* the field leads to a pointer to the record, not to the record */

/*
 * ABI: the header before every entry symbol, in the same section.  The entry is
 * aligned to 16 bytes and tables to 4, so the relative address of an entry is a
 * multiple of 4 and its low two bits hold flags.  The address of a site is not
 * aligned, and its field holds no flags.
 */
#define FFP_ENTRY_ALIGN 16
#define FFP_ENTRY_HEADER 16
#define FFP_ENTRY_WORD (-16)  /* 8 bytes: the far target, 0 until there is one */
#define FFP_ENTRY_RECORD (-8) /* 4 bytes: the key's struct ffp, relative to this field */
#define FFP_ENTRY_FLAGS (-4)  /* 4 bytes: FFP_ABI << 8 | FFP_KEY_… */

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/*
 * ABI: one site; 8 bytes, read-only, without dynamic relocations.  Each field holds
 * an address relative to the field itself.
 */
struct ffp_site {
	int32_t site; /* the site, as insn/ defines it for the architecture; or a veneer */
	int32_t key;  /* the key's entry, | FFP_SITE_… in the low two bits */
};

/*
 * ABI: one branch (FFP_ON); 12 bytes, read-only, fields relative to themselves.  The site is a
 * no-op or a jump, whose length insn/ defines for the architecture.
 */
struct ffp_branch {
	int32_t site;
	int32_t to;  /* where the jump goes */
	int32_t key; /* the key's struct ffp, or a pointer to it, | FFP_BRANCH_… */
};

/*
 * ABI: a line of FFP_WIDE_SECTION is an int32_t, read-only.  It holds the address, relative to
 * itself, of a site that is a call, and tells that the byte before this site is a prefix which
 * belongs to the call: the collector has made both of one instruction of six bytes (x86-64: 67 e8
 * rel32, of call *slot(%rip)).  So the prefix may be replaced together with the call.  The byte
 * alone could be the end of another instruction.  Without the line, as in objects of older tools
 * and for older libraries, the site is the five bytes behind the prefix, which stays.
 */

/* ABI: one key that a module defines; 16 bytes, fields relative to themselves. */
struct ffp_key {
	int32_t entry;	/* the entry: code, or in the pointer form the pointer */
	int32_t record; /* the struct ffp */
	int32_t name;	/* the key's name, a C string */
	uint32_t flags; /* FFP_ABI << 8 | FFP_KEY_… */
};

/*
 * ABI: the part of a key that changes.  All of it belongs to the library and is written
 * under the update lock.  `target` is read without the lock, and so is `constant`, by
 * the stub of the pointer form.
 */
struct ffp_state {
	void *target;	   /* the value of FFP_TARGET */
	uint64_t constant; /* the last constant set; the pointer form's stub returns it */
	uint64_t value;	   /* that belongs to `form`: an address or a constant */
	uint64_t other;	   /* that belongs to `other_form`, if `mixed` */
	void *origin;	   /* the destination of direct sites before any change */
	uint32_t pending;  /* 1 + the index of the running transaction's change */
	uint8_t form;
	uint8_t other_form;
	uint8_t mixed; /* a commit broke off: a site may hold either form */
	uint8_t known; /* form, value and origin have been read from the entry */
	/*
	 * 1 + how many modules had started when all sites were last aimed; while mixed, the body
	 * that goes with the other form, a struct insn_body.
	 */
	uint64_t aimed;
	uint8_t
	    constant_code; /* if `known`: offset from the entry of code that returns `constant` */
	uint8_t body[7];   /* what call sites hold instead of a branch to `value`: insn/body.h */
};

struct ffp_module;

/*
 * ABI: the record of one key, constant (RELRO where it needs relocation).  For
 * programs it is an opaque handle.
 */
struct ffp {
	const char *name;
	void *def;   /* the default; NULL for a NULL key */
	void *entry; /* the address of the entry; in the pointer form, of the pointer */
	void *stub;  /* pointer form: returns state->constant; else NULL */
	struct ffp_state *state;
	const struct ffp_module *module; /* the module that defines the key */
	uint32_t abi;
	uint32_t flags; /* FFP_KEY_… */
};

/*
 * ABI: the record of an import, to which the record field of its entry points.  That
 * entry has FFP_KEY_IMPORT in its flags, and begins with a jump to the key's own entry.
 */
struct ffp_import {
	const struct ffp *key; /* NULL: of no key (FFP_NO_KEY) */
};

/*
 * ABI: a candidate for a key (FFP_IMPL), constant.  A field of the section
 * FFP_IMPLS_SECTION holds its address relative to the field.
 */
struct ffp_impl {
	const struct ffp *key;
	void *function;
	const char *name;    /* of the function, for FFP_USE */
	int (*usable)(void); /* called once, when the module starts */
	int rank;
	uint32_t abi;
};

/* ABI: the library's state of a module; zero until the module is registered. */
struct ffp_module_state {
	const struct ffp_module *module;
	struct ffp_module_state *next;
	void *image;	/* the library's image of the module, made when first needed */
	uint8_t chosen; /* its candidates have been compared, and the best ones set */
	uint8_t phase;	/* how far it has come: an enum phase of src/module.h */
	uint8_t unused;
	uint8_t n_headers;
	uint8_t behind;	   /* sites of other modules' keys are not up to date: try again */
	uint64_t choice;   /* address of the outcomes of its candidates: see src/choice.c */
	uint64_t headers;  /* address of the object's program headers; 0: not known yet */
	uint64_t base;	   /* load address: the number to add to the addresses in them */
	uint64_t branches; /* address of its struct ffp_branches; 0: it has told none */
};

/*
 * ABI: a copy of the library.  A process may have several (linked statically into
 * shared libraries).  A module, with its keys, belongs to the copy that its descriptor
 * names; the other copies pass requests about its keys on to that copy.
 */
struct ffp_change;
struct ffp_info;
struct ffp_impl_info;
struct ffp_log;
struct ffp_library {
	uint32_t abi;
	uint32_t size; /* of this structure */
	void (*add)(const struct ffp_module *_module);
	void (*remove)(const struct ffp_module *_module);
	int (*apply)(const struct ffp_change *_changes, size_t _n, unsigned _flags);
	int (*info)(const struct ffp *_key, struct ffp_info *_info);
	/* A module of another copy is being unloaded; keys may have targets in it. */
	void (*leave)(const struct ffp_module *_module);
	/*
	 * The structure of release 0.1.0 ends here.  Like ffp_each_impl(), for the modules
	 * of this copy only.
	 */
	int (*each_impl)(const struct ffp *_key,
			 int (*_callback)(const struct ffp_impl_info *_impl, void *_arg),
			 void *_arg);
	/*
	 * @_here is 1: the other copy has modules now, and is to be told when a module of
	 * this copy is unloaded.  @_here is 0: it has none any more, and may be unloaded.
	 */
	void (*meet)(const struct ffp_library *_other, int _here);
	const struct ffp_log *change_log;
};

/*
 * ABI: what a copy of the library remembers of its changes, for those who look at the process from
 * outside (`ffp status`, a debugger).  Written under the update lock, a few stores for each
 * transaction; nobody in the process reads it.  A transaction that only aims sites does not
 * count, nor does the work for modules that are loaded.
 */
struct ffp_log {
	uint64_t changes;	      /* transactions that have changed a key */
	const struct ffp_state *last; /* the state of the first key of the last one */
	uint64_t keys;		      /* how many keys that one changed */
	uint8_t way;		      /* as in ffp_info(): FFP_BY_… */
	uint8_t anonymous, serialised;
	uint8_t spare[5];
};

/*
 * ABI: the note, of owner FFP_NOTE_OWNER, by which a copy of the library finds the
 * modules of all other copies.  Its length is the same under both alignments that notes
 * have.  A tool that moves notes (patchelf) does not adjust the field, so a reader checks
 * whether the field points to a descriptor, and if not searches the object for one.
 */
#define FFP_NOTE_TYPE 1
struct ffp_note {
	int32_t module; /* the descriptor, relative to this field */
	uint32_t abi;
};

/*
 * ABI: the descriptor, one per module, constant.  The bounds of a section are NULL in a
 * module that does not have the section.
 */
struct ffp_module {
	uint32_t abi;
	uint32_t size; /* of this structure */
	const struct ffp_site *sites, *sites_end;
	const struct ffp_key *keys, *keys_end;
	/*
	 * The module's ELF header in memory, or NULL.  Only used before its constructor has
	 * run, since other tools move the header and some linkers leave the field empty.
	 */
	const void *ehdr;
	struct ffp_module_state *state;
	const struct ffp_library *library;
	const int32_t *impls, *impls_end;
	/* Release 0.1.0 ends here: read what follows only if `size` says that it is there. */
	const int32_t *wide, *wide_end;
};
/* The least size of a descriptor. */
#define FFP_MODULE_SIZE offsetof(struct ffp_module, wide)

/* ABI: the bounds of a module's table of branches; one per module that has any, constant. */
struct ffp_branches {
	uint32_t abi;
	uint32_t size; /* of this structure */
	const struct ffp_module *module;
	const struct ffp_branch *lines, *lines_end;
};
#endif /* !__ASSEMBLER__ */

#include <ffp/loud.h>

#endif /* FFP_ABI_H */
