/* SPDX-License-Identifier: MIT */
/*
 * One of several files with keys of the same names, each file's own: to be
 * included with FILE_NAME and FACTOR defined.
 */
#include <ffp.h>

#include "../forms.h"

#define PASTE(a, b) PASTE_(a, b)
#define PASTE_(a, b) a##b
#define OURS(name) PASTE(FILE_NAME, name)

/* What a file shows of its keys. */
struct file {
	int (*step)(int x);
	int (*tail)(int x);
	int (*note)(int x);
	int (*set)(int (*new_step)(int), void (*new_note)(int *));
	int (*set_return)(int value);
	int (*reset)(void);
	const struct ffp *step_key, *note_key;
};
extern const struct file first_file, second_file, third_file;

#ifdef FILE_NAME

/* The default has external linkage, as every default has, and so its own name. */
int OURS(_default)(int x);
int OURS(_default)(int x)
{
	return FACTOR * x;
}

DEFINE_FFP_STATIC(step, OURS(_default));
DEFINE_FFP_NULL_STATIC(note, void(int *));

static COUNTED int call_step(int x)
{
	return step(x) + 1;
}

static COUNTED int tail_step(int x)
{
	return step(x);
}

static COUNTED int call_note(int x)
{
	note(&x);
	return x;
}

static int set(int (*new_step)(int), void (*new_note)(int *))
{
	const struct ffp_change changes[] = { FFP_CHANGE(step, new_step),
					      FFP_CHANGE(note, new_note) };

	return ffp_apply(changes, 2, 0);
}

static int set_return(int value)
{
	return SET_FFP_RETURN(step, value);
}

static int reset(void)
{
	return RESET_FFP(step) ? -1 : SET_FFP(note, NULL);
}

const struct file OURS(_file) = {
	call_step, tail_step, call_note, set, set_return, reset, FFP__KEY(step), FFP__KEY(note),
};

#endif /* FILE_NAME */
