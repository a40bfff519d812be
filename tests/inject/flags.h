/* SPDX-License-Identifier: MIT */
/* Keys that the program exports to its plugin; both have many branches (FFP_ON) of them. */
#ifndef FLAGS_H
#define FLAGS_H

#define BRANCHER_KEY(i) DECLARE_FFP_NULL_EXPORT(key##i, void(int *));
#include "../branchers.h"

#endif /* FLAGS_H */
