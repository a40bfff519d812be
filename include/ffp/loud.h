/* SPDX-License-Identifier: MIT */
/* The end of the region without warnings that <ffp/quiet.h> begins. */
#ifdef __clang__
#pragma clang diagnostic pop
#else
#pragma GCC diagnostic pop
#endif
