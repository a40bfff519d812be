// SPDX-License-Identifier: MIT
/*
 * `ffp-ld`: ffp-cc lets Clang run it as the linker, if there may be bitcode to link.
 *
 *  1. Run the real linker, which makes code of the bitcode and links it.  Tell it to leave that
 *     code as objects in a temporary directory.
 *  2. Collect these objects.
 *  3. If they have sites, link again, with the objects in place of the bitcode.  An archive that is
 *     taken whole and has bitcode is replaced by its other members.
 *
 * Step 1 decides which objects take part, and which symbols are kept, internal or exported.  Its
 * result is the same program in the trampoline form.  If step 3 fails, that result stays, and a
 * note is printed.
 */
#include "driver.h"
#include "array.h"
#include "collect/collect.h"
#include "elf/archive.h"
#include "elf/obj.h"
#include "link.h"
#include "msg.h"
#include "options.h"
#include "spawn.h"
#include "temp.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OBJECT "code"

static int by_number(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	size_t n = strlen(*x), m = strlen(*y);

	return n != m ? (n < m ? -1 : 1) : strcmp(*x, *y);
}

/* Find the objects of step 1, in the linker's order. */
static void find_objects(const char *dir, struct words *objects)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	char *path;

	while (d && (entry = readdir(d))) {
		if (strncmp(entry->d_name, OBJECT, strlen(OBJECT)))
			continue;
		path = xformat("%s/%s", dir, entry->d_name);
		/* A part of the program without code makes an empty file. */
		if (obj_kind_of_file(path) == OBJ_ELF)
			words_add(objects, path);
		free(path);
	}
	if (d)
		closedir(d);
	if (objects->n)
		qsort(objects->word, objects->n, sizeof(*objects->word), by_number);
}

/* Step 2; *sites becomes the number of sites. */
static bool collect_objects(const struct words *objects, const struct called *called, size_t *sites)
{
	struct collect_stats stats;

	*sites = 0;
	for (size_t i = 0; i < objects->n; i++) {
		if (!collect_file(objects->word[i], COLLECT_LTO, called, &stats))
			return false;
		*sites += stats.sites;
	}
	return true;
}

/* Add word `i`, which is no bitcode, to the command of step 3; false after a message. */
static bool add_again(const struct link *link, struct words *again, size_t i, bool whole,
		      const char *dir)
{
	bool bitcode = false, ok = true;
	struct words members = { 0 };
	char *archive = whole ? link_archive(link, i) : NULL;

	if (archive)
		bitcode = archive_unpack(archive, dir, again->n, &members, &ok);
	free(archive);
	if (!bitcode)
		words_add(again, link->words.word[i]);
	for (size_t k = 0; bitcode && k < members.n; k++)
		words_add(again, members.word[k]);
	words_free(&members);
	return ok;
}

/*
 * With --dependency-file, step 1 has written a list of the files that the program is made of.  All
 * linkers but lld list the objects in the temporary directory, too: remove these from the list.
 */
static bool clean_dependencies(const char *path, const char *dir)
{
	size_t size;
	char *text, *from, *found, *end;
	struct stat st;
	FILE *f;
	bool ok;

	if (!path || stat(path, &st) || !S_ISREG(st.st_mode))
		return true;
	text = (char *)obj_load(path, &size);
	if (!text)
		return false;
	end = text + size;
	f = fopen(path, "we");
	for (from = text; f && (found = memmem(from, (size_t)(end - from), dir, strlen(dir)));) {
		fwrite(from, 1, (size_t)(found - from), f);
		for (from = found + strlen(dir); from < end && !isspace((unsigned char)*from);)
			from++;
	}
	if (f)
		fwrite(from, 1, (size_t)(end - from), f);
	ok = f && !ferror(f);
	ok = (!f || !fclose(f)) && ok;
	free(text);
	return ok || msg_error(path, "cannot write: %s", strerror(errno));
}

/* Step 3. */
static int link_again(const struct link *link, const struct words *objects, const char *dir)
{
	const size_t place = link_place_of_objects(link);
	struct words again = { 0 };
	bool whole = false, ok = true;
	char *output, *end;
	int status;

	end = xformat(".ffp-%d", (int)getpid());
	output = obj_beside(link->output, end);
	free(end);
	for (size_t i = 0; i <= link->words.n; i++) {
		const char *w = i < link->words.n ? link->words.word[i] : NULL;
		/* Step 3 must not write that list again. */
		size_t list = w ? link_option(&link->words, i, "dependency-file") : 0;

		if (i == place && link->move)
			words_add(&again, link->words.word[link->move]);
		for (size_t k = 0; i == place && k < objects->n; k++)
			words_add(&again, objects->word[k]);
		if (list) {
			i += list - 1;
			continue;
		}
		whole = w && link_whole_archive(w, whole);
		if (w && (!link->move || i != link->move) &&
		    (*w == '-' || obj_kind_of_file(w) != OBJ_BITCODE))
			ok = add_again(link, &again, i, whole, dir) && ok;
	}
	words_add(&again, "-o");
	words_add(&again, output);
	status = ok ? spawn_wait(again.word) : EXIT_INPUT;
	if (!status && rename(output, link->output)) {
		msg_error(link->output, "cannot replace: %s", strerror(errno));
		status = EXIT_INPUT;
	}
	if (status)
		unlink(output);
	free(output);
	words_free(&again);
	return status;
}

/* Step 1. */
static int link_first(const struct link *link, const char *dir)
{
	struct words first = { 0 };
	bool before = link->move;
	char *objects;
	int status;

	objects = xformat("-plugin-opt=obj-path=%s/" OBJECT, dir);
	for (size_t i = 0; i < link->words.n; i++) {
		/* lld leaves no objects for code that it reads from its cache, or writes to it. */
		size_t cache = link->mold ? 0 : link_option(&link->words, i, "thinlto-cache-dir");

		if (cache) {
			i += cache - 1;
			continue;
		}
		if (before && obj_kind_of_file(link->words.word[i]) == OBJ_BITCODE) {
			words_add(&first, link->words.word[link->move]);
			before = false;
		}
		if (!link->move || i != link->move)
			words_add(&first, link->words.word[i]);
	}
	words_add(&first, objects);
	status = spawn_wait(first.word);
	free(objects);
	words_free(&first);
	return status;
}

static int link_with(const struct link *link, const struct called *called, const char *dir)
{
	struct words objects = { 0 };
	size_t sites;
	int status = link_first(link, dir);

	if (!status && !clean_dependencies(link->dependencies, dir))
		status = EXIT_INPUT;
	if (!status) {
		find_objects(dir, &objects);
		if (!collect_objects(&objects, called, &sites))
			status = EXIT_INPUT;
		else if (sites && link_again(link, &objects, dir))
			msg_note(link->output,
				 "%zu %s not collected: linking their code again has failed",
				 MSG_COUNT(sites, "site", "sites"));
	}
	words_free(&objects);
	return status;
}

/* Is this a device or a pipe?  Linkers write to it, and step 3 would replace it by a file. */
static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

/* FFP_LD names no linker, so a user has called this: answer --help, or print an error. */
static int no_linker(int argc, char **argv)
{
	static const struct usage usage = {
		.name = "ffp-ld",
		.words = "ARGUMENT...",
		.help =
		    "Link, and collect the sites of keys in what link-time optimisation makes.\n"
		    "Clang runs it if ffp-cc tells it so, with the linker's name in FFP_LD: see\n"
		    "ffp-cc(1).\n",
		.front = true,
	};
	unsigned on;
	int first =
	    argc == 2 && !strncmp(argv[1], "--", 2) ? options_read(&usage, argc, argv, &on) : argc;

	if (first < 0)
		return options_answer(&usage, first);
	msg_error(usage.name, "FFP_LD does not name the linker");
	return EXIT_INPUT;
}

int ld_main(int argc, char **argv)
{
	struct link link = { .linker = getenv("FFP_LD") };
	struct called called = { 0 };
	struct collect_stats stats;
	char *dir;
	int status = EXIT_INPUT;

	if (!link.linker || !*link.linker)
		return no_linker(argc, argv);
	argv[0] = (char *)link.linker;
	link_parse(&link, argv);
	if (!called_add_environment(&called)) {
		status = EXIT_INPUT;
	} else if (link.relocatable) {
		status = spawn_wait(argv);
		if (!status &&
		    !collect_file(link.output, COLLECT_LENIENT | COLLECT_LTO, &called, &stats))
			status = EXIT_INPUT;
	} else if (link.unusual || is_special(link.output)) {
		status = spawn_exec(argv);
	} else {
		link.move = link_descriptor_to_move(&link);
		dir = temp_make();
		if (dir)
			status = link_with(&link, &called, dir);
		temp_remove(dir);
	}
	words_free(&link.words);
	called_free(&called);
	return status;
}
