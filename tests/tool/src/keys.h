/* SPDX-License-Identifier: MIT */
/*
 * Keys made by hand, for tests of the tool alone: what <ffp.h> does, without
 * the run time.  KEY declares, ENTRY defines: `scope` makes the assembly that
 * gives the entry's binding, `flags` are FFP_ABI << 8 | FFP_KEY_…
 */
#ifndef TEST_KEYS_H
#define TEST_KEYS_H

#include <ffp/abi.h>

#define LABEL(prefix, key, def) prefix #key "." #def
#define KEY(type, key, params, def) extern type key params __asm__(LABEL("__ffp_fn.", key, def))
#define KEY_EXPORT(type, key, params, def)                                                         \
	extern type key params __asm__(LABEL("__ffp_ex.", key, def))

#define GLOBAL(label) ".globl " label "\n"
#define HIDDEN(label) ".globl " label "\n.hidden " label "\n"
#define LOCAL(label) ""

/* An exported key has names for its own module besides, and its record has one. */
#define NAMES_GLOBAL(key)                                                                          \
	HIDDEN("__ffp_im." key)                                                                    \
	HIDDEN("__ffp_dx." key)                                                                    \
	".globl __ffp_rec." key "\n.set __ffp_rec." key ", 880b\n"                                 \
	"__ffp_im." key ":\n__ffp_dx." key ":\n"
#define NAMES_HIDDEN(key)
#define NAMES_LOCAL(key)

#define ENTRY(prefix, key, def, scope, flags)                                                      \
	ENTRY_(LABEL(prefix, key, def), #key, #def, "jmp " #def, flags, scope)
#define ENTRY_NULL(prefix, key, scope, flags)                                                      \
	ENTRY_(LABEL(prefix, key, 0), #key, "0", "ret\nint3\nint3\nint3\nint3", flags, scope)
/* The descriptor of a module and its note, once; it stands for the library, too. */
#define MODULE                                                                                     \
	".ifndef __ffp_module\n"                                                                   \
	".weak __start_ffp_sites, __stop_ffp_sites, __start_ffp_keys, __stop_ffp_keys\n"           \
	".hidden __start_ffp_sites, __stop_ffp_sites, __start_ffp_keys, __stop_ffp_keys\n"         \
	".weak __start_ffp_wide, __stop_ffp_wide\n"                                                \
	".hidden __start_ffp_wide, __stop_ffp_wide\n"                                              \
	".pushsection .data.ffp_module,\"awG\",@progbits,__ffp_module,comdat\n"                    \
	".balign 8\n.weak __ffp_module\n.hidden __ffp_module\n"                                    \
	"__ffp_module: .long 1, 96\n"                                                              \
	".quad __start_ffp_sites, __stop_ffp_sites, __start_ffp_keys, __stop_ffp_keys\n"           \
	".quad 0, __ffp_module + 96, __ffp_module, 0, 0\n"                                         \
	".quad __start_ffp_wide, __stop_ffp_wide\n"                                                \
	".skip 64\n"                                                                               \
	".popsection\n"                                                                            \
	".pushsection .note.ffp,\"aG\",@note,__ffp_module,comdat\n"                                \
	".balign 4\n"                                                                              \
	".long 4, 8, 1\n"                                                                          \
	".asciz \"ffp\"\n"                                                                         \
	".long __ffp_module - ., 1\n"                                                              \
	".popsection\n"                                                                            \
	".endif\n"
#define ENTRY_(label, key, def, code, flags, scope)                                                \
	__asm__(MODULE ".pushsection .data.rel.ro.ffp,\"aw\",@progbits\n"                          \
		       ".balign 8\n"                                                               \
		       "880: .quad 881f, " def ", " label ", 0, __ffp_module + 96, __ffp_module\n" \
		       ".long 1, " flags " & 0xff\n"                                               \
		       ".popsection\n"                                                             \
		       ".pushsection .rodata.ffp,\"a\",@progbits\n"                                \
		       "881: .asciz \"" key "\"\n"                                                 \
		       ".popsection\n"                                                             \
		       ".pushsection ffp_keys,\"a\",@progbits\n"                                   \
		       ".balign 8\n"                                                               \
		       ".long " label " - ., 880b - ., 881b - ., " flags "\n"                      \
		       ".popsection\n"                                                             \
		       ".pushsection .text.ffp,\"ax\",@progbits\n"                                 \
		       ".balign 16\n"                                                              \
		       ".quad 0\n.long 880b - ., " flags "\n" scope(label)                         \
			   NAMES_##scope(key) ".type " label ",@function\n" label ":\n" code "\n"  \
					      ".org " label "+10, 0xcc\n"                          \
					      "jmp *" label "-16(%rip)\n"                          \
					      "movabs $0, %rax\n"                                  \
					      "ret\n"                                              \
					      ".org " label "+32, 0xcc\n"                          \
					      ".size " label ", . - " label "\n"                   \
					      ".popsection\n")

#endif /* TEST_KEYS_H */
