/* SPDX-License-Identifier: MIT */
/* The program around the key: what its source files share. */
#ifndef APP_H
#define APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROGRAM "crc-t10dif"
#define SECTOR 512
#define MAX_THREADS 64

/* versions.c: the implementations, the best first. */
enum {
	VERSION_PCLMUL,
	VERSION_TABLE,
	VERSION_REFERENCE,
	VERSIONS,
};

typedef uint16_t crc_fn(uint16_t crc, const unsigned char *p, size_t n);

struct version {
	const char *name;
	crc_fn *fn;
	bool (*usable)(void);
};

extern const struct version versions[VERSIONS];

const struct version *version_best(void);
const struct version *version_named(const char *name);
void version_list(void);
/* The name of the version whose function this is, or NULL. */
const char *version_at(const void *fn);

/* check.c: does every version, and the key, yield the published value? */
bool check_versions(void);
bool check_key(void);

/* sector.c: the tag of sector i of `size` bytes; the last sector may be short. */
uint16_t sector_tag(const unsigned char *data, size_t size, size_t i);
/* Goes on from `crc` if there is more to come. */
uint16_t sector_more(uint16_t crc, const unsigned char *p, size_t n);

/* A list of file names. */
struct files {
	const char *const *names;
	int count;
};

/* input.c: files.  What returns false has said why. */
void input_error(const char *name, const char *reason);
bool input_open(const char *name, int *fd);
bool input_fill(const char *name, int fd, unsigned char *buffer, size_t size, size_t *got);
bool input_load(struct files files, unsigned char *buffer, size_t max, size_t *size);

/* defaults.c: this program and its C library. */
bool input_defaults(struct files *files);

/* The three things to do: tag.c, switch.c, show.c.  Each returns success. */
bool tag_files(struct files files, bool each);
bool switch_run(struct files files, unsigned long changes, unsigned threads);
bool show_run(const struct version *to);

/* tag.c: a clock that only goes forward. */
double seconds_now(void);

/* report.c: what the library says of the key. */
void report_sites(void);

/* disasm.c: the length of the branch at `code`, and that branch as text. */
size_t disasm_length(const unsigned char *code);
void disasm_print(const unsigned char *bytes, size_t length, const unsigned char *at);

#endif /* APP_H */
