/* SPDX-License-Identifier: MIT */
/*
 * Test programs print the Test Anything Protocol: one line a check, a plan at
 * the end.  A program that dies before its plan has failed.
 *
 *	int main(void)
 *	{
 *		ok(f() == 3, "f gives %d", 3);
 *		return done();
 *	}
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 4, 5), unused)) static bool tap_ok(bool condition, const char *file,
								 int line, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	printf("%s %d - ", condition ? "ok" : "not ok", ++tap_count);
	vprintf(format, ap);
	printf("\n");
	va_end(ap);
	if (!condition) {
		tap_failed++;
		printf("# %s:%d\n", file, line);
	}
	fflush(stdout);
	return condition;
}

#define ok(condition, ...) tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)

/* Two integers that should be equal; tells both if they are not. */
#define is(got, want, ...)                                                                         \
	do {                                                                                       \
		long long got_ = (long long)(got), want_ = (long long)(want);                      \
		if (!ok(got_ == want_, __VA_ARGS__))                                               \
			printf("# got %lld, want %lld\n", got_, want_);                            \
	} while (0)

/* A check that cannot be made here, and why. */
__attribute__((unused)) static void skip(const char *what, const char *why)
{
	printf("ok %d - %s # SKIP %s\n", ++tap_count, what, why);
}

__attribute__((unused)) static int done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif /* TAP_H */
