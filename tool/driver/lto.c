// SPDX-License-Identifier: MIT
#include "lto.h"
#include "arguments.h"
#include "elf/obj.h"
#include "msg.h"
#include "path.h"
#include "spawn.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Parts of names of a key's and of a candidate's static variables, which bitcode contains. */
static const char state_name[] = "_ffp_state", usable_name[] = "_ffp_usable";
/* Only keys and candidates refer to this symbol; GCC's table of symbols contains its name. */
static const char module_name[] = "__ffp_module";
static const char gcc_symbols[] = ".gnu.lto_.symtab.";

static bool contains(const uint8_t *data, size_t size, const char *text)
{
	return data && memmem(data, size, text, strlen(text));
}

static bool gcc_defines_keys(const char *path, uint8_t *image, size_t size)
{
	struct obj obj;
	bool found = false, ok = obj_open(&obj, path, image, size);

	for (uint32_t i = 1; ok && i < obj.nsections; i++) {
		const struct section *s = &obj.sections[i];

		if (!strncmp(s->name, gcc_symbols, strlen(gcc_symbols)))
			found |= contains(s->data, s->head.sh_size, module_name);
	}
	obj_close(&obj);
	return found;
}

/* For job_each_object(). */
static bool has_no_key(const char *path)
{
	struct stat st;
	uint8_t *image;
	size_t size;
	bool found;

	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return true;
	image = obj_load(path, &size);
	if (!image)
		return true;
	found = contains(image, size, state_name) || contains(image, size, usable_name);
	if (!found && contains(image, size, gcc_symbols))
		found = gcc_defines_keys(path, image, size);
	free(image);
	return !found;
}

bool lto_defines_keys(const struct job *job)
{
	return !job_each_object(job, has_no_key);
}

/*
 * Does this option ask for checks of calls through pointers (-fsanitize=cfi, cfi-icall)?  These
 * need link-time optimisation: functions that are compiled without it lack the marks that are
 * checked.
 */
static bool guards_calls(const char *word)
{
	static const char option[] = "-fsanitize=";

	return !strncmp(word, option, strlen(option)) && strstr(word + strlen(option) - 1, "cfi");
}

bool lto_do_without(struct words *command)
{
	/* Options that are not allowed without link-time optimisation. */
	static const char *const drop[] = { "-fwhole-program-vtables",
					    "-fvirtual-function-elimination", "-fsplit-lto-unit",
					    "-ffat-lto-objects", NULL };
	struct words words;
	size_t n = 0;

	arguments_expand(&words, command->word);
	for (size_t i = 0; i < words.n; i++)
		if (guards_calls(words.word[i])) {
			msg_error("ffp-cc",
				  "%s: not in a file that defines keys, which is compiled "
				  "without -flto",
				  words.word[i]);
			words_free(&words);
			return false;
		}
	for (size_t i = 0; i < words.n; i++) {
		bool keep = true;

		for (const char *const *d = drop; *d; d++)
			keep &= strcmp(words.word[i], *d) != 0;
		if (keep)
			words.word[n++] = words.word[i];
		else
			free(words.word[i]);
	}
	words.n = n;
	words.word[n] = NULL;
	words_add(&words, "-fno-lto");
	words_add(&words, "-w");
	words_free(command);
	*command = words;
	return true;
}

/* The descriptor of this process that the name of a source stands for, or -1. */
static int descriptor_of(const char *source)
{
	static const char *const directory[] = { "/dev/fd/", "/proc/self/fd/" };
	char *end;
	long fd;

	if (!strcmp(source, "-") || !strcmp(source, "/dev/stdin"))
		return STDIN_FILENO;
	for (size_t i = 0; i < sizeof(directory) / sizeof(directory[0]); i++) {
		if (strncmp(source, directory[i], strlen(directory[i])))
			continue;
		fd = strtol(source + strlen(directory[i]), &end, 10);
		return *end || fd < 0 || fd > INT_MAX ? -1 : (int)fd;
	}
	return -1;
}

/* Replace a descriptor by a file with all that can be read from it.  False after a message. */
static bool spool(const char *source, int fd)
{
	int file = memfd_create("ffp-cc", MFD_CLOEXEC);
	char buffer[1 << 16];
	ssize_t n = -1;

	while (file >= 0 && (n = read(fd, buffer, sizeof(buffer))) > 0)
		if (write(file, buffer, (size_t)n) != n) {
			n = -1;
			break;
		}
	if (n < 0 || dup2(file, fd) < 0) {
		msg_error(source, "cannot read: %s", strerror(errno));
		n = -1;
	}
	if (file >= 0)
		close(file);
	return !n;
}

bool lto_can_read_again(const struct job *job)
{
	for (size_t i = 0; i < job->words.n; i++) {
		const char *source = job->words.word[i];
		int fd = job->role[i] == ROLE_SOURCE ? descriptor_of(source) : -1;
		struct stat st;

		if (job->role[i] != ROLE_SOURCE)
			continue;
		/* If it is none that is open, the compiler will print an error. */
		if (fd >= 0 && !fstat(fd, &st) && (*source == '-' || !S_ISREG(st.st_mode)) &&
		    (!spool(source, fd) || !lto_read_again(job)))
			return false;
		if (fd < 0 && !stat(source, &st) && S_ISFIFO(st.st_mode))
			return msg_error(source, "a pipe, and with -flto a source may be read "
						 "twice: name a file, or standard input");
	}
	return true;
}

bool lto_read_again(const struct job *job)
{
	for (size_t i = 0; i < job->words.n; i++)
		if (job->role[i] == ROLE_SOURCE && !strcmp(job->words.word[i], "-"))
			return !lseek(STDIN_FILENO, 0, SEEK_SET) ||
			       msg_error("standard input", "cannot read: %s", strerror(errno));
	return true;
}

bool lto_has_input(const struct job *job)
{
	for (size_t i = 0; i < job->words.n; i++)
		if (job->role[i] == ROLE_INPUT &&
		    obj_kind_of_file(job->words.word[i]) == OBJ_BITCODE)
			return true;
	return false;
}

/*
 * Compilers name a list of what a source includes after the output, and the target of its rule.
 * The object is a temporary one, so tell them the names that the list would have in one command.
 */
static void add_list_names(const struct job *job, const char *source, struct words *words)
{
	const char *name = job->output ? job->output : path_base(source);
	const char *dot = strrchr(path_base(name), '.');
	const int stem = (int)(dot ? (size_t)(dot - name) : strlen(name));
	char *file = xformat("%.*s.d", stem, name);
	char *target = job->output ? xstrndup(name, strlen(name)) : xformat("%.*s.o", stem, name);

	if (job->lists && !job->list_named) {
		words_add(words, "-MF");
		words_add(words, file);
	}
	if (job->lists && !job->list_target) {
		words_add(words, "-MQ");
		words_add(words, target);
	}
	free(file);
	free(target);
}

char *lto_compile_words(const struct job *job, size_t index, const char *dir, struct words *words)
{
	const char *source = job->words.word[index];
	char *object;

	for (size_t i = 0; i < job->words.n; i++)
		if (job->role[i] == ROLE_OPTION && strcmp(job->words.word[i], "--"))
			words_add(words, job->words.word[i]);
	/* A part of the name that leaves room for the rest. */
	object = xformat("%s/%zu-%.200s.o", dir, index, path_base(source));
	add_list_names(job, source, words);
	words_add(words, "-c");
	words_add(words, "-o");
	words_add(words, object);
	if (job->language[index]) {
		words_add(words, "-x");
		words_add(words, job->language[index]);
	}
	words_add(words, source);
	return object;
}

char *lto_linker(const struct words *command)
{
	enum { SIZE = 1 << 20 };
	struct words ask = { 0 };
	char *text = xcalloc(SIZE, 1), *line, *end, *linker = NULL;

	for (size_t i = 0; i < command->n; i++)
		words_add(&ask, command->word[i]);
	words_add(&ask, "-###");
	spawn_read(ask.word, text, SIZE);
	words_free(&ask);
	/* The last line is the linker's command, with each word in quotation marks. */
	for (end = text + strlen(text); end > text && end[-1] == '\n';)
		*--end = 0;
	line = strrchr(text, '\n');
	line = line ? line + 1 : text;
	if (!strncmp(line, " \"", 2) && (end = strchr(line + 2, '"'))) {
		linker = strndup(line + 2, (size_t)(end - line - 2));
		if (!linker)
			abort();
	}
	free(text);
	return linker;
}
