// SPDX-License-Identifier: MIT
// Keys of C++: in a namespace, with targets that are overloaded, throw, or are a lambda.
#include <cstdio>
#ifdef HAVE_FFP
#include <ffp.h>
#else
#include "ffp-pointer.h"
#endif

#if __cplusplus >= 201103L
#define NOEXCEPT noexcept
#else
#define NOEXCEPT
#endif

namespace lib
{
extern "C" int parse_default(int value) NOEXCEPT
{
	return value;
}

typedef int parse_default_ffp_type(int);
DECLARE_FFP(parse, parse_default);
DEFINE_FFP(parse, parse_default);

int overloaded(int value)
{
	return value * 2;
}

int overloaded(long value)
{
	return static_cast<int>(value) * 3;
}

int throwing(int value)
{
	throw value;
}
} // namespace lib

static int catches(int value)
{
	try {
		return lib::parse(value);
	} catch (int thrown) {
		return thrown + 100;
	}
}

int main()
{
	int result = 0;

	std::printf("%d\n", lib::parse(5));
	result += SET_FFP(lib::parse, lib::overloaded);
	std::printf("%d\n", lib::parse(5));
	result += SET_FFP(lib::parse, lib::throwing);
	std::printf("%d\n", catches(5));
#if __cplusplus >= 201103L
	result += SET_FFP(lib::parse, [](int value) { return value + 1; });
	std::printf("%d\n", lib::parse(5));
#endif
	std::printf("%d\n", FFP_TARGET(lib::parse) != FFP_DEFAULT(lib::parse));
	result += RESET_FFP(lib::parse);
	std::printf("%d\n", lib::parse(5));
	return result;
}
