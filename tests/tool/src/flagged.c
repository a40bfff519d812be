// SPDX-License-Identifier: MIT
/*
 * A program whose branches (FFP_ON) are looked at from outside.  It sets flags, does what its
 * argument says to its table of branches, prints "ready", and ends when its input does.
 */
#include <ffp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

DECLARE_FFP_FLAG_EXPORT(away);
DEFINE_FFP_FLAG(mine);
DEFINE_FFP_NULL(trace, void(int));
int set_away(int on), away_there(void);

#define OUTLINE __attribute__((noinline))

OUTLINE static int mine_is_on(void)
{
	return FFP_ON(mine) ? 1 : 2;
}

OUTLINE static int mine_likely(void)
{
	return FFP_LIKELY_ON(mine) ? 1 : 2;
}

OUTLINE static int away_here(void)
{
	return FFP_ON(away) ? 1 : 2;
}

OUTLINE static void traced(int x)
{
	if (FFP_ON(trace))
		trace(x);
}

/* A linker may be told to put it into a segment of its own. */
__attribute__((section(".apart"), noinline)) static int apart(int x)
{
	return x * x;
}

#ifndef FFP_POINTER
extern const struct ffp_branch lines[] __asm__("__start_ffp_branches");
extern const struct ffp_site sites[] __asm__("__start_ffp_sites") __attribute__((weak));
extern const struct ffp_branches told __asm__("__ffp_branches")
    __attribute__((visibility("hidden")));
extern const struct ffp_module __ffp_module;

static int put(const void *to, const void *from, size_t n)
{
	char *page = (char *)((size_t)to & -(size_t)sysconf(_SC_PAGESIZE));

	if (mprotect(page, 2 * (size_t)sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE | PROT_EXEC))
		return 1;
	memcpy((void *)(size_t)to, from, n);
	return 0;
}

static const char *field(const int *p)
{
	return (const char *)p + (*p & ~3);
}

/* Write a line of the table: where the branch is, where it goes; its key stays. */
static int write_line(const struct ffp_branch *line, const char *site, const char *to)
{
	struct ffp_branch new = *line;

	new.site = (int)(site - (const char *)&line->site);
	new.to = (int)(to - (const char *)&line->to);
	return put(line, &new, sizeof(new));
}

/* The line of mine_is_on(). */
static const struct ffp_branch *line_of_mine(void)
{
	const struct ffp_branch *b = lines;

	while (field(&b->key) != (const char *)FFP__KEY(mine) || b->key & 3)
		b++;
	return b;
}

static int damage(const char *what)
{
	const char off[] = { 0x0f, 0x1f, 0x44, 0, 0 };
	const struct ffp_branch *b = line_of_mine(), *other = b > lines ? b - 1 : b + 1;
	/* Bounds that are not aligned. */
	const void *bounds[2] = { (const char *)told.lines + 2, (const char *)told.lines_end + 2 };
	const struct ffp_branch far = { 0x70000000, 0x70000000, 0x70000000 };
	const char *site = (const char *)&b->site + b->site, *to = (const char *)&b->to + b->to;

	if (!strcmp(what, "foreign"))
		return put(site, "\314", 1);
	if (!strcmp(what, "behind"))
		return put(site, off, sizeof(off));
	if (!strcmp(what, "line"))
		return put(b, &far, sizeof(far));
	/* The line of another branch is one more of this branch; or one in the middle of it. */
	if (!strcmp(what, "double"))
		return write_line(other, site, (const char *)&other->to + other->to);
	if (!strcmp(what, "middle"))
		return write_line(other, site + 2, (const char *)&other->to + other->to);
	if (!strcmp(what, "inside"))
		return write_line(b, site, site + 2);
	if (!strcmp(what, "to apart"))
		return write_line(b, site, (const char *)apart);
	if (!strcmp(what, "at apart"))
		return write_line(b, (const char *)apart, to);
	if (!strcmp(what, "on a call"))
		return write_line(b, (const char *)&sites->site + sites->site, to);
	if (!strcmp(what, "told"))
		__ffp_module.state->branches += 8;
	if (!strcmp(what, "bounds"))
		return put(&told.lines, bounds, sizeof(bounds));
	return 0;
}
#else
static int damage(const char *what)
{
	return what[0] != '\0';
}
#endif

int main(int argc, char **argv)
{
	char c;
	int r;

	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	r = SET_FFP_FLAG(mine, 1) || set_away(1);
	traced(away_here() + away_there() + mine_likely() + mine_is_on() + apart(argc));
	r |= damage(argc > 1 ? argv[1] : "");
	puts("ready");
	fflush(stdout);
	return read(0, &c, 1) < 0 || r;
}
