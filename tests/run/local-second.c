// SPDX-License-Identifier: MIT
#define FILE_NAME second
#define FACTOR 5
#include "local.h"
