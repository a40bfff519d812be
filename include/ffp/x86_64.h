/* SPDX-License-Identifier: MIT */
/*
 * x86-64 instructions of an entry and of the module's start and end.  The
 * layout of an entry is described, and read back, in insn/x86_64.c.
 */
#ifndef FFP_X86_64_H
#define FFP_X86_64_H

/* A symbol, whatever the code model, and how it prints bare (see form.h). */
#ifdef __clang__
#define FFP__ASM_NAME_CONSTRAINT(function) "s"(function)
#else
#define FFP__ASM_NAME "%p0"
#endif

/* Assembly is read line by line. */
/* clang-format off */

#if defined(__CET__) && (__CET__ & 1)
#define FFP__ASM_LANDING "endbr64\n"
/* The constant's code again, for who calls it by a pointer; in one 64-byte block with it. */
#define FFP__ASM_ENTRY_ALIGN 64
#define FFP__ASM_CONSTANT_LANDING(entry) "endbr64\n.byte 0xeb, 16 - 38\n"
#else
#define FFP__ASM_LANDING ""
#endif

/*
 * jmp *DISTANCE(%rip), and lea DISTANCE(%rip), %rdi: by their bytes, since with -masm=intel
 * the assembler reads this as Intel writes it.
 */
#define FFP__ASM_JUMP_BY ".byte 0xff, 0x25\n.long "
#define FFP__ASM_MODULE_RDI ".byte 0x48, 0x8d, 0x3d\n.long "

/* What follows the patchable instruction. */
#define FFP__ASM_ENTRY_TAIL(entry)                                                                 \
	".org " entry " + 10, 0xcc\n"                                                              \
	FFP__ASM_JUMP_BY "8802b - . - 4\n"                                                         \
	".byte 0x48, 0xb8\n"                                                                       \
	".quad 0\n"                                                                                \
	"ret\n"                                                                                    \
	".org " entry " + 32, 0xcc\n" FFP__ASM_CONSTANT_LANDING(entry)

/* An entry that goes to `def`, which the linker may reach through a PLT entry. */
#define FFP__ASM_ENTRY_JUMP(entry, def)                                                            \
	FFP__ASM_LANDING                                                                           \
	"jmp " def "@PLT\n" FFP__ASM_ENTRY_TAIL(entry)

/*
 * An entry that goes to the default by way of the key's record: for a key of one
 * file, whose default is likely to be static.  Link-time optimisation may rename
 * such a function, of which assembly would not hear; the record is C and
 * follows.  `ffp collect` aims the jump at the default itself.
 */
#define FFP__ASM_ENTRY_RECORD(entry, record)                                                       \
	FFP__ASM_LANDING                                                                           \
	".byte 0xe9\n.long 8804f - . - 4\n" FFP__ASM_ENTRY_TAIL(entry)                             \
	"8804: " FFP__ASM_JUMP_BY record " + 8 - . - 4\n"                                          \
	".org " entry " + 48, 0xcc\n"

/* An entry that returns at once, in the five bytes that a jump will need. */
#define FFP__ASM_ENTRY_NOTHING(entry)                                                              \
	FFP__ASM_LANDING                                                                           \
	".byte 0xc3, 0xcc, 0xcc, 0xcc, 0xcc\n" FFP__ASM_ENTRY_TAIL(entry)

/* A function `name` that goes on to `callee` with the descriptor's address. */
#define FFP__ASM_CALL_WITH_MODULE(name, callee)                                                    \
	".weak " name "\n.hidden " name "\n"                                                       \
	".type " name ",%function\n"                                                               \
	"8806: " name ":\n"                                                                        \
	".cfi_startproc\n"                                                                         \
	FFP__ASM_LANDING                                                                           \
	FFP__ASM_MODULE_RDI "__ffp_module - . - 4\n"                                               \
	"jmp " callee "@PLT\n"                                                                     \
	".cfi_endproc\n"                                                                           \
	".size " name ", . - 8806b\n"

#endif /* FFP_X86_64_H */
