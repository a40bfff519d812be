// SPDX-License-Identifier: MIT
#include "called.h"
#include "array.h"
#include "msg.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int to_name(const void *element, const void *name)
{
	const struct called_name *called = element;

	return strcmp(called->name, name);
}

static size_t position(const struct called *called, const char *name)
{
	return array_first(called->name, called->n, sizeof(*called->name), name, to_name);
}

/* Can this be a part of the symbol of a key?  See FFP_PREFIX_PLAIN. */
static bool is_name(const char *name)
{
	if (isdigit((unsigned char)*name))
		return false;
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_' && *p != '$')
			return false;
	return *name;
}

/*
 * Functions whose calls cannot be sites, though they look like calls of any other function.  No C
 * function can stand in for one of these.  A name with a `*` at its end is the beginning of names.
 */
static const char by_linker[] = "linkers rewrite the instructions around its calls";
static const char own_convention[] = "it has a calling convention of its own";
static const char twice[] = "it returns twice, and a function that calls it returns before that";
static const struct refused {
	const char *name, *why;
} refused[] = {
	/* Variables of a thread. */
	{ "__tls_get_addr", by_linker },
	{ "__tls_get_offset", by_linker },
	/* Profilers: called before the caller has its frame, or where all registers are in use. */
	{ "mcount", own_convention },
	{ "_mcount", own_convention },
	{ "__fentry__", own_convention },
	/* Calls and returns by way of a register: -mindirect-branch, -mretpoline, -mharden-sls. */
	{ "__x86_indirect_*", own_convention },
	{ "__x86_return_thunk*", own_convention },
	{ "__llvm_retpoline_*", own_convention },
	{ "__llvm_lvi_thunk_*", own_convention },
	{ "__llvm_slsblr_thunk_*", own_convention },
	{ "__call_indirect_*", own_convention },
	{ "__s390_indirect_jump_*", own_convention },
	/* Prologues and epilogues: -msave-restore, -mcall-ms2sysv-xlogues, -fsplit-stack. */
	{ "__riscv_save_*", own_convention },
	{ "__riscv_restore_*", own_convention },
	{ "__savms64*", own_convention },
	{ "__resms64*", own_convention },
	{ "__morestack*", own_convention },
	{ "__probestack", own_convention },
	{ "__rust_probestack", own_convention },
	/* Sanitizers' checks of one register. */
	{ "__asan_check_*", own_convention },
	{ "__hwasan_check_*", own_convention },
	/* What GCC takes for a function that returns twice (special_function_p), and their like. */
	{ "setjmp", twice },
	{ "_setjmp", twice },
	{ "sigsetjmp", twice },
	{ "__sigsetjmp", twice },
	{ "savectx", twice },
	{ "getcontext", twice },
	{ "vfork", twice },
	{ "__vfork", twice },
};

/* Why calls of this function cannot be sites; NULL if they can. */
static const char *why_refused(const char *name)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const char *with = refused[i].name;
		size_t n = strcspn(with, "*");

		if (with[n] ? !strncmp(name, with, n) : !strcmp(name, with))
			return refused[i].why;
	}
	return NULL;
}

static bool add_name(struct called *called, const char *where, const char *word)
{
	const bool needed = *word == '+';
	const char *name = word + needed, *why;
	size_t at;

	if (!is_name(name))
		return msg_error(where, "'%s': not the name of a function, as objects have it",
				 word);
	why = why_refused(name);
	if (why)
		return msg_error(where, "'%s': its calls cannot be sites: %s", word, why);
	at = position(called, name);
	if (at == called->n || strcmp(called->name[at].name, name)) {
		called->name = array_grow(called->name, called->n, sizeof(*called->name));
		memmove(&called->name[at + 1], &called->name[at],
			(called->n - at) * sizeof(*called->name));
		called->name[at] = (struct called_name){ xstrndup(name, strlen(name)), false };
		called->n++;
	}
	called->name[at].needed |= needed;
	return true;
}

static bool add_line(struct called *called, const char *path, char *line)
{
	static const char space[] = " \t\r\n\v\f";
	char *rest = NULL;
	bool ok = true;

	line[strcspn(line, "#")] = 0;
	for (char *word = strtok_r(line, space, &rest); word && ok;
	     word = strtok_r(NULL, space, &rest))
		ok = add_name(called, path, word);
	return ok;
}

static bool add_file(struct called *called, const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	bool ok = true;

	if (!f)
		return msg_error(path, "cannot open: %s", strerror(errno));
	errno = 0;
	while (ok && getline(&line, &size, f) >= 0)
		ok = add_line(called, path, line);
	if (ok && ferror(f))
		ok = msg_error(path, "cannot read: %s", strerror(errno));
	free(line);
	fclose(f);
	return ok;
}

bool called_add(struct called *called, const char *where, const char *word)
{
	return *word == '@' ? add_file(called, word + 1) : add_name(called, where, word);
}

bool called_add_environment(struct called *called)
{
	const char *from = getenv(CALLED_VARIABLE);
	bool ok = true;

	for (size_t n; ok && from && *from; from += n + !!from[n]) {
		char *word;

		n = strcspn(from, ":");
		word = xstrndup(from, n);
		ok = !n || called_add(called, CALLED_VARIABLE, word);
		free(word);
	}
	return ok;
}

const struct called_name *called_find(const struct called *called, const char *name)
{
	size_t at = called ? position(called, name) : 0;

	return called && at < called->n && !strcmp(called->name[at].name, name) ? &called->name[at]
										: NULL;
}

void called_free(struct called *called)
{
	for (size_t i = 0; i < called->n; i++)
		free(called->name[i].name);
	free(called->name);
	*called = (struct called){ 0 };
}
