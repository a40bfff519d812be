/* SPDX-License-Identifier: MIT */
/* Keys of a portable library, in C89 and C++98: with libffp, or with a copy of ffp-pointer.h. */
#ifndef KEYS_H
#define KEYS_H

#ifdef HAVE_FFP
#include <ffp.h>
#else
#include "ffp-pointer.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif
int area_slow(int a, int b);
int area_fast(int a, int b);
int area_wide(int a, int b);
int area_never(int a, int b);
int limit_default(void);
int step_by_other_file(int n);
void keys_init(void);
extern int asked;

/* What a compiler without typeof needs; others need none of these types. */
typedef int area_slow_ffp_type(int, int);
typedef int limit_default_ffp_type(void);
typedef void tracer(const char *);
#ifdef __cplusplus
}
#endif

DECLARE_FFP(area, area_slow);
DECLARE_FFP_EXPORT(limit, limit_default);
DECLARE_FFP_NULL(trace, tracer);
DECLARE_FFP_NULL_EXPORT(note, tracer);
DECLARE_FFP_FLAG(verbose);
DECLARE_FFP_FLAG_EXPORT(loud);

#endif /* KEYS_H */
