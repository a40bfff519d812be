// SPDX-License-Identifier: MIT
#include "link.h"
#include "arguments.h"
#include "elf/archive.h"
#include "elf/obj.h"
#include "path.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DESCRIPTOR ".data.rel.ro.ffp_module"

const char *link_argument(const struct words *words, size_t i, const char *name)
{
	const char *w = words->word[i];
	size_t len = strlen(name);

	if (!strcmp(w, name)) {
		if (i + 1 >= words->n)
			return NULL;
		assert(words->word[i + 1]); /* only the word behind the last is NULL */
		return words->word[i + 1];
	}
	if (strncmp(w, name, len))
		return NULL;
	if (name[1] != '-')
		return w + len;
	return w[len] == '=' ? w + len + 1 : NULL;
}

size_t link_option(const struct words *words, size_t i, const char *name)
{
	const char *w = words->word[i];
	size_t len = strlen(name), dashes = strspn(w, "-");

	if (!dashes || strncmp(w + dashes, name, len))
		return 0;
	if (!w[dashes + len] && i + 1 < words->n)
		return 2;
	return w[dashes + len] == '=';
}

static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* From this word on, does the linker look for archives only?  `now`: and before it? */
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
 * The archive that -lNAME or -l:FILE stands for, for free(); NULL if it stands for none.  Linkers
 * look in every -L, wherever it stands, and in each directory for a shared library first.
 */
static char *archive_of(const struct link *link, const char *name, bool only)
{
	const struct words *words = &link->words;
	const bool is_file_name = *name == ':';

	for (size_t i = 1; i < words->n; i++) {
		const char *dir = link_argument(words, i, "-L");
		const char *root = "";
		char *path, *shared;
		bool hidden;

		if (!dir || words->word[i][0] != '-')
			continue;
		/* A directory that begins with '=' is below --sysroot. */
		for (size_t k = 1; *dir == '=' && k < words->n; k++)
			if (link_argument(words, k, "--sysroot"))
				root = link_argument(words, k, "--sysroot");
		dir += *dir == '=';
		path = is_file_name ? xformat("%s%s/%s", root, dir, name + 1)
				    : xformat("%s%s/lib%s.a", root, dir, name);
		shared = xformat("%s%s/lib%s.so", root, dir, name);
		hidden = !only && !is_file_name && is_file(shared);
		free(shared);
		if (!hidden && is_file(path))
			return path;
		free(path);
		if (hidden)
			return NULL;
	}
	return NULL;
}

char *link_archive(const struct link *link, size_t i)
{
	const char *w = link->words.word[i], *name = NULL;
	bool only = false;
	char *path = NULL;

	if (!strncmp(w, "-l", 2))
		name = w + 2;
	else if (!strncmp(w, "--library=", 10))
		name = w + 10;
	else if (*w != '-')
		path = xstrndup(w, strlen(w));
	for (size_t k = 1; name && k < i; k++)
		only = only_static(link->words.word[k], only);
	if (name)
		path = archive_of(link, name, only);
	if (path && obj_kind_of_file(path) == OBJ_ARCHIVE)
		return path;
	free(path);
	return NULL;
}

/* Does word `i` stand for an archive with bitcode? */
static bool has_bitcode(const struct link *link, size_t i)
{
	char *path = link_archive(link, i);
	bool found = path && archive_has_bitcode(path);

	free(path);
	return found;
}

size_t link_place_of_objects(const struct link *link)
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

size_t link_descriptor_to_move(const struct link *link)
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

bool link_whole_archive(const char *word, bool now)
{
	const char *name = word + strspn(word, "-");

	if (name == word)
		return now;
	return !strcmp(name, "whole-archive") || (now && strcmp(name, "no-whole-archive"));
}

void link_parse(struct link *link, char **argv)
{
	/* With these the result is no program, or bitcode comes from files that are not inputs. */
	static const char *const unusual[] = { "thinlto-index-only", "lto-emit-",
					       "plugin-opt=emit-",   "plugin-opt=obj-path",
					       "lto-obj-path",	     "fat-lto-objects",
					       "thinlto-distributor" };
	const struct words *words = &link->words;
	const char *linker = path_base(link->linker);

	arguments_expand(&link->words, argv);
	link->mold = strstr(linker, "mold");
	link->lld = strstr(linker, "lld");
	link->any_order = link->mold || link->lld;
	link->output = "a.out";
	for (size_t i = 1; i < words->n; i++) {
		const char *w = words->word[i];
		const char *name = w + strspn(w, "-");
		const char *output = link_argument(words, i, "--output");

		if (name == w)
			continue;
		if (!output && w[1] == 'o' && strncmp(w, "-omagic", 7))
			output = link_argument(words, i, "-o");
		if (output) {
			link->output = output;
			i += w[2] == 0 || !strcmp(w, "--output");
			continue;
		}
		if (!strcmp(w, "-r") || !strcmp(w, "--relocatable"))
			link->relocatable = true;
		switch (link_option(words, i, "dependency-file")) {
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
