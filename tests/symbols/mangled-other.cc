// SPDX-License-Identifier: MIT
// The functions, and calls of them.  This file knows nothing of keys.
#include "mangled.h"

namespace shapes
{

int box::area() const
{
	return width * height;
}

int box::count(int x)
{
	return x + 1;
}

__attribute__((noinline)) int area(int side)
{
	return side * side;
}

__attribute__((noinline)) int area(int width, int height)
{
	return width * height;
}

} // namespace shapes

int there(int x)
{
	return shapes::half(x) + shapes::through(x);
}
