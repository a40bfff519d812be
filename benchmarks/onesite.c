// SPDX-License-Identifier: MIT
#include "onesite.h"

/*
 * The linker keeps the order in which sections first appear.  Compilers put
 * these before what is compiled; .text.ffp is where trampolines are.
 */
__asm__(".pushsection .text.ffp,\"ax\",%progbits\n"
	".balign 4096\n"
	".popsection\n"
	".pushsection .text.near,\"ax\",%progbits\n"
	".popsection\n"
	".pushsection .text.far,\"ax\",%progbits\n"
	".balign 4096\n"
	".fill 262144, 1, 0xcc\n"
	".popsection\n");

DEFINE_FFP(near_key, triple);
DEFINE_FFP(far_key, triple);

__attribute__((noinline)) long triple(long x)
{
	return x * 3 + 1;
}

__attribute__((noinline)) long quintuple(long x)
{
	return x * 5 + 2;
}

__attribute__((section(".text.near"))) long near_site(long x)
{
	return near_key(x) + 1;
}

__attribute__((section(".text.far"))) long far_site(long x)
{
	return far_key(x) + 1;
}
