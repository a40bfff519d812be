/* SPDX-License-Identifier: MIT */
/* What every case begins with: functions, and keys of many types. */
#include <ffp.h>
#ifdef __cplusplus
#include <cstring>
#define BOOL bool
#if __cplusplus >= 201103L
#define NOEXCEPT noexcept
#else
#define NOEXCEPT throw()
#endif
extern "C" {
#else
#include <string.h>
#define BOOL _Bool
#define NOEXCEPT
#endif

struct pair {
	long a, b;
};
enum colour { RED, GREEN, MANY = 300, NEGATIVE = -1 };

int count_default(int x);
int other(int x);
int other_noexcept(int x) __attribute__((nothrow));
int takes_long(long x);
long returns_long(int x);
unsigned returns_unsigned(int x);
int two(int x, int y);
int variadic(int x, ...);
void nothing(int x);
void stop(int x) __attribute__((noreturn));

double real_default(void);
long double extended_default(void);
struct pair pair_default(void);
__int128 wide_default(void);
BOOL truth_default(void);
unsigned char byte_default(void);
short small_default(long x);
unsigned natural_default(void);
long large_default(void);
unsigned long long huge_default(const char *s);
char *text_default(void);
enum colour paint_default(int x);
int print_default(const char *format, ...) __attribute__((format(printf, 1, 2)));
int hidden_default(char c);
int attributed_default(const char *s) __attribute__((pure, nonnull, warn_unused_result));
int noexcept_default(int x) NOEXCEPT;
void *never_null_default(void) __attribute__((returns_nonnull));
void *also_never_null(void) __attribute__((returns_nonnull));
void *may_be_null(void);
int renamed_default(int x) __asm__("some_other_symbol");

extern int variable;
extern const int constant;
extern int array[3];
extern int (*pointer)(int);
extern int (*const constant_pointer)(int);
extern struct pair structure;
typedef int function_type(int);
typedef int (*pointer_type)(int);
typedef void null_type(const char *);
typedef void (*null_pointer_type)(const char *);
#ifdef __cplusplus
}
#endif

DECLARE_FFP(count, count_default);
DECLARE_FFP(ignore, nothing);
DECLARE_FFP(halt, stop);
DECLARE_FFP(real, real_default);
DECLARE_FFP(extended, extended_default);
DECLARE_FFP(pairs, pair_default);
DECLARE_FFP(wide, wide_default);
DECLARE_FFP(truth, truth_default);
DECLARE_FFP(byte, byte_default);
DECLARE_FFP(small, small_default);
DECLARE_FFP(natural, natural_default);
DECLARE_FFP(large, large_default);
DECLARE_FFP(huge, huge_default);
DECLARE_FFP(text, text_default);
DECLARE_FFP(paint, paint_default);
DECLARE_FFP(print, print_default);
DECLARE_FFP(hidden, hidden_default);
DECLARE_FFP(attributed, attributed_default);
DECLARE_FFP(unwinding, noexcept_default);
DECLARE_FFP(never_null, never_null_default);
DECLARE_FFP_EXPORT(shared, count_default);
DECLARE_FFP_NULL(note, void(const char *));
