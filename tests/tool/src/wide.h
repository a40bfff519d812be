/* SPDX-License-Identifier: MIT */
/* Keys of a program whose text is wider than a branch spans: see tests/tool/wide.py. */
#include <ffp.h>

long first_default(long x), last_default(long x), shared_default(long x);
DECLARE_FFP(first, first_default);
DECLARE_FFP(last, last_default);
DECLARE_FFP_EXPORT(shared, shared_default);
DECLARE_FFP_NULL(note, void(void));
