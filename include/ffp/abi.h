/* SPDX-License-Identifier: MIT */
/*
 * What a compiled object and the run time agree on: the layouts below are
 * written into objects by the macros of <ffp.h> and by `ffp collect`, and read
 * by the library, perhaps years later and by another version of it.
 *
 * Changing anything marked ABI needs a new FFP_ABI number, and a library that
 * still reads the old one.  Programs never use this file directly.
 */
#ifndef FFP_ABI_H
#define FFP_ABI_H

#include <ffp/quiet.h>

/* ABI: the version that objects carry, in their key entries and descriptors. */
#define FFP_ABI 1

/*
 * ABI: symbol names.  A key's entry (its trampoline) is the function symbol
 *
 *	__ffp_fn.<key>.<default>	a plain or a file-local key
 *	__ffp_ex.<key>.<default>	an exported key
 *
 * where <default> is "0" for a NULL key.  No C identifier holds a dot, so the
 * parts cannot be mistaken.  Carrying the default's name lets the tool aim a
 * site at the default in any object, and makes a DECLARE_FFP that disagrees
 * with its DEFINE_FFP fail to link.
 *
 * An exported key has in each module that calls it two names more, hidden, which
 * relative fields and branches of that module can use wherever the key is:
 *
 *	__ffp_im.<key>	the module's entry for it: in the module that defines
 *			the key, the key's own; elsewhere an import
 *	__ffp_dx.<key>	where the module's sites go before any change: in the
 *			module that defines the key, the default, if `ffp
 *			collect` saw both in one object and the linker can put
 *			no other in its place; else that entry.  Only in the object
 *			that defines a NULL key its sites are no-ops: elsewhere the
 *			key may be set before the sites come.  (Older tools made
 *			no-ops of all.)
 */
#define FFP_PREFIX_PLAIN "__ffp_fn."
#define FFP_PREFIX_EXPORT "__ffp_ex."
#define FFP_PREFIX_IMPORT "__ffp_im."
#define FFP_PREFIX_START "__ffp_dx."
#define FFP_PREFIX_RECORD "__ffp_rec."
#define FFP_NO_DEFAULT "0"

/* ABI: section names; C identifiers, so that linkers define __start_ and __stop_. */
#define FFP_SITES_SECTION "ffp_sites"
#define FFP_KEYS_SECTION "ffp_keys"
#define FFP_IMPLS_SECTION "ffp_impls"
#define FFP_TEXT_SECTION ".text.ffp"
#define FFP_NOTE_SECTION ".note.ffp"
#define FFP_NOTE_OWNER "ffp"
/*
 * A byte that no segment has.  BOLT moves functions of a linked file, and would leave the
 * tables of their sites behind: calls would never change again, and nobody could tell.  It
 * refuses a file with a section of such a name, which it takes for one of its own.
 */
#define FFP_UNMOVED_SECTION ".bolt.org.ffp"

/* ABI: flags of a key, in its record, its ffp_keys entry and its entry header. */
#define FFP_KEY_NULL 1	  /* has no default: does nothing until set */
#define FFP_KEY_POINTER 2 /* pointer form: the entry is a pointer variable */
#define FFP_KEY_EXPORT 4  /* may be called and changed by other modules */
#define FFP_KEY_IMPORT 8  /* an entry of another module's key; see struct ffp_import */

/* ABI: kinds of line of the site table, in the low two bits of ffp_site.key. */
#define FFP_SITE_CALL 0 /* a call: returns behind the site */
#define FFP_SITE_JUMP 1 /* a jump: a tail call */
#define FFP_SITE_COND 2 /* a conditional jump: a conditional tail call */
#define FFP_SITE_KINDS 3
#define FFP_SITE_VENEER 3 /* no site: constant code that leads to the entry from nearby */

/*
 * ABI: what stands before every entry symbol, in the same section.  The entry
 * is aligned to 16 bytes, so that two flag bits fit under every relative
 * address of one (the entry's address and the table's are multiples of 4; the
 * site's is not, which is why its field carries no flags).
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
 * ABI: one site; 8 bytes, read-only, no dynamic relocation.  Each field holds
 * an address relative to the field itself.
 */
struct ffp_site {
	int32_t site; /* the branch instruction, or what insn/ has of it; or a veneer */
	int32_t key;  /* the key's entry, | FFP_SITE_… in the low two bits */
};

/* ABI: one key that a module defines; 16 bytes, fields relative to themselves. */
struct ffp_key {
	int32_t entry;	/* the entry: code, or in the pointer form the pointer */
	int32_t record; /* the struct ffp */
	int32_t name;	/* the key's name, a C string */
	uint32_t flags; /* FFP_ABI << 8 | FFP_KEY_… */
};

/*
 * ABI: what changes of a key.  All of it belongs to the library and is written
 * under the update lock; `target` is read without it, and `constant` by the
 * stub of the pointer form.
 */
struct ffp_state {
	void *target;	   /* what FFP_TARGET yields */
	uint64_t constant; /* the last one set; what the pointer form's stub returns */
	uint64_t value;	   /* of the form now: an address or a constant */
	uint64_t other;	   /* of the other form, when mixed */
	void *origin;	   /* where direct sites branch before any change */
	uint32_t pending;  /* 1 + the index of the running transaction's change */
	uint8_t form;
	uint8_t other_form;
	uint8_t mixed;	/* a commit broke off: a site may hold either form */
	uint8_t known;	/* form, value and origin have been read from the entry */
	uint64_t aimed; /* how many modules had come when all sites were last seen to be aimed */
	uint32_t constant_code; /* if known: the code that returns it, in bytes from the entry */
	uint32_t spare;
};

struct ffp_module;

/*
 * ABI: one key, constant (RELRO where it needs relocation).  Programs see it as
 * an opaque handle.
 */
struct ffp {
	const char *name;
	void *def;   /* the default; NULL for a NULL key */
	void *entry; /* the trampoline; in the pointer form the pointer's address */
	void *stub;  /* pointer form: returns state->constant; else NULL */
	struct ffp_state *state;
	const struct ffp_module *module; /* the module that defines the key */
	uint32_t abi;
	uint32_t flags; /* FFP_KEY_… */
};

/*
 * ABI: what the record field of an import's entry leads to.  An import's entry
 * has FFP_KEY_IMPORT in its flags, and begins by jumping to the key's own.
 */
struct ffp_import {
	const struct ffp *key;
};

/*
 * ABI: a candidate for a key (FFP_IMPL), constant.  Found through a field of
 * the section FFP_IMPLS_SECTION, which holds its address relative to the field.
 */
struct ffp_impl {
	const struct ffp *key;
	void *function;
	const char *name;    /* the function's, for FFP_USE */
	int (*usable)(void); /* asked once, when the module starts */
	int rank;
	uint32_t abi;
};

/* ABI: what the library keeps of a module; zero until it is registered. */
struct ffp_module_state {
	const struct ffp_module *module;
	struct ffp_module_state *next;
	void *library;	/* the library's own view, made at the first change */
	uint8_t chosen; /* its candidates have been weighed */
	uint8_t begun;	/* its constructor has run: it stays until its destructor does */
	uint8_t ended;	/* its destructor has run */
	uint8_t n_headers;
	uint8_t behind;	  /* its sites of other modules' keys are to be brought to these again */
	uint64_t choice;  /* what was chosen of its candidates, and why: src/choice.c's */
	uint64_t headers; /* address of the object's program headers; 0: not known yet */
	uint64_t base;	  /* what is to be added to the addresses in them */
	uint64_t spare[1];
};

/*
 * ABI: a copy of the library, of which a process may have several (linked
 * statically into shared libraries).  A module, with its keys, belongs to the
 * copy that its descriptor names; the others hand their requests to that one.
 */
struct ffp_change;
struct ffp_info;
struct ffp_impl_info;
struct ffp_library {
	uint32_t abi;
	uint32_t size; /* of this structure */
	void (*add)(const struct ffp_module *_module);
	void (*remove)(const struct ffp_module *_module);
	int (*apply)(const struct ffp_change *_changes, size_t _n, unsigned _flags);
	int (*info)(const struct ffp *_key, struct ffp_info *_info);
	/* A module of another copy is about to go; keys may have targets in it. */
	void (*leave)(const struct ffp_module *_module);
	/* Release 0.1.0 ends here.  ffp_each_impl(), of this copy's modules only. */
	int (*each_impl)(const struct ffp *_key,
			 int (*_callback)(const struct ffp_impl_info *_impl, void *_arg),
			 void *_arg);
	/*
	 * Another copy has modules now, and is to be told when one of ours goes; or has
	 * none any more, and may be gone.
	 */
	void (*meet)(const struct ffp_library *_other, int _here);
};

/*
 * ABI: by this note, of owner FFP_NOTE_OWNER, a copy finds the modules of all the
 * others.  It is as long under both alignments that notes have.  A tool that moves notes
 * to another place (patchelf) leaves the field as it is: a reader finds out whether it
 * leads to a descriptor, and if not searches the object for one.
 */
#define FFP_NOTE_TYPE 1
struct ffp_note {
	int32_t module; /* the descriptor, relative to this field */
	uint32_t abi;
};

/*
 * ABI: the descriptor, one per module, constant.  The section bounds are NULL
 * in a module without such a section.
 */
struct ffp_module {
	uint32_t abi;
	uint32_t size; /* of this structure */
	const struct ffp_site *sites, *sites_end;
	const struct ffp_key *keys, *keys_end;
	/*
	 * The module's ELF header in memory, or NULL; used only before its constructor has
	 * run, since other tools move the header and linkers leave the field empty.
	 */
	const void *ehdr;
	struct ffp_module_state *state;
	const struct ffp_library *library;
	const int32_t *impls, *impls_end;
};
#endif /* !__ASSEMBLER__ */

#include <ffp/loud.h>

#endif /* FFP_ABI_H */
