// SPDX-License-Identifier: MIT
#define FILE_NAME first
#define FACTOR 3
#include "local.h"
