// SPDX-License-Identifier: MIT
#include "request.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static size_t say(char *answer, const char *format, ...)
{
	va_list args;
	size_t length;

	va_start(args, format);
	vsnprintf(answer, CONTROL_ANSWER - 1, format, args);
	va_end(args);
	length = strlen(answer);
	answer[length++] = '\n';
	return length;
}

/* What an operator can make of an error of ffp_apply(). */
static const char *meaning(int error)
{
	switch (-error) {
	case EINVAL:
		return "a key cannot be set to that";
	case ENOMEM:
		return "no memory, or too many mappings";
	case EACCES:
	case EPERM:
		return "the system allows no change of text";
	case EBUSY:
		return "a breakpoint, a probe or another patcher is on a site";
	case EXDEV:
		return "the keys belong to two copies of the library";
	case ENOTSUP:
		return "the text cannot be changed";
	default:
		return "the change failed";
	}
}

struct others {
	const struct control_desk *desk;
	size_t twice; /* the index of the key that is not the only one of its name */
};

static int look_for_others(const struct ffp *key, void *arg)
{
	struct others *o = arg;
	struct ffp_info info;

	/* A key that cannot be described can be found by its name only. */
	if (ffp_info(key, &info))
		return 0;
	for (size_t i = 0; i < o->desk->words.n; i++)
		if (o->desk->changes[i].key != key && !strcmp(info.name, o->desk->names[i])) {
			o->twice = i;
			return 1;
		}
	return 0;
}

struct wanted {
	const char *name;
	void *function;
	bool is_there, waits;
};

static int look_for_impl(const struct ffp_impl_info *impl, void *arg)
{
	struct wanted *w = arg;

	if (strcmp(impl->name, w->name) != 0)
		return 0;
	w->is_there = true;
	w->waits |= impl->state == FFP_IMPL_WAITING;
	if (impl->state == FFP_IMPL_UNUSABLE || impl->state == FFP_IMPL_WAITING)
		return 0;
	w->function = impl->function;
	return 1;
}

/* What a word asks for.  Returns the length of an answer, or 0 if there is none yet. */
static size_t make_change(const struct control_word *word, struct ffp_change *change, char *answer)
{
	struct wanted wanted = { .name = word->impl };
	struct ffp_info info;
	int error;

	*change = (struct ffp_change){ .key = ffp_find(word->key), .to = FFP_TO_DEFAULT };
	if (!change->key)
		return say(answer, "error no key '%.100s'", word->key);
	switch (word->to) {
	case CONTROL_DEFAULT:
		return 0;
	case CONTROL_VALUE:
	case CONTROL_NOTHING:
		error = ffp_info(change->key, &info);
		if (error)
			return say(answer, "error %s (%s)", meaning(error), strerror(-error));
		if (word->to == CONTROL_NOTHING && info.def)
			return say(answer,
				   "error key '%.100s' has a default, and cannot do nothing",
				   word->key);
		if (word->to == CONTROL_VALUE && !info.def)
			return say(answer,
				   "error key '%.100s' has no default, and returns no number",
				   word->key);
		change->to = word->to == CONTROL_VALUE ? FFP_TO_VALUE : FFP_TO_TARGET;
		change->value = word->value;
		return 0;
	default:
		break;
	}
	error = ffp_each_impl(change->key, look_for_impl, &wanted);
	if (error < 0)
		return say(answer, "error %s (%s)", meaning(error), strerror(-error));
	if (!wanted.is_there)
		return say(answer, "error key '%.100s' has no candidate '%.100s'", word->key,
			   word->impl);
	if (!wanted.function && wanted.waits)
		return say(answer, "error the condition of candidate '%.100s' was not evaluated",
			   word->impl);
	if (!wanted.function)
		return say(answer, "error candidate '%.100s' cannot be used on this machine",
			   word->impl);
	change->to = FFP_TO_TARGET;
	change->target = wanted.function;
	return 0;
}

size_t control_serve(struct control_desk *desk, char *line, size_t length, pid_t pid, uid_t uid,
		     char answer[CONTROL_ANSWER])
{
	struct ffp_control_request request = { .pid = pid, .uid = uid };
	struct others others = { .desk = desk };
	const char *wrong = control_parse(line, length, &desk->words);
	int error;

	if (wrong)
		return say(answer, "error %s", wrong);
	for (size_t i = 0; i < desk->words.n; i++) {
		size_t said = make_change(&desk->words.words[i], &desk->changes[i], answer);

		if (said)
			return said;
		desk->names[i] = desk->words.words[i].key;
	}
	error = ffp_each(look_for_others, &others);
	if (error > 0)
		return say(answer, "error several keys are named '%.100s'",
			   desk->names[others.twice]);
	if (error < 0)
		return say(answer, "error %s (%s)", meaning(error), strerror(-error));
	request.changes = desk->changes;
	request.names = desk->names;
	request.n = desk->words.n;
	if (desk->callback && desk->callback(&request, desk->arg))
		return say(answer, "error the program refuses");
	error = ffp_apply(desk->changes, desk->words.n, 0);
	if (desk->callback) {
		request.stage = FFP_CONTROL_DONE;
		request.error = error;
		desk->callback(&request, desk->arg);
	}
	if (error)
		return say(answer, "error %s (%s)", meaning(error), strerror(-error));
	return say(answer, "ok");
}
