/* SPDX-License-Identifier: MIT */
/*
 * AArch64 instructions of an entry and of the module's constructor and destructor.
 * insn/aarch64.c describes the layout of an entry, and decodes it.
 */
#ifndef FFP_AARCH64_H
#define FFP_AARCH64_H

/* Clang's constraint for a symbol in every code model (see form.h). */
#define FFP__ASM_NAME_CONSTRAINT(function) "S"(function)

/* clang-format would join lines, and assembly is read line by line. */
/* clang-format off */

#ifdef __ARM_FEATURE_BTI_DEFAULT
#define FFP__ASM_LANDING "hint #34\n" /* bti c, for assemblers of any age */
/* A landing pad for callers of the constant's code by a pointer; in one 64-byte block with it. */
#define FFP__ASM_ENTRY_ALIGN 64
#define FFP__ASM_CONSTANT_LANDING(entry) "hint #34\nb . - 20\n"
#else
#define FFP__ASM_LANDING ""
#endif

/* The rest of an entry, behind the patchable instruction. */
#define FFP__ASM_ENTRY_TAIL(entry)                                                                 \
	".org " entry " + 8, 0\n"                                                                  \
	"ldr x16, 8802b\n"                                                                         \
	"br x16\n"                                                                                 \
	"ldr x0, 8804f\n"                                                                          \
	"ret\n"                                                                                    \
	"8804: .quad 0\n" FFP__ASM_CONSTANT_LANDING(entry)

/*
 * An entry that jumps to `def`.  The linker may send the jump through a PLT entry or a
 * veneer.  The name is quoted, since it may be that of a register.
 */
#define FFP__ASM_ENTRY_JUMP(entry, def)                                                            \
	FFP__ASM_LANDING                                                                           \
	"b \"" def "\"\n" FFP__ASM_ENTRY_TAIL(entry)

/* An entry that jumps to the default through the key's record; see x86_64.h. */
#define FFP__ASM_ENTRY_RECORD(entry, record)                                                       \
	FFP__ASM_LANDING                                                                           \
	"b 8805f\n" FFP__ASM_ENTRY_TAIL(entry)                                                     \
	"8805: adrp x16, \"" record "\"\n"                                                         \
	"add x16, x16, :lo12:\"" record "\"\n"                                                     \
	"ldr x16, [x16, 8]\n"                                                                      \
	"br x16\n"

/* An entry that returns at once, for a NULL key. */
#define FFP__ASM_ENTRY_NOTHING(entry)                                                              \
	FFP__ASM_LANDING                                                                           \
	"ret\n" FFP__ASM_ENTRY_TAIL(entry)

/* A jump to what a pointer holds whose address is the value of `pointer`: FFP_PUBLIC. */
#define FFP__ASM_THROUGH(pointer)                                                                  \
	FFP__ASM_LANDING                                                                           \
	"adrp x16, \"" pointer "\"\n"                                                              \
	"ldr x16, [x16, :lo12:\"" pointer "\"]\n"                                                  \
	"ldr x16, [x16]\n"                                                                         \
	"br x16\n"

/*
 * A function `name` that jumps to `callee`, with the address of a descriptor as its argument.
 * `percent`: "%", or "%%" in an asm statement that has operands.  `begin` and `end` stand around
 * its instructions.
 */
#define FFP__ASM_CALL_WITH(percent, name, descriptor, callee, begin, end)                          \
	".weak " name "\n.hidden " name "\n"                                                       \
	".type " name "," percent "function\n"                                                     \
	".balign 4\n"                                                                              \
	name ":\n"                                                                                 \
	begin                                                                                      \
	FFP__ASM_LANDING                                                                           \
	"adrp x0, " descriptor "\n"                                                                \
	"add x0, x0, :lo12:" descriptor "\n"                                                       \
	"b " callee "\n"                                                                           \
	end                                                                                        \
	".size " name ", . - " name "\n"

/* The two instructions of a branch (FFP_ON). */
#define FFP__ASM_BRANCH_NOT "nop\n"
#define FFP__ASM_BRANCH_TO(label) "b " label "\n"

#endif /* FFP_AARCH64_H */
