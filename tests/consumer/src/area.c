// SPDX-License-Identifier: MIT
#include "area.h"

int area_exact(int width, int height)
{
	return width * height;
}

DEFINE_FFP_EXPORT(area, area_exact);

int area_here(int width, int height)
{
	return area(width, height) + 1;
}
