/* SPDX-License-Identifier: MIT */
/* The public header of a shared library that exports a key. */
#ifndef AREA_H
#define AREA_H

#include <ffp.h>

#ifdef __cplusplus
extern "C" {
#endif

int area_exact(int width, int height);
DECLARE_FFP_EXPORT(area, area_exact);

int area_here(int width, int height);	   /* a site in the file that defines the key */
int area_elsewhere(int width, int height); /* a site in another file */

#ifdef __cplusplus
}
#endif

#endif /* AREA_H */
