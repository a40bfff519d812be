/* SPDX-License-Identifier: MIT */
#ifndef MANGLED_H
#define MANGLED_H

namespace shapes
{

struct box {
	int width, height;

	__attribute__((noinline)) int area() const;
	__attribute__((noinline)) static int count(int x);
};

int area(int side);
int area(int width, int height); // another symbol

// In each file that calls it, and once in the program.
template <class T> __attribute__((noinline)) T half(T x)
{
	__asm__ volatile("" : "+r"(x));
	return x / 2;
}

// With a call in a function of which the linker keeps one.
__attribute__((noinline)) inline int through(int side)
{
	int r = area(side);

	__asm__ volatile("" : "+r"(r));
	return r + 1;
}

} // namespace shapes

int here(int x), there(int x);

#endif // MANGLED_H
