// SPDX-License-Identifier: MIT
/*
 * For quiet.sh, which compares the system calls that this program makes with
 * those it makes when compiled with PLAIN, without a key.  With an argument it
 * changes a key.
 */
#include <unistd.h>

int value_default(int x);
__attribute__((noinline)) int value_default(int x)
{
	return x;
}

#ifdef PLAIN
#define value value_default
#define event(x) (void)(x)
#define SET_FFP(key, new) 0
#else
#include <ffp.h>
DEFINE_FFP(value, value_default);
DEFINE_FFP_NULL(event, void(int));
#endif

int value_other(int x);
int value_other(int x)
{
	return x + 1;
}

int main(int argc, char **argv)
{
	char digit;

	(void)argv;
	event(argc);
	digit = (char)('0' + value(3));
	/* Once for each argument; all but the first time it is set already. */
	for (int i = 1; i < argc; i++)
		if (SET_FFP(value, value_other))
			return 1;
	argc = argc > 1 ? 2 : 1;
	event(argc);
	digit = (char)(digit + value(argc) - argc);
	return write(1, &digit, 1) != 1;
}
