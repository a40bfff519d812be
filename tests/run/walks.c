// SPDX-License-Identifier: MIT
/*
 * Tables of keys and of candidates, and their records, that somebody wrote to: what goes through
 * all keys or all candidates follows nothing that leads out of the module, tells of no key that is
 * damaged, and does its work for all others.  Every field of a line and of a record gets every
 * kind of value, each in a process of its own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <ffp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../damage.h"
#include "../forms.h"
#include "../tap.h"
#include "counts.h"

int value_default(int x);
int value_default(int x)
{
	return x + 1;
}

static int value_other(int x)
{
	return x + 2;
}

DEFINE_FFP(value, value_default);
DEFINE_FFP(second, value_default);
DEFINE_FFP(third, value_default);
FFP_IMPL(value, value_other, 1, 0);
FFP_IMPL(third, value_other, 1, 0);

static COUNTED int call_all(int x)
{
	return value(x) + second(x) + third(x) + (FFP_ON(value) ? 100 : 0);
}

/* Another module goes, as another copy of the library would tell: no target lies in it. */
static void leave(void)
{
	struct {
		struct ffp_module module;
		struct ffp_module_state state;
	} *other = calloc(1, sizeof(*other));

	if (!other)
		_exit(102);
	other->module = (struct ffp_module){ .abi = FFP_ABI,
					     .size = sizeof(other->module),
					     .state = &other->state,
					     .library = &ffp_library };
	ffp_library.leave(&other->module);
	free(other);
}

/* What a field leads to that should not: no structure of ours. */
static const uint64_t zeros[16];

/* A field of 4 bytes, which holds an address relative to itself or flags, or of 8. */
struct field {
	const char *name;
	const void *at;
	size_t size;
	bool hides; /* the key or the candidate is not told, if the value is no good one */
};

/* What to write, for a field at this address that holds this now. */
static const struct value {
	const char *name;
	uint64_t plus, times; /* the new value is: the old one times this, plus that */
	bool refused;	      /* a change of the key is tried, too */
} values[] = {
	{ "none", 0, 0, false },
	{ "one", 1, 0, false },
	{ "eight", 8, 0, false },
	{ "one more", 1, 1, false },
	{ "far above", 0x70000000, 0, false },
	{ "far below", -UINT64_C(0x70000000), 0, false },
	{ "all ones", UINT64_MAX, 0, false },
};
enum { VALUES = sizeof(values) / sizeof(values[0]) };

/* Data that the program header calls writable, and that the program has sealed: larger than a page.
 */
#define SEALED 65536
static char sealed[2 * SEALED] __attribute__((aligned(SEALED)));

/* How many keys and candidates were told. */
struct told {
	unsigned value, second, third;
};

static void count_name(struct told *told, const char *name)
{
	told->value += !strcmp(name, "value");
	told->second += !strcmp(name, "second");
	told->third += !strcmp(name, "third");
}

static int count_key(const struct ffp *key, void *told)
{
	struct ffp_info info;

	/* Of a module with a damaged table nothing more is told. */
	count_name(told, ffp_info(key, &info) ? key->name : info.name);
	return 0;
}

static int count_impl(const struct ffp_impl_info *impl, void *told)
{
	count_name(told, impl->key->name);
	return !*impl->name;
}

/* Go through all, in every way that a program has.  0, or a number that says what was wrong. */
static int walk(bool of_key, bool hidden)
{
	struct told keys = { 0 }, impls = { 0 };
	int r;

	/* First by looking at each line, then by an index. */
	for (unsigned i = 0; i < 100; i++) {
		if (ffp_find("no such key") || ffp_find("second") != FFP__KEY(second) ||
		    ffp_find("third") != FFP__KEY(third))
			return 1;
		if (hidden && of_key && ffp_find("value"))
			return 2;
	}
	if (ffp_each(count_key, &keys) || keys.second != 1 || keys.third != 1 ||
	    (hidden && of_key && keys.value))
		return 3;
	if (ffp_each_impl(NULL, count_impl, &impls) || impls.third != 1 ||
	    (hidden && !of_key && impls.value))
		return 4;
	/* What was not told at start is not weighed. */
	FFP__KEY(second)->module->state->chosen = 0;
	ffp_module_choose(FFP__KEY(second)->module);
	if (ffp_apply(NULL, 0, FFP_AIM | FFP_CALLS) > 0)
		return 5;
	r = SET_FFP(second, value_other);
	if (r > 0 || second(5) != (r ? 6 : 7))
		return 6;
	leave();
	/* A key whose default is another than its target is taken for one that is set. */
	return call_all(0) % 100 != second(0) + 2 ? 7 : 0;
}

static int status_of(const struct field *f, const struct value *v)
{
	const bool of_key = strncmp(f->name, "a candidate", 11) != 0;
	pid_t child = fork();
	int status = -1;

	if (!child) {
		uint64_t now = 0;

		if (mprotect(sealed, sizeof(sealed), PROT_READ))
			_exit(103);
		/* Once any key was changed, more is looked at when a module goes. */
		if (SET_FFP(second, value_other) || RESET_FFP(second))
			_exit(101);
		if (f->size == 4) {
			uint32_t small;

			memcpy(&small, f->at, 4);
			small = (uint32_t)(small * v->times + v->plus);
			put(f->at, &small, 4);
		} else {
			memcpy(&now, f->at, 8);
			now = now * v->times + v->plus;
			put(f->at, &now, sizeof(void *));
		}
		status = walk(of_key, f->hides);
		/* A pointer that is no pointer of the module's is not written to. */
		if (!status && (v->refused || f->at == &FFP__KEY(value)->entry) &&
		    SET_FFP(value, value_other) >= 0)
			status = 8;
		if (status)
			_exit(status);
		exit(0); /* runs the destructor of this module */
	}
	waitpid(child, &status, 0);
	return status;
}

static void check_one(const struct field *f, const struct value *v)
{
	is(status_of(f, v), 0, "%s: %s: nothing wrong is followed", f->name, v->name);
}

static void check(const struct field *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < VALUES; k++)
			check_one(&f[i], &values[k]);
}

/* The line of a table whose field, relative to itself, leads to this. */
static const void *line_of(const void *table, const void *end, size_t size, size_t field,
			   const void *to)
{
	for (const char *line = table; line < (const char *)end; line += size) {
		const int32_t *at = (const int32_t *)(const void *)(line + field);

		if ((uintptr_t)at + (uintptr_t)(intptr_t)*at == (uintptr_t)to)
			return line;
	}
	return NULL;
}

/*
 * What the library writes to, in memory that can be read only: of the text; of data that the loader
 * sealed (RELRO), where the record has pointers; and of data that the program sealed, which no
 * header tells.
 */
static void check_sealed(void)
{
	const struct ffp *key = FFP__KEY(value);
	const struct field fields[] = {
		{ "a record's state", &key->state, 8, true },
		{ "a record's entry", &key->entry, 8, false },
	};
	const struct value memory[] = {
		{ "in text", (uintptr_t)value_default & -(uintptr_t)64, 0, true },
		{ "in a record", (uintptr_t)FFP__KEY(third), 0, true },
		{ "in sealed data", (uintptr_t)sealed + SEALED, 0, true },
	};

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 3; k++) {
			struct field f = fields[i];

			/* A walk does not ask the kernel for rights. */
			f.hides &= k < 2;
			check_one(&f, &memory[k]);
		}
}

/* What is no key of ours counts for more than all. */
static int count_any(const struct ffp *key, void *told)
{
	const bool ours =
	    key == FFP__KEY(value) || key == FFP__KEY(second) || key == FFP__KEY(third);

	*(unsigned *)told += ours ? 1 : 100;
	return 0;
}

static int count_any_impl(const struct ffp_impl_info *impl, void *told)
{
	return count_any(impl->key, told);
}

/*
 * In a child: the descriptor is damaged after its module was listed.  What goes through all comes
 * to its end, and tells of no more keys than there are; if the field hides them, of none.
 */
static int walk_damaged(const struct field *f, const struct value *v)
{
	unsigned keys = 0, impls = 0;
	uint64_t now = 0;

	if (SET_FFP(second, value_other) || RESET_FFP(second))
		return 1;
	memcpy(&now, f->at, f->size);
	now = now * v->times + v->plus;
	put(f->at, &now, f->size);
	for (unsigned i = 0; i < 100; i++)
		if (ffp_find("no such key"))
			return 2;
	if (ffp_each(count_any, &keys) || keys > 3 || (f->hides && keys))
		return 3;
	if (ffp_each_impl(NULL, count_any_impl, &impls) || impls > 2 || (f->hides && impls))
		return 4;
	if (ffp_apply(NULL, 0, FFP_AIM))
		return 5;
	leave();
	return call_all(0) == 3 ? 0 : 6;
}

static void check_damaged(const struct field *f, const struct value *v)
{
	pid_t child = fork();
	int status = -1;

	if (!child)
		_exit(walk_damaged(f, v));
	waitpid(child, &status, 0);
	is(status, 0, "%s: %s: all walks come to their end", f->name, v->name);
}

static void check_descriptor(void)
{
	const struct ffp_module *module = FFP__KEY(value)->module;
	const struct field fields[] = {
		{ "a descriptor's keys", &module->keys, sizeof(void *), false },
		{ "a descriptor's end of keys", &module->keys_end, sizeof(void *), false },
		{ "a descriptor's candidates", &module->impls, sizeof(void *), false },
		{ "a descriptor's end of candidates", &module->impls_end, sizeof(void *), false },
		{ "a descriptor's state", &module->state, sizeof(void *), false },
		{ "a descriptor's size", &module->size, 4, false },
	};
	struct field end_of_keys = fields[1], end_of_impls = fields[3];
	const struct value keys = { "before they begin", (uintptr_t)(module->keys - 1), 0, false };
	const struct value impls = { "before they begin", (uintptr_t)(module->impls - 1), 0,
				     false };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		for (size_t k = 0; k < VALUES; k++)
			check_damaged(&fields[i], &values[k]);
	end_of_keys.hides = end_of_impls.hides = true;
	check_damaged(&end_of_keys, &keys);
	check_damaged(&end_of_impls, &impls);
}

#define IMPL(fn, impl) (&fn##_##impl##_ffp_impl)

static void check_keys(void)
{
	const struct ffp *key = FFP__KEY(value);
	const struct ffp_key *line = line_of(key->module->keys, key->module->keys_end,
					     sizeof(*line), offsetof(struct ffp_key, record), key);
	const struct field fields[] = {
		{ "a line's entry", &line->entry, 4, false },
		{ "a line's record", &line->record, 4, true },
		/* Any string of the module may be a name. */
		{ "a line's name", &line->name, 4, false },
		{ "a line's flags", &line->flags, 4, false },
		{ "a record's name", &key->name, 8, false },
		{ "a record's default", &key->def, 8, false },
		{ "a record's entry", &key->entry, 8, false },
		{ "a record's stub", &key->stub, 8, false },
		{ "a record's state", &key->state, 8, true },
		{ "a record's module", &key->module, 8, true },
		{ "a record's version", &key->abi, 4, false },
		{ "a record's flags", &key->flags, 4, false },
	};

	if (!ok(line, "the key has a line"))
		return;
	check(fields, sizeof(fields) / sizeof(fields[0]));
}

static void check_impls(void)
{
	const struct ffp_impl *impl = IMPL(value, value_other);
	const struct ffp_module *module = FFP__KEY(value)->module;
	const int32_t *line = line_of(module->impls, module->impls_end, sizeof(*line), 0, impl);
	const struct field fields[] = {
		{ "a candidate's line", line, 4, true },
		{ "a candidate's function", &impl->function, 8, false },
		{ "a candidate's name", &impl->name, 8, false },
		{ "a candidate's rank", &impl->rank, 4, false },
		{ "a candidate's version", &impl->abi, 4, false },
	};

	if (!ok(line, "the candidate has a line"))
		return;
	check(fields, sizeof(fields) / sizeof(fields[0]));
}

int main(void)
{
	const struct field none = { "undamaged", zeros, 4, false };
	const struct value same = { "the same", 0, 1, false };

	is(call_all(0), 3, "the defaults");
	is(status_of(&none, &same), 0, "undamaged: all are told");
	check_keys();
	check_sealed();
	check_impls();
	check_descriptor();
	counts_print();
	return done();
}
