// SPDX-License-Identifier: MIT
/*
 * The kernel's own breakpoints, uprobes, in the text that changes rewrite: beside a
 * site and inside a target they go on counting, on a site they hold changes off.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <ffp.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../forms.h"
#include "../mappings.h"
#include "../run/table.h"
#include "../tap.h"

int value_default(int x);
int value_other(int x);
int value_third(int x);

COUNTED int value_default(int x)
{
	return x + 1;
}

COUNTED int value_other(int x)
{
	return x + 2;
}

COUNTED int value_third(int x)
{
	return x + 3;
}

DEFINE_FFP(value, value_default);

static COUNTED int call_value(int x)
{
	return value(x) * 10;
}

/* A uprobe of this process at `p`, as the file descriptor that counts it; or -1. */
static int probe(const void *p)
{
	static struct mapping text;
	struct perf_event_attr attr = { .size = sizeof(attr) };
	FILE *f = fopen("/sys/bus/event_source/devices/uprobe/type", "r");
	int type = -1;

	if (!f)
		return -1;
	if (fscanf(f, "%d", &type) != 1)
		type = -1;
	fclose(f);
	attr.type = (uint32_t)type;
	if (!mappings_find(p, &text))
		return -1;
	/* Where the program has these bytes in its file; and the file's name. */
	attr.config2 = (uintptr_t)p - text.start + text.offset;
	attr.config1 = (uintptr_t)text.name;
	return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static long hits(int fd)
{
	uint64_t n;

	return read(fd, &n, sizeof(n)) == sizeof(n) ? (long)n : -1;
}

static struct ffp_info info(void)
{
	struct ffp_info i = { 0 };

	ffp_info(FFP__KEY(value), &i);
	return i;
}

static void beside_a_site(void)
{
	int fd = probe((const void *)call_value);
	long before;

	ok(fd >= 0, "a probe on the function that calls the key");
	is(call_value(1), 20, "a call");
	is(hits(fd), 1, "is counted");
	is(SET_FFP(value, value_other), 0, "a change beside the probe");
	is(call_value(1), 30, "re-aims the call");
	is(hits(fd), 2, "which is counted as before");
	for (int i = 0; i < 100; i++)
		if (SET_FFP(value, i & 1 ? value_other : value_third) ||
		    call_value(1) != (i & 1 ? 30 : 40))
			ok(false, "change %d", i);
	is(hits(fd), 102, "and so after a hundred changes");
	before = hits(fd);
	close(fd);
	is(call_value(1), 30, "without the probe a call is as before");
	is(SET_FFP(value, value_third), 0, "and a change");
	is(call_value(1), 40, "and a call after it");
	is(before, 102, "(so often it was counted)");
	is(RESET_FFP(value), 0, "reset");
}

static void in_a_target(void)
{
	int fd = probe((const void *)value_other);

	ok(fd >= 0, "a probe on a target");
	is(call_value(1), 20, "which is not set");
	is(SET_FFP(value, value_other), 0, "set it");
	is(call_value(1), 30, "call it");
	is(hits(fd), 1, "is counted");
	is(RESET_FFP(value), 0, "reset");
	is(call_value(1), 20, "a call of the default");
	is(hits(fd), 1, "is not");
	close(fd);
}

static void on_a_site(void)
{
	const struct ffp_change other = FFP_CHANGE(value, value_other);
	const void *site = (const void *)table_site(FFP__KEY(value)->module->sites);
	int fd = probe(site);

	ok(fd >= 0, "a probe on the site");
	is(call_value(1), 20, "a call");
	is(hits(fd), 1, "is counted");
	is(SET_FFP(value, value_other), -EBUSY, "a change is refused");
	is(info().foreign, 1, "and ffp_info says why");
	is(call_value(1), 20, "nothing has changed");
	close(fd);
	/*
	 * A call: when a probe goes, the kernel puts back the first byte of what the file has
	 * there, which in another instruction would be wrong.
	 */
	is(ffp_apply(&other, 1, FFP_CALLS), 0, "without the probe it is made");
	is(call_value(1), 30, "and seen");

	/* The kernel takes the instruction from the file, where the default is called. */
	fd = probe(site);
	ok(fd >= 0, "a probe on a site that is changed");
	is(call_value(1), 20, "makes it do what the file says");
	is(info().foreign, 1, "ffp_info tells");
	is(RESET_FFP(value), -EBUSY, "and changes are refused");
	close(fd);
	is(info().foreign, 0, "taken away, the site is as it was");
	is(call_value(1), 30, "and so are its calls");
	is(RESET_FFP(value), 0, "and a change is made");
	is(call_value(1), 20, "and seen");
}

int main(void)
{
	int fd = probe((const void *)call_value);

	if (fd < 0) {
		printf("1..0 # SKIP uprobes are not to be had here: %s\n", strerror(errno));
		return 0;
	}
	close(fd);
	beside_a_site();
	in_a_target();
	if (FORM == DIRECT)
		on_a_site();
	return done();
}
