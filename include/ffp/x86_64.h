/* SPDX-License-Identifier: MIT */
/*
 * x86-64 instructions of an entry and of the module's constructor and destructor.
 * insn/x86_64.c describes the layout of an entry, and decodes it.
 */
#ifndef FFP_X86_64_H
#define FFP_X86_64_H

/* The constraint for a symbol in every code model, and its bare name (see form.h). */
#ifdef __clang__
#define FFP__ASM_NAME_CONSTRAINT(function) "s"(function)
#else
#define FFP__ASM_NAME "%p0"
#endif

/* clang-format would join lines, and assembly is read line by line. */
/* clang-format off */

#if defined(__CET__) && (__CET__ & 1)
#define FFP__ASM_LANDING "endbr64\n"
/* A landing pad for callers of the constant's code by a pointer; in one 64-byte block with it. */
#define FFP__ASM_ENTRY_ALIGN 64
#define FFP__ASM_CONSTANT_LANDING(entry) "endbr64\n.byte 0xeb, 16 - 38\n"
#else
#define FFP__ASM_LANDING ""
#endif

/*
 * jmp *DISTANCE(%rip), and lea DISTANCE(%rip), %rdi, written as bytes: with -masm=intel the
 * assembler expects Intel's syntax here.
 */
#define FFP__ASM_JUMP_BY ".byte 0xff, 0x25\n.long "
#define FFP__ASM_MODULE_RDI ".byte 0x48, 0x8d, 0x3d\n.long "

/* The rest of an entry, behind the patchable instruction. */
#define FFP__ASM_ENTRY_TAIL(entry)                                                                 \
	".org " entry " + 10, 0xcc\n"                                                              \
	FFP__ASM_JUMP_BY "8802b - . - 4\n"                                                         \
	".byte 0x48, 0xb8\n"                                                                       \
	".quad 0\n"                                                                                \
	"ret\n"                                                                                    \
	".org " entry " + 32, 0xcc\n" FFP__ASM_CONSTANT_LANDING(entry)

/* An entry that jumps to `def`; the linker may send the jump through a PLT entry. */
#define FFP__ASM_ENTRY_JUMP(entry, def)                                                            \
	FFP__ASM_LANDING                                                                           \
	"jmp " def "@PLT\n" FFP__ASM_ENTRY_TAIL(entry)

/*
 * An entry that jumps to the default through the key's record: for a key of one file,
 * whose default is likely to be static.  Link-time optimisation may rename such a
 * function.  Assembly would keep the old name, while the record is C, and the optimiser
 * updates it.  `ffp collect` aims the jump at the default itself.
 */
#define FFP__ASM_ENTRY_RECORD(entry, record)                                                       \
	FFP__ASM_LANDING                                                                           \
	".byte 0xe9\n.long 8804f - . - 4\n" FFP__ASM_ENTRY_TAIL(entry)                             \
	"8804: " FFP__ASM_JUMP_BY record " + 8 - . - 4\n"                                          \
	".org " entry " + 48, 0xcc\n"

/* An entry that returns at once, for a NULL key; it has the five bytes that a jump needs. */
#define FFP__ASM_ENTRY_NOTHING(entry)                                                              \
	FFP__ASM_LANDING                                                                           \
	".byte 0xc3, 0xcc, 0xcc, 0xcc, 0xcc\n" FFP__ASM_ENTRY_TAIL(entry)

/* A jump to what a pointer holds whose address is the value of `pointer`: FFP_PUBLIC. */
#define FFP__ASM_THROUGH(pointer)                                                                  \
	FFP__ASM_LANDING                                                                           \
	".byte 0x4c, 0x8b, 0x1d\n.long " pointer " - . - 4\n" /* mov pointer(%rip), %r11 */        \
	".byte 0x41, 0xff, 0x23\n"			       /* jmp *(%r11) */

/*
 * A function `name` that jumps to `callee`, with the address of a descriptor as its argument.
 * `percent`: "%", or "%%" in an asm statement that has operands.  `begin` and `end` stand around
 * its instructions.
 */
#define FFP__ASM_CALL_WITH(percent, name, descriptor, callee, begin, end)                          \
	".weak " name "\n.hidden " name "\n"                                                       \
	".type " name "," percent "function\n"                                                     \
	"8806: " name ":\n"                                                                        \
	begin                                                                                      \
	FFP__ASM_LANDING                                                                           \
	FFP__ASM_MODULE_RDI descriptor " - . - 4\n"                                                \
	"jmp " callee "@PLT\n"                                                                     \
	end                                                                                        \
	".size " name ", . - 8806b\n"

/* The two instructions of a branch (FFP_ON), of one length. */
#define FFP__ASM_BRANCH_NOT ".byte 0x0f, 0x1f, 0x44, 0, 0\n"
#define FFP__ASM_BRANCH_TO(label) ".byte 0xe9\n.long " label " - . - 4\n"

#endif /* FFP_X86_64_H */
