/* SPDX-License-Identifier: MIT */
/* The end of what <ffp/quiet.h> begins. */
#ifdef __clang__
#pragma clang diagnostic pop
#else
#pragma GCC diagnostic pop
#endif
