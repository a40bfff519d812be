/* SPDX-License-Identifier: MIT */
/*
 * RISC-V (64 bits) instructions of an entry and of the module's constructor and
 * destructor.  insn/riscv64.c describes the layout of an entry, and decodes it.
 */
#ifndef FFP_RISCV64_H
#define FFP_RISCV64_H

/* A value of at most 32 bits is extended by bit 31, even if its type is unsigned. */
#define FFP__WIDEN(bits) FFP__TO(uint64_t, FFP__TO(int64_t, FFP__TO(int32_t, bits)))

/* Clang's constraint for a symbol in every code model (see form.h). */
#define FFP__ASM_NAME_CONSTRAINT(function) "S"(function)

/* clang-format would join lines, and assembly is read line by line. */
/* clang-format off */

/* An entry's layout is fixed: no compressed instruction, and no linker relaxation. */
#define FFP__ASM_FIXED ".option push\n.option norelax\n.option norvc\n"
#define FFP__ASM_FIXED_END ".option pop\n"

/* The rest of an entry, behind the patchable instruction and the one after it. */
#define FFP__ASM_ENTRY_TAIL(entry)                                                                 \
	"auipc t1, 0\n"                                                                            \
	"ld t1, -24(t1)\n"                                                                         \
	"jr t1\n"                                                                                  \
	"ebreak\n"                                                                                 \
	"auipc a0, 0\n"                                                                            \
	"ld a0, 16(a0)\n"                                                                          \
	"ret\n"                                                                                    \
	"ebreak\n"                                                                                 \
	".quad 0\n"

/* An entry that jumps to `def`; the linker may send the jump through a PLT entry. */
#define FFP__ASM_ENTRY_JUMP(entry, def) "tail " def "@plt\n" FFP__ASM_ENTRY_TAIL(entry)

/*
 * An entry that jumps to the default through the key's record (see x86_64.h).  The code
 * that does so is behind the entry's 48 bytes; the entry itself has the two instructions
 * that a jump to a default needs.
 */
#define FFP__ASM_ENTRY_RECORD(entry, record)                                                       \
	"auipc t1, 0\njr 48(t1)\n" FFP__ASM_ENTRY_TAIL(entry)                                      \
	"ld t1, " record " + 8\n"                                                                  \
	"jr t1\n"

/* An entry that returns at once, for a NULL key. */
#define FFP__ASM_ENTRY_NOTHING(entry) "ret\nebreak\n" FFP__ASM_ENTRY_TAIL(entry)

/* A jump to what a pointer holds whose address is the value of `pointer`: FFP_PUBLIC. */
#define FFP__ASM_THROUGH(pointer)                                                                  \
	"ld t1, " pointer "\n"                                                                     \
	"ld t1, 0(t1)\n"                                                                           \
	"jr t1\n"

/*
 * A function `name` that jumps to `callee`, with the address of a descriptor as its argument.
 * `percent`: "%", or "%%" in an asm statement that has operands.  `begin` and `end` stand around
 * its instructions.
 */
#define FFP__ASM_CALL_WITH(percent, name, descriptor, callee, begin, end)                          \
	".weak " name "\n.hidden " name "\n"                                                       \
	".type " name "," percent "function\n"                                                     \
	name ":\n"                                                                                 \
	begin                                                                                      \
	"lla a0, " descriptor "\n"                                                                 \
	"tail " callee "@plt\n"                                                                    \
	end                                                                                        \
	".size " name ", . - " name "\n"

/* The two instructions of a branch (FFP_ON), of one length. */
#define FFP__ASM_BRANCH_NOT "nop\n"
#define FFP__ASM_BRANCH_TO(label) "jal x0, " label "\n"

#endif /* FFP_RISCV64_H */
