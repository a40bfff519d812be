// SPDX-License-Identifier: MIT
/*
 * The `ffp-ld` personality: Clang, told so by ffp-cc, runs us as its linker when
 * there may be bitcode to link.
 *
 *  1. Run the real linker, which makes code of the bitcode, and links; have it
 *     leave that code as objects in a directory of ours.
 *  2. Collect these.
 *  3. If they hold sites, link once more, with them in the place of the bitcode; an
 *     archive that is taken whole is then taken apart, for the objects besides.
 *
 * Which objects take part, what is kept, internal or exported is all settled in
 * step 1, and its result is the same program, in the trampoline form: should
 * step 3 be impossible, it stays, and we say so.
 */
#include "driver.h"
#include "arguments.h"
#include "collect/collect.h"
#include "elf/archive.h"
#include "elf/obj.h"
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
#define DESCRIPTOR ".data.rel.ro.ffp_module"

struct link {
	const char *linker;
	bool any_order; /* it looks for symbols in any order of the command line */
	bool mold, lld;
	struct words words; /* with @FILE expanded; the linker first */
	const char *output;
	const char *dependencies; /* the file for a list of the inputs, or NULL */
	bool relocatable;
	size_t move;	     /* the word of an object that must come before all bitcode, or 0 */
	const char *unusual; /* an option with which we leave all alone */
};

/* The argument of option `name`, in this word or the next; NULL: another option. */
static const char *argument(const struct words *words, size_t i, const char *name)
{
	const char *w = words->word[i];
	size_t len = strlen(name);

	if (!strcmp(w, name))
		return words->word[i + 1];
	if (strncmp(w, name, len))
		return NULL;
	if (name[1] != '-')
		return w + len;
	return w[len] == '=' ? w + len + 1 : NULL;
}

/* How many words the option at `i` takes, if it is `name`, with one dash or two; else 0. */
static size_t option(const struct words *words, size_t i, const char *name)
{
	const char *w = words->word[i];
	size_t len = strlen(name), dashes = strspn(w, "-");

	if (!dashes || strncmp(w + dashes, name, len))
		return 0;
	if (!w[dashes + len] && i + 1 < words->n)
		return 2;
	return w[dashes + len] == '=';
}

static void parse(struct link *link, char **argv)
{
	/* The result is no program, or bitcode comes from where we do not look. */
	static const char *const unusual[] = { "thinlto-index-only", "lto-emit-",
					       "plugin-opt=emit-",   "plugin-opt=obj-path",
					       "lto-obj-path",	     "fat-lto-objects",
					       "thinlto-distributor" };
	const struct words *words = &link->words;
	const char *slash = strrchr(link->linker, '/');
	const char *linker = slash ? slash + 1 : link->linker;

	arguments_expand(&link->words, argv);
	link->mold = strstr(linker, "mold");
	link->lld = strstr(linker, "lld");
	link->any_order = link->mold || link->lld;
	link->output = "a.out";
	for (size_t i = 1; i < words->n; i++) {
		const char *w = words->word[i];
		const char *name = w + strspn(w, "-");
		const char *output = argument(words, i, "--output");

		if (name == w)
			continue;
		if (!output && w[1] == 'o' && strncmp(w, "-omagic", 7))
			output = argument(words, i, "-o");
		if (output) {
			link->output = output;
			i += w[2] == 0 || !strcmp(w, "--output");
		} else if (!strcmp(w, "-r") || !strcmp(w, "--relocatable")) {
			link->relocatable = true;
		}
		switch (option(words, i, "dependency-file")) {
		case 1:
			link->dependencies = strchr(w, '=') + 1;
			break;
		case 2:
			link->dependencies = words->word[i + 1];
			break;
		}
		for (size_t k = 0; k < sizeof(unusual) / sizeof(unusual[0]); k++)
			if (!strncmp(name, unusual[k], strlen(unusual[k])))
				link->unusual = w;
	}
}

static int by_number(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	size_t n = strlen(*x), m = strlen(*y);

	return n != m ? (n < m ? -1 : 1) : strcmp(*x, *y);
}

/* The objects of step 1, in the linker's order. */
static void find_objects(const char *dir, struct words *objects)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	char *path;

	while (d && (entry = readdir(d))) {
		if (strncmp(entry->d_name, OBJECT, strlen(OBJECT)))
			continue;
		if (asprintf(&path, "%s/%s", dir, entry->d_name) < 0)
			abort();
		/* An empty one is a part without code. */
		if (obj_kind_of_file(path) == OBJ_ELF)
			words_add(objects, path);
		free(path);
	}
	if (d)
		closedir(d);
	if (objects->n)
		qsort(objects->word, objects->n, sizeof(*objects->word), by_number);
}

/* Step 2; *sites: how many there are. */
static bool collect_objects(const struct words *objects, size_t *sites)
{
	struct collect_stats stats;

	*sites = 0;
	for (size_t i = 0; i < objects->n; i++) {
		if (!collect_file(objects->word[i], COLLECT_LTO, &stats))
			return false;
		*sites += stats.sites;
	}
	return true;
}

static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* Does word `i` put shared libraries out of the linker's sight, or in again? */
static bool only_static(const char *word, bool now)
{
	static const char *const off[] = { "-Bstatic", "-static", "-dn", "-non_shared" };
	static const char *const on[] = { "-Bdynamic", "-dy", "-call_shared" };

	word += !strncmp(word, "--", 2);
	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		if (!strcmp(word, off[i]))
			return true;
	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
		if (!strcmp(word, on[i]))
			return false;
	return now;
}

/*
 * The archive that -lNAME, or -l:FILE, is, for free(); NULL if it is none.  Linkers look in
 * every -L, wherever it stands, and in each for the shared library first.
 */
static char *archive_of(const struct link *link, const char *name, bool only)
{
	const struct words *words = &link->words;
	char *path, *shared;

	for (size_t i = 1; i < words->n; i++) {
		const char *dir = argument(words, i, "-L");
		const char *root = "";

		if (!dir || words->word[i][0] != '-')
			continue;
		/* Below --sysroot. */
		for (size_t k = 1; *dir == '=' && k < words->n; k++)
			if (argument(words, k, "--sysroot"))
				root = argument(words, k, "--sysroot");
		if (asprintf(&path, *name == ':' ? "%s%s/%s" : "%s%s/lib%s.a", root,
			     dir + (*dir == '='), name + (*name == ':')) < 0 ||
		    asprintf(&shared, "%s%s/lib%s.so", root, dir + (*dir == '='), name) < 0)
			abort();
		if (!only && *name != ':' && is_file(shared)) {
			free(shared);
			free(path);
			return NULL;
		}
		free(shared);
		if (is_file(path))
			return path;
		free(path);
	}
	return NULL;
}

/* The archive that word `i` means, for free(); NULL if it is none. */
static char *archive_at(const struct link *link, size_t i)
{
	const char *w = link->words.word[i], *name = NULL;
	bool only = false;
	char *path = NULL;

	if (!strncmp(w, "-l", 2))
		name = w + 2;
	else if (!strncmp(w, "--library=", 10))
		name = w + 10;
	else if (*w != '-')
		path = strdup(w);
	for (size_t k = 1; name && k < i; k++)
		only = only_static(link->words.word[k], only);
	if (name)
		path = archive_of(link, name, only);
	if (path && obj_kind_of_file(path) == OBJ_ARCHIVE)
		return path;
	free(path);
	return NULL;
}

/* … and has bitcode among its members. */
static bool has_bitcode(const struct link *link, size_t i)
{
	char *path = archive_at(link, i);
	bool found = path && archive_has_bitcode(path);

	free(path);
	return found;
}

/*
 * Where in the command line the objects go: lld and mold look for symbols in
 * any order, and would put them last.  But lld would take from an archive the
 * bitcode again that an object before asks for, so there they stand before the
 * first with bitcode.  Others must see them before the archives, and not between
 * --start-lib and --end-lib.
 */
static size_t place_of_objects(const struct link *link)
{
	size_t start_lib = 0;

	for (size_t i = 1; link->lld && i < link->words.n; i++)
		if (has_bitcode(link, i))
			return i;
	if (link->any_order)
		return link->words.n;
	for (size_t i = 1; i < link->words.n; i++) {
		const char *w = link->words.word[i];

		if (!strcmp(w, "--start-lib"))
			start_lib = i;
		else if (!strcmp(w, "--end-lib"))
			start_lib = 0;
		else if (!strncmp(w, "-l", 2) || obj_kind_of_file(w) == OBJ_BITCODE ||
			 obj_kind_of_file(w) == OBJ_ARCHIVE)
			return start_lib ? start_lib : i;
	}
	return link->words.n;
}

/*
 * The first object with a module descriptor, where that has to move before the
 * bitcode; else 0.  Bitcode may have one too, and knows of no COMDAT groups in
 * assembly: GNU ld and gold would choose its symbols, and the object's group.
 */
static size_t descriptor_to_move(const struct link *link)
{
	bool bitcode = false;

	for (size_t i = 1; i < link->words.n && !link->any_order; i++) {
		const char *w = link->words.word[i];
		enum obj_kind kind = *w == '-' ? OBJ_OTHER : obj_kind_of_file(w);
		bool found = false;
		uint8_t *image;
		size_t size;

		bitcode |= kind == OBJ_BITCODE;
		if (kind != OBJ_ELF || !(image = obj_load(w, &size)))
			continue;
		found = memmem(image, size, DESCRIPTOR, strlen(DESCRIPTOR));
		free(image);
		if (found)
			return bitcode ? i : 0;
	}
	return 0;
}

/*
 * Does this word begin or end a part of the command line whose archives are taken whole?
 */
static bool whole_archive(const char *word, bool now)
{
	const char *name = word + strspn(word, "-");

	if (name == word)
		return now;
	return !strcmp(name, "whole-archive") || (now && strcmp(name, "no-whole-archive"));
}

/* Word `i` in step 3, that is no bitcode; false after a message. */
static bool add_again(const struct link *link, struct words *again, size_t i, bool whole,
		      const char *dir)
{
	bool bitcode = false, ok = true;
	struct words members = { 0 };
	char *archive = whole ? archive_at(link, i) : NULL;

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
 * The first link wrote what the program is made of (--dependency-file); all linkers
 * but lld name the objects in our directory, too.  Take these out.
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
	const size_t place = place_of_objects(link);
	struct words again = { 0 };
	bool whole = false, ok = true;
	char *output;
	int status;

	if (asprintf(&output, "%s.ffp-%d", link->output, (int)getpid()) < 0)
		abort();
	for (size_t i = 0; i <= link->words.n; i++) {
		const char *w = i < link->words.n ? link->words.word[i] : NULL;
		/* What this link is made of, is of no use. */
		size_t list = w ? option(&link->words, i, "dependency-file") : 0;

		if (i == place && link->move)
			words_add(&again, link->words.word[link->move]);
		for (size_t k = 0; i == place && k < objects->n; k++)
			words_add(&again, objects->word[k]);
		if (list) {
			i += list - 1;
			continue;
		}
		whole = w && whole_archive(w, whole);
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

	if (asprintf(&objects, "-plugin-opt=obj-path=%s/" OBJECT, dir) < 0)
		abort();
	for (size_t i = 0; i < link->words.n; i++) {
		/* What lld takes from its cache, or puts there, it does not leave as objects. */
		size_t cache = link->mold ? 0 : option(&link->words, i, "thinlto-cache-dir");

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

static int link_with(const struct link *link, const char *dir)
{
	struct words objects = { 0 };
	size_t sites;
	int status = link_first(link, dir);

	if (!status && !clean_dependencies(link->dependencies, dir))
		status = EXIT_INPUT;
	if (!status) {
		find_objects(dir, &objects);
		if (!collect_objects(&objects, &sites))
			status = EXIT_INPUT;
		else if (sites && link_again(link, &objects, dir))
			msg_note(link->output,
				 "%zu %s not collected: linking their code again has failed",
				 MSG_COUNT(sites, "site", "sites"));
	}
	words_free(&objects);
	return status;
}

/* A device or a pipe, which linkers write to, and renaming would replace? */
static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

/* Called by hand; ffp-cc names the linker, which then gets all options. */
static int no_linker(int argc, char **argv)
{
	static const struct usage usage = {
		"ffp-ld",
		"ARGUMENT...",
		"Link, and collect the sites of keys in what link-time optimisation makes.\n"
		"Clang runs it if ffp-cc tells it so, with the linker's name in FFP_LD: see\n"
		"ffp-cc(1).\n",
		NULL,
		0,
		true
	};
	bool on;
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
	struct collect_stats stats;
	char *dir;
	int status = EXIT_INPUT;

	if (!link.linker || !*link.linker)
		return no_linker(argc, argv);
	argv[0] = (char *)link.linker;
	parse(&link, argv);
	if (link.relocatable) {
		status = spawn_wait(argv);
		if (!status && !collect_file(link.output, COLLECT_LENIENT | COLLECT_LTO, &stats))
			status = EXIT_INPUT;
	} else if (link.unusual || is_special(link.output)) {
		status = spawn_exec(argv);
	} else {
		link.move = descriptor_to_move(&link);
		dir = temp_make();
		if (dir)
			status = link_with(&link, dir);
		temp_remove(dir);
	}
	words_free(&link.words);
	return status;
}
