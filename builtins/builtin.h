/* SPDX-License-Identifier: MIT */
/*
 * What each member of libffp-builtins.a consists of: the key of a compiler's helper, and one
 * candidate for it, a function of one instruction.
 *
 * The helper itself stays the default.  A program gets the member only if it calls the helper
 * from an object that was compiled with the list of this library, and so the key; and each
 * module has keys of its own, as it has helpers of its own.
 */
#ifndef BUILTIN_H
#define BUILTIN_H

#include <ffp.h>
#include <stdint.h>

#include <processor.h>

/*
 * BUILTIN(helper, code, features)
 * @helper: a function that has been declared
 * @code: one instruction that does the same, as a string
 * @features: what the processor must have, as ffp_cpu_supports() takes it; FFP_HIDE hides it
 *
 * The function is written in assembly, since a compiler puts another instruction before some of
 * these (GCC clears the result of popcnt for older processors), and what is to stand at a call
 * site must be one.
 */
#define BUILTIN(helper, code, features)                                                            \
	extern __typeof__(helper) ffp_builtin_##helper __attribute__((visibility("hidden")));      \
	__asm__(".pushsection .text.ffp_builtin,\"ax\",%progbits\n"                                \
		".balign 16\n"                                                                     \
		".globl ffp_builtin_" #helper "\n"                                                 \
		".hidden ffp_builtin_" #helper "\n"                                                \
		".type ffp_builtin_" #helper ",%function\n"                                        \
		"ffp_builtin_" #helper ":\n"                                                       \
		".cfi_startproc\n" LANDING CODE(code) "ret\n"                                      \
						      ".cfi_endproc\n"                             \
						      ".size ffp_builtin_" #helper                 \
						      ", . - ffp_builtin_" #helper "\n"            \
						      ".popsection\n");                            \
	DEFINE_FFP_SYMBOL(helper);                                                                 \
	FFP_IMPL(helper, ffp_builtin_##helper, 1, ffp_cpu_supports(features))

#endif /* BUILTIN_H */
