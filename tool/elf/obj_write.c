// SPDX-License-Identifier: MIT
/*
 * Writes an object: all of it into a temporary file beside the old one, which the temporary
 * file then replaces.  If anything fails, the old file is as it was.
 */
#include "obj.h"
#include "array.h"
#include "msg.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The greatest alignment kept in the file: a header may ask for any, and none needs more. */
enum { ALIGN_MAX = 4096 };

static bool put_header(const struct obj *obj, Elf *out, uint64_t table)
{
	Elf64_Ehdr *head = elf64_newehdr(out);

	if (!head)
		return false;
	*head = obj->head;
	head->e_shoff = table;
	/*
	 * Counts too large for the header go to section 0.  libelf does that with the number of
	 * sections; the index of the section of names is ours to put there.
	 */
	head->e_shnum = 0;
	head->e_shstrndx = obj->names < SHN_LORESERVE ? (Elf64_Half)obj->names : SHN_XINDEX;
	return gelf_update_ehdr(out, head);
}

/* Put the sections one behind the other, in their order; returns the end, or 0. */
static uint64_t put_sections(const struct obj *obj, Elf *out)
{
	uint64_t offset = sizeof(Elf64_Ehdr);

	for (uint32_t i = 1; i < obj->nsections; i++) {
		const struct section *s = &obj->sections[i];
		Elf64_Shdr head = s->head;
		Elf_Scn *scn = elf_newscn(out);
		Elf_Data *data;
		uint64_t align;

		if (!scn)
			return 0;
		align = head.sh_addralign < ALIGN_MAX ? head.sh_addralign : ALIGN_MAX;
		if (align > 1)
			offset = (offset + align - 1) / align * align;
		head.sh_offset = offset;
		if (s->data) {
			data = elf_newdata(scn);
			if (!data)
				return 0;
			data->d_buf = s->data;
			data->d_size = head.sh_size;
			data->d_type = ELF_T_BYTE;
			data->d_version = EV_CURRENT;
			offset += head.sh_size;
		}
		if (!gelf_update_shdr(scn, &head))
			return 0;
	}
	return offset;
}

static bool put_section_zero(const struct obj *obj, Elf *out)
{
	Elf_Scn *scn = elf_getscn(out, 0);
	Elf64_Shdr head;

	if (!scn || !gelf_getshdr(scn, &head))
		return false;
	head.sh_link = obj->names < SHN_LORESERVE ? 0 : obj->names;
	return gelf_update_shdr(scn, &head);
}

static bool write_image(const struct obj *obj, int fd)
{
	Elf *out = elf_begin(fd, ELF_C_WRITE, NULL);
	uint64_t end;
	bool ok = false;

	if (!out || !gelf_newehdr(out, ELFCLASS64))
		goto out;
	elf_flagelf(out, ELF_C_SET, ELF_F_LAYOUT);
	end = put_sections(obj, out);
	ok = end && put_section_zero(obj, out) && put_header(obj, out, (end + 7) / 8 * 8) &&
	     elf_update(out, ELF_C_WRITE) >= 0;
out:
	elf_end(out);
	return ok;
}

char *obj_beside(const char *path, const char *end)
{
	const char *slash = strrchr(path, '/');
	const size_t directory = slash ? (size_t)(slash + 1 - path) : 0;
	size_t name = strlen(path + directory);

	if (name > NAME_MAX - strlen(end))
		name = NAME_MAX - strlen(end);
	return xformat("%.*s%s", (int)(directory + name), path, end);
}

/*
 * Give the replacement the owner and mode of the old file.  The owner only as far as this process
 * may: a namespace may not know him, and a file system may have no owners.
 */
static bool copy_mode(int fd, const char *path)
{
	struct stat st, own;
	mode_t mode;

	if (stat(path, &st) || fstat(fd, &own))
		return false;
	mode = st.st_mode & 07777;
	if ((own.st_gid != st.st_gid && fchown(fd, (uid_t)-1, st.st_gid)) ||
	    (own.st_uid != st.st_uid && fchown(fd, st.st_uid, (gid_t)-1)))
		mode &= 0777;
	return !fchmod(fd, mode);
}

bool obj_write(const struct obj *obj)
{
	/* A symbolic link stays, and the file that it leads to is replaced. */
	char *path = realpath(obj->path, NULL);
	char *temporary = NULL;
	int fd = -1;

	if (!path || access(path, W_OK)) {
		msg_error(obj->path, "cannot write: %s", strerror(errno));
		goto fail;
	}
	temporary = obj_beside(path, ".ffp-XXXXXX");
	/* So that a limit of file size is an error here, and not a signal that leaves the file. */
	signal(SIGXFSZ, SIG_IGN);
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0) {
		msg_error(obj->path, "cannot create a file beside it: %s", strerror(errno));
		goto fail;
	}
	errno = 0;
	if (!write_image(obj, fd)) {
		msg_error(obj->path, "cannot write: %s", errno ? strerror(errno) : elf_errmsg(-1));
		goto fail;
	}
	if (!copy_mode(fd, path) || rename(temporary, path)) {
		msg_error(obj->path, "cannot replace: %s", strerror(errno));
		goto fail;
	}
	close(fd);
	free(temporary);
	free(path);
	return true;
fail:
	if (fd >= 0)
		close(fd);
	if (temporary)
		unlink(temporary);
	free(temporary);
	free(path);
	return false;
}
