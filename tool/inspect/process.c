// SPDX-License-Identifier: MIT
#include "process.h"
#include "array.h"
#include "live.h"
#include "msg.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch/arch_ops.h"
#include "bytes.h"

/* The length of the longest path that the kernel writes, and of a line of maps. */
enum { PATH_MOST = 4096, READ_STEP = 1 << 16 };

static int to_mapping(const void *element, const void *key)
{
	return ((const struct mapping *)element)->end <= *(const uint64_t *)key ? -1 : 1;
}

/* How many of these bytes may be read, from the first on. */
static size_t before_device(const struct process *process, uint64_t at, size_t length)
{
	const struct mapping *m = process->mappings, *end = m + process->n;

	for (m += array_first(m, process->n, sizeof(*m), &at, to_mapping);
	     m < end && (m->start <= at || m->start - at < length); m++)
		if (m->device)
			return m->start <= at ? 0 : (size_t)(m->start - at);
	return length;
}

static size_t read_memory(void *arg, uint64_t at, void *out, size_t length)
{
	const struct process *process = arg;
	size_t done = 0;

	/* The kernel takes offsets of 63 bits, and no process has memory above. */
	if (at > INT64_MAX || length > INT64_MAX - at)
		return 0;
	length = before_device(process, at, length);
	while (done < length) {
		ssize_t n =
		    pread(process->mem, (char *)out + done, length - done, (off_t)(at + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	return done;
}

/* Split off the next word, or with `rest` all of the rest of the line. */
static char *next_word(char **line, bool rest)
{
	char *word = *line + strspn(*line, " ");
	size_t length = rest ? strlen(word) : strcspn(word, " ");

	*line = word + length;
	if (**line)
		*(*line)++ = '\0';
	return word;
}

/* By its path: nothing that runs is of these.  A file of /dev/shm is an ordinary one. */
static bool is_of_device(const char *path)
{
	static const char *const places[] = { "/dev/", "/sys/", "/proc/",
					      "/dmabuf:", "anon_inode:" };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (!strncmp(path, places[i], strlen(places[i])))
			return strncmp(path, "/dev/shm/", 9) != 0;
	return false;
}

static bool parse_line(char *line, struct mapping *mapping)
{
	char *range = next_word(&line, false), *rights = next_word(&line, false);
	char *offset = next_word(&line, false), *inode;

	/* The device is that of a layer on overlayfs, where stat(2) tells another one. */
	next_word(&line, false);
	inode = next_word(&line, false);
	memset(mapping, 0, sizeof(*mapping));
	mapping->inode = strtoull(inode, NULL, 10);
	if (sscanf(range, "%" SCNx64 "-%" SCNx64, &mapping->start, &mapping->end) != 2 ||
	    sscanf(offset, "%" SCNx64, &mapping->offset) != 1 || strlen(rights) != 4 ||
	    mapping->start >= mapping->end)
		return false;
	mapping->readable = rights[0] == 'r';
	mapping->writable = rights[1] == 'w';
	mapping->executable = rights[2] == 'x';
	mapping->path = next_word(&line, true);
	mapping->device = is_of_device(mapping->path);
	return true;
}

size_t process_parse_maps(char *text, struct mapping **mappings)
{
	size_t n = 0;
	char *end;

	*mappings = NULL;
	for (; *text; text = end) {
		size_t length = strcspn(text, "\n");

		end = text + length + (text[length] == '\n');
		text[length] = '\0';
		*mappings = array_grow(*mappings, n, sizeof(**mappings));
		n += parse_line(text, &(*mappings)[n]);
	}
	return n;
}

/* The contents of a file of /proc, whose size is not known before; NULL with errno. */
static char *read_text(int directory, const char *name)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	size_t size = 0;
	char *text = NULL;
	ssize_t n;

	if (fd < 0)
		return NULL;
	do {
		text = xrealloc(text, size + READ_STEP + 1, 1);
		n = read(fd, text + size, READ_STEP);
		size += n > 0 ? (size_t)n : 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	text[size] = '\0';
	if (n < 0) {
		free(text);
		text = NULL;
	}
	close(fd);
	return text;
}

static bool refuse(const struct process *process, int error)
{
	switch (error) {
	case ENOENT:
	case ESRCH:
		return msg_error(process->name, "no such process");
	case EACCES:
	case EPERM:
		return msg_error(
		    process->name,
		    "permission denied: only root, the same user, or who may trace the "
		    "process may look at it (ptrace(2), PTRACE_MODE_ATTACH)");
	default:
		return msg_error(process->name, "cannot be read: %s", strerror(error));
	}
}

bool process_read_maps(struct process *process)
{
	free(process->mappings);
	free(process->maps);
	process->mappings = NULL;
	process->n = 0;
	process->maps = read_text(process->proc, "maps");
	if (!process->maps)
		return refuse(process, errno);
	if (!*process->maps)
		return msg_error(process->name,
				 "has no memory: it is a thread of the kernel, or has ended");
	process->n = process_parse_maps(process->maps, &process->mappings);
	return true;
}

/* What the kernel runs: an emulator, if the program is one of another machine. */
static bool read_machine(struct process *process)
{
	int fd = openat(process->proc, "exe", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	uint8_t head[20];
	ssize_t n;

	if (fd < 0)
		return refuse(process, errno);
	n = read(fd, head, sizeof(head));
	close(fd);
	if (n != sizeof(head) || memcmp(head, ELFMAG, SELFMAG))
		return msg_error(process->name, "its program is not an ELF file");
	process->memory.big = head[EI_DATA] == ELFDATA2MSB;
	process->machine = (uint16_t)get_uint(head + 18, 2, process->memory.big);
	if (head[EI_CLASS] != ELFCLASS64)
		return msg_error(process->name, "is a process of 32 bits: not supported");
	if (!arch_find(process->machine))
		return msg_error(process->name, "machine %u: not supported", process->machine);
	return true;
}

/* A PID, and no other path below /proc. */
static bool is_number(const char *pid)
{
	return *pid && strlen(pid) < 16 && strspn(pid, "0123456789") == strlen(pid);
}

bool process_open(struct process *process, const char *pid)
{
	char path[LIVE_PATH];

	memset(process, 0, sizeof(*process));
	process->proc = process->mem = -1;
	process->memory.read = read_memory;
	process->memory.arg = process;
	if (!is_number(pid))
		return msg_error(pid, "not the number of a process");
	while (pid[0] == '0' && pid[1])
		pid++;
	process->name = xformat("process %s", pid);
	live_path(pid, path);
	process->proc = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (process->proc < 0)
		return refuse(process, errno);
	if (!process_read_maps(process))
		return false;
	process->mem = openat(process->proc, "mem", O_RDONLY | O_CLOEXEC);
	if (process->mem < 0)
		return refuse(process, errno);
	return read_machine(process);
}

void process_close(struct process *process)
{
	memory_forget(&process->memory);
	if (process->mem >= 0)
		close(process->mem);
	if (process->proc >= 0)
		close(process->proc);
	free(process->mappings);
	free(process->maps);
	free((char *)process->name);
}

/* Is the mapping one of the program's file? */
static bool is_program(const struct process *process, const struct mapping *mapping)
{
	char path[PATH_MOST + 1];
	ssize_t n = readlinkat(process->proc, "exe", path, PATH_MOST);

	return n > 0 && (size_t)n == strlen(mapping->path) &&
	       !memcmp(path, mapping->path, (size_t)n);
}

/* To open what is no regular file may do something: a device may start, a writer of a pipe go on.
 */
static int open_regular(int path)
{
	char name[32];
	struct stat st;
	int fd = -1;

	if (path < 0)
		return -1;
	if (!fstat(path, &st) && S_ISREG(st.st_mode)) {
		snprintf(name, sizeof(name), "/proc/self/fd/%d", path);
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	close(path);
	return fd;
}

int process_open_file(const struct process *process, const struct mapping *mapping)
{
	const size_t length = strlen(mapping->path), gone = strlen(PROCESS_DELETED);
	char *name;
	int fd;

	/* The very file, which only a privileged process may open so. */
	name = xformat("map_files/%" PRIx64 "-%" PRIx64, mapping->start, mapping->end);
	fd = open_regular(openat(process->proc, name, O_PATH | O_CLOEXEC));
	free(name);
	if (fd < 0 && is_program(process, mapping))
		fd = open_regular(openat(process->proc, "exe", O_PATH | O_CLOEXEC));
	if (fd >= 0 || mapping->path[0] != '/')
		return fd;
	name = xstrndup(mapping->path, length);
	if (length > gone && !strcmp(name + length - gone, PROCESS_DELETED))
		name[length - gone] = '\0';
	fd = open_regular(live_open(process->proc, name, O_PATH));
	free(name);
	return fd;
}
