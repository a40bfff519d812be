/* SPDX-License-Identifier: MIT */
/*
 * The choice of the form of this compilation, and the assembly that is the same on
 * every architecture: a key's entry, its line in ffp_keys, the module's descriptor.
 * A file per architecture has the instructions inside them.
 *
 * DEFINE_FFP emits all of it as top-level assembly, so that no compiler can see
 * through an entry, inline it or drop it.
 */
#ifndef FFP_FORM_H
#define FFP_FORM_H

#include <ffp/quiet.h>

#if defined(__x86_64__) && defined(__LP64__) && defined(__ELF__)
#include <ffp/x86_64.h>
#elif defined(__aarch64__) && defined(__LP64__) && !defined(__AARCH64EB__) && defined(__ELF__)
#include <ffp/aarch64.h>
#elif defined(__riscv) && __riscv_xlen == 64 && defined(__ELF__)
#include <ffp/riscv64.h>
#elif defined(__s390x__) && defined(__LP64__) && defined(__ELF__)
#include <ffp/s390x.h>
#else
#include <ffp/none.h>
#endif

/* A conversion, as each language writes it. */
#ifdef __cplusplus
#define FFP__TO(type, x) static_cast<type>(x)
#else
#define FFP__TO(type, x) ((type)(x))
#endif

/* Macros that an architecture defines only if it differs from the others. */
#ifndef FFP__WIDEN
/* A value of 32 bits as the register holds it in which a function returns it. */
#define FFP__WIDEN(bits) FFP__TO(uint64_t, FFP__TO(uint32_t, bits))
#endif
#ifndef FFP__ASM_CONSTANT_LANDING
#define FFP__ASM_ENTRY_ALIGN FFP_ENTRY_ALIGN
#define FFP__ASM_CONSTANT_LANDING(entry) ""
#endif
#ifndef FFP__ASM_FIXED
/* Around code that neither the assembler nor the linker may change. */
#define FFP__ASM_FIXED ""
#define FFP__ASM_FIXED_END ""
#endif

/*
 * The operand of an asm statement for a function, and the template that prints it as the
 * bare name of its symbol.  Clang's constraint depends on the architecture.
 */
#ifdef __clang__
#define FFP__ASM_NAME "%c0"
#define FFP__ASM_NAME_OPERAND(function) FFP__ASM_NAME_CONSTRAINT(function)
#else
#ifndef FFP__ASM_NAME
#define FFP__ASM_NAME "%0"
#endif
#define FFP__ASM_NAME_OPERAND(function) "X"(function)
#endif

/* Assembly is read line by line. */
/* clang-format off */

#define FFP__STR(x) FFP__STR_(x)
#define FFP__STR_(x) #x

#if defined(__LP64__) || defined(_LP64)
#define FFP__ASM_PTR ".quad "
#define FFP__ASM_PTR_ALIGN ".balign 8\n"
#else
#define FFP__ASM_PTR ".long "
#define FFP__ASM_PTR_ALIGN ".balign 4\n"
#endif

/*
 * A linker that drops unused sections does not keep a section because something refers
 * to __start_ffp_….  It keeps a section with the flag "R" (SHF_GNU_RETAIN).  Where the
 * assembler is older than the flag, so is the linker, and drops no such section.
 */
#define FFP__RETAIN ""
#ifdef __has_attribute
#if __has_attribute(retain)
#undef FFP__RETAIN
#define FFP__RETAIN "R"
#endif
#endif

/*
 * A line of ffp_keys; `flags` is FFP_ABI << 8 | FFP_KEY_…, as text.  A linker keeps
 * or drops the line together with the entry (SHF_LINK_ORDER).  LLVM requires that the
 * symbol in that flag be defined earlier in the file, which the variable of the pointer
 * form is not.
 */
#ifdef FFP_POINTER
#define FFP__ASM_KEY_SECTION(entry)                                                                \
	".pushsection " FFP_KEYS_SECTION ",\"a" FFP__RETAIN "\",%progbits\n"
#else
#define FFP__ASM_KEY_SECTION(entry)                                                                \
	".pushsection " FFP_KEYS_SECTION ",\"ao\",%progbits," entry "\n"
#endif
#define FFP__ASM_KEY(name, entry, record, flags)                                                   \
	".pushsection .rodata.ffp,\"a\",%progbits\n"                                               \
	"8801: .asciz \"" name "\"\n"                                                              \
	".popsection\n"                                                                            \
	FFP__ASM_KEY_SECTION(entry)                                                                \
	".balign 8\n"                                                                              \
	".long " entry " - .\n"                                                                    \
	".long " record " - .\n"                                                                   \
	".long 8801b - .\n"                                                                        \
	".long " flags "\n"                                                                        \
	".popsection\n"

/*
 * The descriptor.  A COMDAT group makes it one per module, and .ifndef one per assembly
 * file, however many keys that file defines.  It is constant; the state behind it is not.
 * No expression in it may use one of its own symbols, since link-time optimisation may
 * discard such a symbol (LLVM's .lto_discard) where another object defines it, too.
 */
#define FFP__ASM_MODULE_DATA                                                                       \
	".weak __start_" FFP_SITES_SECTION "\n.hidden __start_" FFP_SITES_SECTION "\n"             \
	".weak __stop_" FFP_SITES_SECTION "\n.hidden __stop_" FFP_SITES_SECTION "\n"               \
	".weak __start_" FFP_KEYS_SECTION "\n.hidden __start_" FFP_KEYS_SECTION "\n"               \
	".weak __stop_" FFP_KEYS_SECTION "\n.hidden __stop_" FFP_KEYS_SECTION "\n"                 \
	".weak __start_" FFP_IMPLS_SECTION "\n.hidden __start_" FFP_IMPLS_SECTION "\n"             \
	".weak __stop_" FFP_IMPLS_SECTION "\n.hidden __stop_" FFP_IMPLS_SECTION "\n"               \
	".weak __start_" FFP_WIDE_SECTION "\n.hidden __start_" FFP_WIDE_SECTION "\n"               \
	".weak __stop_" FFP_WIDE_SECTION "\n.hidden __stop_" FFP_WIDE_SECTION "\n"                 \
	".weak __ehdr_start\n.hidden __ehdr_start\n"                                               \
	".pushsection .data.rel.ro.ffp_module,\"awG\",%progbits,__ffp_module,comdat\n"             \
	FFP__ASM_PTR_ALIGN                                                                         \
	".weak __ffp_module\n.hidden __ffp_module\n"                                               \
	".type __ffp_module,%object\n"                                                             \
	"8805: __ffp_module:\n"                                                                    \
	".long " FFP__STR(FFP_ABI) "\n"                                                            \
	".long 8803f - 8805b\n"                                                                    \
	FFP__ASM_PTR "__start_" FFP_SITES_SECTION "\n"                                             \
	FFP__ASM_PTR "__stop_" FFP_SITES_SECTION "\n"                                              \
	FFP__ASM_PTR "__start_" FFP_KEYS_SECTION "\n"                                              \
	FFP__ASM_PTR "__stop_" FFP_KEYS_SECTION "\n"                                               \
	FFP__ASM_PTR "__ehdr_start\n"                                                              \
	FFP__ASM_PTR "__ffp_module_state\n"                                                        \
	FFP__ASM_PTR "ffp_library\n"                                                               \
	FFP__ASM_PTR "__start_" FFP_IMPLS_SECTION "\n"                                             \
	FFP__ASM_PTR "__stop_" FFP_IMPLS_SECTION "\n"                                              \
	FFP__ASM_PTR "__start_" FFP_WIDE_SECTION "\n"                                              \
	FFP__ASM_PTR "__stop_" FFP_WIDE_SECTION "\n"                                               \
	"8803:\n"                                                                                  \
	".size __ffp_module, 8803b - 8805b\n"                                                      \
	".popsection\n"                                                                            \
	".pushsection " FFP_NOTE_SECTION ",\"aG\",%note,__ffp_module,comdat\n"                      \
	".balign 4\n"                                                                              \
	".long 4, 8, " FFP__STR(FFP_NOTE_TYPE) "\n"                                                \
	".asciz \"" FFP_NOTE_OWNER "\"\n"                                                          \
	".long __ffp_module - ., " FFP__STR(FFP_ABI) "\n"                                          \
	".popsection\n"                                                                            \
	".pushsection .bss.ffp_module,\"awG\",%nobits,__ffp_module,comdat\n"                       \
	".balign 8\n"                                                                              \
	".weak __ffp_module_state\n.hidden __ffp_module_state\n"                                   \
	".type __ffp_module_state,%object\n"                                                       \
	"__ffp_module_state:\n"                                                                    \
	".skip 64\n"                                                                               \
	".size __ffp_module_state, 64\n"                                                           \
	".popsection\n"

/* Another name for the code that follows, visible in this module only. */
#define FFP__ASM_LABEL(name)                                                                       \
	".globl " name "\n"                                                                        \
	".hidden " name "\n"                                                                       \
	".type " name ",%function\n"                                                               \
	name ":\n"

#ifdef FFP_POINTER

#define FFP__ASM_MODULE ".ifndef __ffp_module\n" FFP__ASM_MODULE_DATA ".endif\n"

/* The function that FFP_PUBLIC makes; `pointer` is the symbol of the address of the key's variable. */
#define FFP__ASM_PUBLIC(name, pointer)                                                             \
	".pushsection .text.ffp_public." name ",\"ax\",%progbits\n"                                \
	".balign 16\n"                                                                             \
	".globl " name "\n"                                                                        \
	".type " name ",%function\n"                                                               \
	name ":\n"                                                                                 \
	".cfi_startproc\n"                                                                         \
	FFP__ASM_THROUGH(pointer)                                                                  \
	".cfi_endproc\n"                                                                           \
	".size " name ", . - " name "\n"                                                           \
	".popsection\n"

#else

/*
 * The module registers before every constructor that a program can write (priorities
 * below 101 belong to the implementation), and unregisters after every destructor.
 */
#define FFP__ASM_MODULE                                                                            \
	".ifndef __ffp_module\n"                                                                   \
	FFP__ASM_MODULE_DATA                                                                       \
	".pushsection .text.ffp_module,\"axG\",%progbits,__ffp_module,comdat\n"                    \
	FFP__ASM_CALL_WITH("%", "__ffp_module_init", "__ffp_module", "ffp_module_add",             \
			   ".cfi_startproc\n", ".cfi_endproc\n")                                   \
	FFP__ASM_CALL_WITH("%", "__ffp_module_fini", "__ffp_module", "ffp_module_remove",          \
			   ".cfi_startproc\n", ".cfi_endproc\n")                                   \
	".popsection\n"                                                                            \
	".pushsection " FFP_UNMOVED_SECTION ",\"G\",%progbits,__ffp_module,comdat\n"               \
	".byte 0\n"                                                                                \
	".popsection\n"                                                                            \
	".pushsection .init_array.00100,\"awG\",%init_array,__ffp_module,comdat\n"                 \
	FFP__ASM_PTR_ALIGN FFP__ASM_PTR "__ffp_module_init\n"                                      \
	".popsection\n"                                                                            \
	".pushsection .fini_array.00100,\"awG\",%fini_array,__ffp_module,comdat\n"                 \
	FFP__ASM_PTR_ALIGN FFP__ASM_PTR "__ffp_module_fini\n"                                      \
	".popsection\n"                                                                            \
	".endif\n"

/*
 * The entry of a key: `scope` is its binding, `code` its instructions.  The
 * header before it is laid out in <ffp/abi.h>.
 */
#define FFP__ASM_ENTRY(entry, scope, record, flags, code)                                          \
	".pushsection " FFP_TEXT_SECTION ",\"ax\",%progbits\n"                                     \
	FFP__ASM_FIXED                                                                             \
	".balign " FFP__STR(FFP__ASM_ENTRY_ALIGN) "\n"                                             \
	"8802: .quad 0\n"                                                                          \
	".long " record " - .\n"                                                                   \
	".long " flags "\n"                                                                        \
	scope                                                                                      \
	".type " entry ",%function\n"                                                              \
	entry ":\n"                                                                                \
	".cfi_startproc\n"                                                                         \
	code                                                                                       \
	".cfi_endproc\n"                                                                           \
	"8813: .size " entry ", . - " entry "\n"                                                   \
	FFP__ASM_FIXED_END                                                                         \
	".popsection\n"

/*
 * Names for FFP_PUBLIC of the key's entry, and of its end.  They are the assembler's alone, and
 * are not in the object.
 */
#define FFP__ASM_ENTRY_NAMES(fn, entry)                                                            \
	".set .Lffp_entry." fn ", " entry "\n"                                                     \
	".set .Lffp_end." fn ", 8813b\n"

/* Another name of an entry, as a function of that name has it. */
#define FFP__ASM_PUBLIC(fn, name)                                                                  \
	".globl " name "\n"                                                                        \
	".type " name ",%function\n"                                                               \
	".set " name ", .Lffp_entry." fn "\n"                                                      \
	".size " name ", .Lffp_end." fn " - .Lffp_entry." fn "\n"

/*
 * A branch (FFP_ON): an asm statement's template.  Operand 0 is 0 or FFP_BRANCH_FAR.  `record` is
 * the symbol of the key's record, `label` prints where the branch goes if it is taken, `code` is the instruction
 * that the build puts there, `flags` FFP_BRANCH_LIKELY or 0.
 *
 * "?" puts the line into the group of the function, if that has one, so that a linker drops both
 * together; else the line is kept, and with it the function.  The relocation that does nothing
 * names the key: two functions that differ only in the keys of their branches must not be folded
 * (--icf).  For a key that may be in another module it names the pointer to the record: GNU ld
 * refuses such a relocation if its symbol is in a shared library.
 */
#define FFP__ASM_BRANCH(record, code, label, flags)                                                \
	FFP__ASM_FIXED "8809: " code FFP__ASM_FIXED_END                                            \
	".if %c0\n"                                                                                \
	".pushsection .data.rel.ro.ffp_far,\"aw?\",%%progbits\n"                                   \
	FFP__ASM_PTR_ALIGN                                                                         \
	"8810: " FFP__ASM_PTR record "\n"                                                          \
	".popsection\n"                                                                            \
	".reloc 8809b, BFD_RELOC_NONE, 8810b\n"                                                    \
	".else\n"                                                                                  \
	".reloc 8809b, BFD_RELOC_NONE, " record "\n"                                               \
	".endif\n"                                                                                 \
	".pushsection " FFP_BRANCHES_SECTION ",\"a" FFP__RETAIN "?\",%%progbits\n"                 \
	".balign 4\n"                                                                              \
	".long 8809b - ., " label " - .\n"                                                         \
	".if %c0\n"                                                                                \
	".long 8810b - . + " FFP__STR(FFP_BRANCH_FAR) " + " FFP__STR(flags) "\n"                   \
	".else\n"                                                                                  \
	".long " record " - . + " FFP__STR(flags) "\n"                                             \
	".endif\n"                                                                                 \
	".popsection\n"                                                                            \
	".ifndef __ffp_branches\n"                                                                 \
	FFP__ASM_BRANCHES                                                                          \
	".endif\n"

/*
 * The descriptor of a module's branches, once per module like the module's own, which may come
 * from an object that knows of no branches.  Its constructor runs before the module's.
 */
#define FFP__ASM_BRANCHES                                                                          \
	".weak __start_" FFP_BRANCHES_SECTION "\n.hidden __start_" FFP_BRANCHES_SECTION "\n"       \
	".weak __stop_" FFP_BRANCHES_SECTION "\n.hidden __stop_" FFP_BRANCHES_SECTION "\n"         \
	".pushsection .data.rel.ro.ffp_module,\"awG\",%%progbits,__ffp_branches,comdat\n"          \
	FFP__ASM_PTR_ALIGN                                                                         \
	".weak __ffp_branches\n.hidden __ffp_branches\n"                                           \
	".type __ffp_branches,%%object\n"                                                          \
	"8811: __ffp_branches:\n"                                                                  \
	".long " FFP__STR(FFP_ABI) ", 8812f - 8811b\n"                                             \
	FFP__ASM_PTR "__ffp_module\n"                                                              \
	FFP__ASM_PTR "__start_" FFP_BRANCHES_SECTION "\n"                                          \
	FFP__ASM_PTR "__stop_" FFP_BRANCHES_SECTION "\n"                                           \
	"8812:\n"                                                                                  \
	".size __ffp_branches, 8812b - 8811b\n"                                                    \
	".popsection\n"                                                                            \
	".pushsection .text.ffp_module,\"axG\",%%progbits,__ffp_branches,comdat\n"                 \
	FFP__ASM_CALL_WITH("%%", "__ffp_branches_init", "__ffp_branches", "ffp_module_branches",   \
			   "", "")                                                                 \
	".popsection\n"                                                                            \
	".pushsection .init_array.00099,\"awG\",%%init_array,__ffp_branches,comdat\n"              \
	FFP__ASM_PTR_ALIGN FFP__ASM_PTR "__ffp_branches_init\n"                                    \
	".popsection\n"

#endif /* FFP_POINTER */

#include <ffp/loud.h>

#endif /* FFP_FORM_H */
