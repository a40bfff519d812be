// SPDX-License-Identifier: MIT
#define FILE_NAME third
#define FACTOR 7
#include "local.h"
