// SPDX-License-Identifier: MIT
/*
 * The swap.
 *
 * Goal.  Replace instructions of running text, all those of a window at one
 * instant, such that every thread executes either what stood there before or
 * what stands there after.  Whether an instruction is aligned, crosses a cache
 * line or a page, or changes its shape, is to make no difference.
 *
 * Actors.
 *	updater		the thread that makes the change, with the update lock
 *	runners		threads that execute the window meanwhile
 *	sleepers	threads stopped with their program counter in the
 *			window: preempted, in a signal handler, in a debugger,
 *			in a page fault on the window itself
 *	children	processes forked before, during and after
 *	closers		threads that unload a module (they wait: the lock)
 *	others		whoever writes text behind our back: a debugger, a
 *			uprobe, another patcher
 *
 * Invariant.  At every instant each page of text is either the old page,
 * complete, or the new page, complete; and each site in it holds one
 * instruction whose two versions begin at the same address, nothing but that
 * instruction beginning inside either.  No page is ever writable and
 * executable.
 *
 * Steps.
 *	1 COPY		map a private copy of the window's file pages and fill it
 *			from the live text.
 *	2 EDIT		(caller) check in the copy that every site holds what
 *			this library last put there, and rewrite it.
 *	3 SEAL		make the copy readable, executable and guarded as the
 *			text is, and no longer writable.  If there is more than
 *			one window, make a copy of what each but the last
 *			replaces as well.
 *	4 COMMIT	window by window: see that the text still is what was
 *			copied, and mremap the copy over it.  If the caller
 *			needs an order, windows have stages, with step 6 between
 *			these, and two windows may have the same pages: the text
 *			then is to be what the first one made of it.
 *	5 UNDO		if a commit fails: unmap the copies not committed, and
 *			mremap what they replaced over the windows that were,
 *			the last one first.
 *	6 SYNC		membarrier(PRIVATE_EXPEDITED_SYNC_CORE).
 *
 * What each step leans on.
 *	1, 2  The update lock keeps other changes away.  Live text is copied, not
 *	      the file, so what others wrote before step 1 survives.  The bytes
 *	      that are checked are those that will be mapped: there is no
 *	      instant between the two.  What others write, or take back, between
 *	      1 and 4 is seen at 4, and the change refused.
 *	1  The copy maps the file at the text's own offset, so that the mapping
 *	   keeps its identity for perf, gdb and unwinders.  Private pages once
 *	   written are anonymous (mmap(2), MAP_PRIVATE): a change never reaches
 *	   the file nor, through it, another process; fork gives the child a
 *	   copy (fork(2)).
 *	3  Either mprotect, or where the system forbids to make executable
 *	   what was writable (PR_SET_MDWE, SELinux execmod, seccomp), a mapping
 *	   executable from birth that is filled from outside: through
 *	   /proc/self/mem, which like ptrace may write what the process may not
 *	   (proc(5)), or from a memfd.
 *	4  mremap(2) with MREMAP_FIXED, under the kernel's mmap lock held for
 *	   writing: the text's translations are removed and flushed from every
 *	   processor (mm/mremap.c: do_munmap of the new range, before
 *	   move_page_tables), and only then the copy's pages appear.  A runner
 *	   that fetches in between takes a page fault, waits for the lock and
 *	   fetches again, the whole instruction: an instruction that lies on two
 *	   pages is never put together from an old one and a new one, because
 *	   between old and new there is an instant without either.
 *	   Sleepers resume at the same address: at a site's first byte, which is
 *	   the first byte of the new instruction too, or outside sites.
 *	5  The ranges are split already, so undoing needs no mapping that
 *	   preparing did not make; and at vm.max_map_count, where mremap asks
 *	   for room that it will not use, the copies just unmapped leave it.
 *	6  A processor may have fetched ahead before the flush.  membarrier(2)
 *	   makes every thread of the process execute a core-serialising
 *	   instruction before it returns to user space; before Linux 5.10 the
 *	   caller itself was left out, hence arch_serialise() there.  Where it is
 *	   missing an architecture may have something as good (RISC-V, s390x).
 *
 * What can fail, and where.  2: a site holds foreign bytes.  1 and 3: out of
 * memory, of address space, of mappings (vm.max_map_count), or no permission.
 * In all of these the copies are unmapped and nothing has happened.  4: others
 * wrote to the window; out of the same (splitting the text's mapping takes up to
 * two more), a sealed text (mseal), a filter, text on pages that cannot be split
 * (hugetlb).  5: only if a system call fails that has just succeeded: then some
 * windows are new and others old, which the caller is told (-ENOTRECOVERABLE) and
 * remembers.  6 cannot fail; without membarrier it does less, and the flush of
 * step 4 is what remains.
 *
 * Not promised: that windows change together; that what others write survives if
 * they write in the instant between the look at the text and the system call of
 * step 4, or into a window between its steps 4 and 5; anything about calls that
 * began before; that a kernel without memory for its own record of the moved mapping,
 * which it makes after it has unmapped the window, puts the window back.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "swap.h"

#include <errno.h>
#include <sys/mman.h>

#include "arch/arch.h"
#include "image.h"
#include "inject.h"
#include "readable.h"
#include "sys.h"

/* Above this a fault for every page costs more than having them all made at once. */
#define POPULATE_ABOVE 16384

/* The file descriptors that a transaction opens, each when it is first needed. */
struct files {
	const struct image *image; /* the last one whose file was wanted */
	int text;		   /* its file, or -1 */
	int memory;		   /* /proc/self/mem, or -1 */
	struct way way;		   /* of the last copy */
};

static struct way last_way; /* guarded by the update lock */

struct way ffp_swap_way(void)
{
	return last_way;
}

/* The module's file, if it still is the one that was mapped; else -1. */
static int text_file(struct files *f, const struct image *image)
{
	uint64_t device, inode;

	if (f->image == image)
		return f->text;
	ffp_sys_close(f->text);
	f->image = image;
	f->text = image->file.path[0] ? ffp_sys_open(image->file.path, false) : -1;
	if (f->text >= 0 && (ffp_sys_identify(f->text, &device, &inode) ||
			     device != image->file.device || inode != image->file.inode)) {
		ffp_sys_close(f->text);
		f->text = -1;
	}
	return f->text;
}

static void close_files(struct files *f)
{
	ffp_sys_close(f->text);
	ffp_sys_close(f->memory);
}

static uintptr_t map_copy(struct files *f, const struct window *w, int prot)
{
	int file = text_file(f, w->image);
	size_t gap = ffp_sys_page_size();
	int flags = MAP_PRIVATE;
	uint64_t offset = w->segment->offset + (w->start - w->segment->start);
	uintptr_t p;

	if ((prot & PROT_WRITE) && w->length > POPULATE_ABOVE)
		flags |= MAP_POPULATE;
	if (file >= 0) {
		p = ffp_sys_mmap(0, w->length, prot, flags, file, offset);
		f->way.anonymous = false;
		/* Refused for the file's sake (it lies on a noexec mount, say): take memory. */
		if (p < SYS_ERROR || p == (uintptr_t)-ENOMEM)
			return p;
	}
	f->way.anonymous = true;
	/*
	 * With a gap behind it, or the kernel would join it with the copy before: step 5 counts
	 * on each copy being a mapping of its own, which can be given back.
	 */
	p = ffp_sys_mmap(0, w->length + gap, prot, flags | MAP_ANONYMOUS, -1, 0);
	if (p < SYS_ERROR) {
		(void)ffp_sys_munmap(p + w->length, gap);
		ffp_sys_name_mapping(p, w->length, "ffp text");
	}
	return p;
}

/*
 * The ways of step 3.  Each takes the copy at *at, which is writable and filled, and puts the
 * address of an executable copy in its place; or returns a negative errno and leaves it.
 */
static int seal_by_mprotect(struct files *f, const struct window *w, uintptr_t *at)
{
	(void)f;
	return ffp_sys_mprotect(*at, w->length, w->segment->prot);
}

static int seal_by_proc_mem(struct files *f, const struct window *w, uintptr_t *at)
{
	uintptr_t copy;
	int r;

	if (f->memory < 0)
		f->memory = ffp_sys_open("/proc/self/mem", true);
	if (f->memory < 0)
		return f->memory;
	copy = map_copy(f, w, w->segment->prot);
	if (copy >= SYS_ERROR)
		return (int)(intptr_t)copy;
	r = ffp_sys_pwrite(f->memory, (const void *)*at, w->length, copy);
	(void)ffp_sys_munmap(r ? copy : *at, w->length);
	if (!r)
		*at = copy;
	return r;
}

static int seal_by_memfd(struct files *f, const struct window *w, uintptr_t *at)
{
	int fd = ffp_sys_memfd("ffp text", w->length);
	uintptr_t copy;
	int r;

	if (fd < 0)
		return fd;
	r = ffp_sys_pwrite(fd, (const void *)*at, w->length, 0);
	copy = r ? SYS_ERROR : ffp_sys_mmap(0, w->length, w->segment->prot, MAP_PRIVATE, fd, 0);
	ffp_sys_close(fd);
	if (copy >= SYS_ERROR)
		return r ? r : (int)(intptr_t)copy;
	(void)ffp_sys_munmap(*at, w->length);
	*at = copy;
	f->way.anonymous = true;
	return 0;
}

static int seal(struct files *f, const struct window *w, uintptr_t *at)
{
	static const struct {
		uint8_t by;
		int (*seal)(struct files *, const struct window *, uintptr_t *);
	} ways[] = {
		{ FFP_BY_MPROTECT, seal_by_mprotect },
		{ FFP_BY_PROC_MEM, seal_by_proc_mem },
		{ FFP_BY_MEMFD, seal_by_memfd },
	};
	int error = 0;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		int r = ways[i].seal(f, w, at);

		f->way.by = ways[i].by;
		if (!r)
			return 0;
		if (!error)
			error = r;
	}
	return error;
}

/*
 * Copy text, unless `to` is NULL, and return its 64-bit checksum.  A change of one word always
 * changes the checksum; a change of more words hardly ever leaves it the same.
 * Linkers may put objects among the text, and what AddressSanitizer keeps between these is
 * read as all the rest.
 */
__attribute__((no_sanitize_address)) static uint64_t copy_text(uint64_t *to, const uint64_t *from,
							       size_t length)
{
	uint64_t sum[4] = { 1, 2, 3, 4 }; /* four chains, which do not wait for each other */

	for (size_t i = 0; i < length / sizeof(*from); i += 4) {
		for (size_t k = 0; k < 4; k++) {
			uint64_t word = __atomic_load_n(&from[i + k], __ATOMIC_RELAXED);

			if (to)
				to[i + k] = word;
			/* Both operations are invertible, so two different words give two sums. */
			sum[k] = (sum[k] ^ word) * 0x9e3779b97f4a7c15;
		}
	}
	return sum[0] + 3 * sum[1] + 5 * sum[2] + 7 * sum[3];
}

/* The checksum of a window's text, which is copied to `copy` unless that is 0. */
static uint64_t checksum_of(const struct window *w, uintptr_t copy)
{
	return copy_text((uint64_t *)copy, (const uint64_t *)w->start, w->length);
}

/*
 * Steps 1 to 3 for one copy of one window.  `undo`: the copy is what the window replaces, which is
 * the text, or what the windows of the same pages make of it that stand before this one.
 */
static int try_copy(struct files *f, struct window *w, swap_edit *edit, void *arg, bool undo,
		    uintptr_t *out)
{
	uintptr_t at = map_copy(f, w, PROT_READ | PROT_WRITE);
	uint64_t checksum;
	int r;

	if (at >= SYS_ERROR)
		return (int)(intptr_t)at;
	if (!ffp_readable_text(w->start, w->length)) {
		(void)ffp_sys_munmap(at, w->length);
		return -ENOTSUP;
	}
	checksum = checksum_of(w, at);
	if (!undo)
		w->checksum = w->expected = checksum;
	(void)INJECT(INJECT_STEP_COPIED);
	r = checksum != w->checksum ? -EBUSY : 0;
	if (!r && w->again) {
		r = edit(arg, w, (uint8_t *)at, true);
		w->expected = copy_text(NULL, (const uint64_t *)at, w->length);
	}
	if (!r && !undo)
		r = edit(arg, w, (uint8_t *)at, false);
	(void)INJECT(INJECT_STEP_EDITED);
	if (!r) {
		arch_flush_icache((void *)at, w->length);
		r = seal(f, w, &at);
	}
	if (r)
		(void)ffp_sys_munmap(at, w->length);
	else
		*out = at;
	return r;
}

static int make_copy(struct files *f, struct window *w, swap_edit *edit, void *arg, bool undo,
		     uintptr_t *out)
{
	int r = try_copy(f, w, edit, arg, undo, out);

	/* Pages of the file are refused (it lies on a noexec mount, say): take memory. */
	if ((r == -EACCES || r == -EPERM) && f->text >= 0) {
		ffp_sys_close(f->text);
		f->text = -1;
		r = try_copy(f, w, edit, arg, undo, out);
	}
	return r;
}

static void drop_copies(struct window *windows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (windows[i].copy)
			(void)ffp_sys_munmap(windows[i].copy, windows[i].length);
		if (windows[i].undo)
			(void)ffp_sys_munmap(windows[i].undo, windows[i].length);
		windows[i].copy = windows[i].undo = 0;
	}
}

/* The window that is committed last needs no copy to undo it: let it be the largest that may be. */
static void put_largest_last(struct window *windows, size_t n)
{
	size_t largest = 0;
	struct window w;

	for (size_t i = 0; i < n; i++)
		if (windows[i].stage != windows[n - 1].stage)
			largest = i + 1;
	for (size_t i = largest; i < n; i++)
		if (windows[i].length > windows[largest].length)
			largest = i;
	if (n) {
		w = windows[largest];
		windows[largest] = windows[n - 1];
		windows[n - 1] = w;
	}
}

int ffp_swap_prepare(struct window *windows, size_t n, swap_edit *edit, void *arg)
{
	struct files files = { .text = -1, .memory = -1 };
	int r = 0;

	for (size_t i = 0; i < n; i++)
		windows[i].copy = windows[i].undo = 0;
	put_largest_last(windows, n);
	for (size_t i = 0; i < n && !r; i++) {
		r = make_copy(&files, &windows[i], edit, arg, false, &windows[i].copy);
		if (!r && i + 1 < n)
			r = make_copy(&files, &windows[i], edit, arg, true, &windows[i].undo);
	}
	close_files(&files);
	if (r) {
		drop_copies(windows, n);
	} else {
		if (n)
			last_way = files.way;
		(void)INJECT(INJECT_STEP_SEALED);
	}
	return r;
}

/* Let every thread see one stage before the next begins. */
static void order_stages(const struct window *one, const struct window *next)
{
	if (one->stage != next->stage)
		(void)ffp_swap_sync();
}

int ffp_swap_commit(struct window *windows, size_t n)
{
	int r = 0;
	size_t done;

	for (done = 0; done < n; done++) {
		struct window *w = &windows[done];

		if (done)
			order_stages(w - 1, w);
		r = checksum_of(w, 0) == w->expected ? ffp_sys_mremap(w->copy, w->length, w->start)
						     : -EBUSY;
		/* The request is right; this text cannot be replaced by small pages. */
		if (r == -EINVAL)
			r = -ENOTSUP;
		if (r)
			break;
		w->copy = 0;
		(void)INJECT(INJECT_STEP_COMMITTED);
	}
	if (r) {
		/*
		 * Unmap first what will not be committed: while too few mappings are left, the
		 * kernel refuses even a move that needs no new one.
		 */
		drop_copies(windows + done, n - done);
		/*
		 * Step 5.  Every window is tried, so that as few as possible stay new; the last
		 * first, which keeps the order of the stages, in reverse.
		 */
		while (done--) {
			struct window *w = &windows[done];

			order_stages(w + 1, w);
			if (ffp_sys_mremap(w->undo, w->length, w->start))
				r = -ENOTRECOVERABLE;
			else
				w->undo = 0;
		}
	}
	drop_copies(windows, n);
	return r;
}

bool ffp_swap_sync(void)
{
	bool all = ffp_sys_serialise_all();

	/* Only if it is needed: under a hypervisor cpuid costs as much as two system calls. */
	if (!all || !ffp_sys_serialises_caller())
		all = arch_serialise() || all;
	(void)INJECT(INJECT_STEP_SYNCED);
	return all;
}
