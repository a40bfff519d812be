/* SPDX-License-Identifier: MIT */
/*
 * s390x instructions of an entry and of the module's constructor and destructor.
 * insn/s390x.c describes the layout of an entry, and decodes it.
 */
#ifndef FFP_S390X_H
#define FFP_S390X_H

/* A function extends its result to the whole register, by the sign of its type. */
#define FFP__WIDEN(value) FFP__TO(uint64_t, value)

/* Clang's constraint for a symbol in every code model (see form.h). */
#define FFP__ASM_NAME_CONSTRAINT(function) "i"(function)

/* clang-format would join lines, and assembly is read line by line. */
/* clang-format off */

/* The rest of an entry, behind the patchable instruction. */
#define FFP__ASM_ENTRY_TAIL(entry)                                                                 \
	".org " entry " + 8, 0\n"                                                                  \
	"larl %r1, 8802b\n"                                                                        \
	"lg %r1, 0(%r1)\n"                                                                         \
	"br %r1\n"                                                                                 \
	".org " entry " + 24, 0\n"                                                                 \
	"larl %r2, 8804f\n"                                                                        \
	"lg %r2, 0(%r2)\n"                                                                         \
	"br %r14\n"                                                                                \
	".org " entry " + 40, 0\n"                                                                 \
	"8804: .quad 0\n"

/* An entry that jumps to `def`; the linker may send the jump through a PLT entry. */
#define FFP__ASM_ENTRY_JUMP(entry, def)                                                            \
	"jg " def "@PLT\n" FFP__ASM_ENTRY_TAIL(entry)

/* An entry that jumps to the default through the key's record; see x86_64.h. */
#define FFP__ASM_ENTRY_RECORD(entry, record)                                                       \
	"jg 8805f\n" FFP__ASM_ENTRY_TAIL(entry)                                                    \
	"8805: larl %r1, " record "\n"                                                             \
	"lg %r1, 8(%r1)\n"                                                                         \
	"br %r1\n"

/* An entry that returns at once, for a NULL key; it has the six bytes that a jump needs. */
#define FFP__ASM_ENTRY_NOTHING(entry)                                                              \
	"br %r14\n" FFP__ASM_ENTRY_TAIL(entry)

/* A jump to what a pointer holds whose address is the value of `pointer`: FFP_PUBLIC. */
#define FFP__ASM_THROUGH(pointer)                                                                  \
	"larl %r1, " pointer "\n"                                                                  \
	"lg %r1, 0(%r1)\n"                                                                         \
	"lg %r1, 0(%r1)\n"                                                                         \
	"br %r1\n"

/*
 * A function `name` that jumps to `callee`, with the address of a descriptor as its argument.
 * `percent`: "%", or "%%" in an asm statement that has operands.  `begin` and `end` stand around
 * its instructions.
 */
#define FFP__ASM_CALL_WITH(percent, name, descriptor, callee, begin, end)                          \
	".weak " name "\n.hidden " name "\n"                                                       \
	".type " name "," percent "function\n"                                                     \
	".balign 2\n"                                                                              \
	"8806: " name ":\n"                                                                        \
	begin                                                                                      \
	"larl " percent "r2, " descriptor "\n"                                                     \
	"jg " callee "@PLT\n"                                                                      \
	end                                                                                        \
	".size " name ", . - 8806b\n"

/* The two instructions of a branch (FFP_ON), of one length. */
#define FFP__ASM_BRANCH_NOT ".byte 0xc0, 0x04, 0, 0, 0, 0\n"
#define FFP__ASM_BRANCH_TO(label) "brcl 15, " label "\n"

#endif /* FFP_S390X_H */
