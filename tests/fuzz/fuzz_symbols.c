// SPDX-License-Identifier: MIT
/*
 * libFuzzer: names of keys by symbol, as they come in the words of a compiler's command line
 * (tool/driver/names.h), in the environment, and in a file.  The input is a number of words, each
 * ended by a NUL; what is behind the last of them is the file.  No other word of the command line
 * is lost or changed, and the names are in order, each one once, and such as can be a key's.
 */
#include "driver/names.h"
#include "msg.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS = 32 };

static void check(bool condition)
{
	if (!condition)
		abort();
}

static void check_names(const struct called *called)
{
	for (size_t i = 0; i < called->n; i++) {
		const char *name = called->name[i].name;

		check(*name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					    "0123456789_$") == strlen(name));
		check(*name < '0' || *name > '9');
		check(!i || strcmp(called->name[i - 1].name, name) < 0);
		check(called_find(called, name) == &called->name[i]);
	}
	check(!called_find(called, ""));
}

/* Is this, which is left of `before`, what the compiler is to see of it? */
static bool is_left(const char *before, const char *after)
{
	if (strncmp(before, "-Wa,", 4) != 0)
		return !strcmp(before, after);
	/* Some options of the list, in their order. */
	for (before += 3, after += 3; *after; after += strcspn(after + 1, ",") + 1) {
		size_t n = strcspn(after + 1, ",") + 1;

		while (*before &&
		       (strcspn(before + 1, ",") + 1 != n || strncmp(before, after, n) != 0))
			before += strcspn(before + 1, ",") + 1;
		if (!*before)
			return false;
		before += n;
	}
	return true;
}

static bool names_something(const char *word)
{
	return strstr(word, "--ffp-symbol") != NULL;
}

static void take(char **words, size_t n)
{
	struct called called = { 0 }, again = { 0 };
	char *argv[WORDS + 1], *copies[WORDS];
	size_t k = 0;

	unsetenv(CALLED_VARIABLE);
	for (size_t i = 0; i < n; i++)
		argv[i] = copies[i] = strdup(words[i]);
	argv[n] = NULL;
	if (names_take_all(&called, "fuzz", argv)) {
		/* Each word that is left is a word that was there, in the order of these. */
		for (size_t i = 0; i < n; i++) {
			if (argv[k] == copies[i] && is_left(words[i], argv[k]))
				k++;
			else
				check(names_something(words[i]) ||
				      (!strcmp(words[i], "-Xassembler") && i + 1 < n &&
				       names_something(words[i + 1])));
		}
		check(!argv[k]);
		/* A compiler that is started finds the same names in the environment. */
		check(called_add_environment(&again) && again.n == called.n);
		for (size_t i = 0; i < called.n; i++)
			check(!strcmp(called.name[i].name, again.name[i].name) &&
			      called.name[i].needed == again.name[i].needed);
	}
	check_names(&called);
	called_free(&called);
	called_free(&again);
	for (size_t i = 0; i < n; i++)
		free(copies[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct called called = { 0 };
	char *words[WORDS], path[32], *text = malloc(size + 1), *p = text, *end;
	size_t n = 0;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	check(text && fd >= 0);
	memcpy(text, data, size);
	text[size] = '\0';
	msg_quiet = true;
	while (n < WORDS && (end = memchr(p, '\0', size - (size_t)(p - text)))) {
		/* No file but ours. */
		if (!strstr(p, "symbols=") && *p)
			words[n++] = p;
		p = end + 1;
	}
	size -= (size_t)(p - text);
	check(write(fd, p, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "@/proc/self/fd/%d", fd);
	take(words, n);
	(void)called_add(&called, "fuzz", path);
	for (size_t i = 0; i < n; i++)
		if (*words[i] != '@')
			(void)called_add(&called, "fuzz", words[i]);
	check_names(&called);
	called_free(&called);
	close(fd);
	free(text);
	return 0;
}
