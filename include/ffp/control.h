/* SPDX-License-Identifier: MIT */
/*
 * ffp/control: let an operator steer the keys of a running program.  A library of its own,
 * libffp-control (pkg-config: ffp-control).  A program that does not call it has no thread, no
 * descriptor and no socket for it.
 *
 *	ffp_control_watch(callback, arg)	see and refuse changes; optional, first of all
 *	ffp_control_start(path)			serve in a thread
 *	ffp_control_open(path)			or: a descriptor for the program's event loop,
 *	ffp_control_handle(fd)			and what to call when it is readable
 *	ffp_control_close(fd)			end either
 *
 * Example:
 *
 *	int main(void)
 *	{
 *		int control = ffp_control_start(NULL);
 *		...
 *	}
 *
 *	$ ffp set $(pidof server) crc=crc_table trace=nothing
 *
 * Who may steer: processes whose effective user is root or that of this process, by the
 * credentials that the kernel gives for a connection (SO_PEERCRED), whatever the mode of the
 * socket's file.  What they may do: set any key of the modules that ffp_find() looks in to its
 * default, to one of its usable candidates (FFP_IMPL), to nothing (a NULL key) or to a constant.
 * They cannot name any other function.  docs/operating.md has the protocol.
 *
 * Errors: functions that return int return a negative errno if they fail.  Nothing is printed, and
 * no signal handler is installed.
 *
 * Threads: any thread may call any function here, and is cancelled before or after it, never in it.
 * Signals: no function here may be called from a signal handler, and a handler that interrupts one
 * must not jump out of it; it may fork.  While a change is served no module with keys or candidates
 * may be unloaded: a program that unloads such modules uses ffp_control_open(), and calls
 * ffp_control_handle() in the thread that unloads them.
 *
 * fork(): the child has no socket.  The descriptors of this library are closed in it, and
 * ffp_control_handle() returns -EBADF; it may call ffp_control_open() for a socket of its own.
 * The child of a fork that runs no handlers (_Fork, clone) has them all; if it outlives this
 * process, the path stays in use (-EADDRINUSE) until it ends, too.
 * exec: all descriptors are close-on-exec.
 *
 * A program that closes descriptors which it did not open (closefrom, a loop to the limit) is to
 * call ffp_control_close() before.  Otherwise the thread ends, ffp_control_handle() returns
 * -EBADF, and a child of fork() closes whatever has their numbers then.  A module that has
 * libffp-control.a inside is to call it before it is unloaded, since the thread runs its code.
 */
#ifndef FFP_CONTROL_H
#define FFP_CONTROL_H

#include <ffp.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * A request, for the callback.  Everything in it is valid for the length of the call.
 * New fields take the place of `spare`.
 */
struct ffp_control_request {
	const struct ffp_change
	    *changes;		  /* all that the request asks for, as ffp_apply() gets it */
	const char *const *names; /* the names of their keys */
	size_t n;
	pid_t pid; /* who asks: as SO_PEERCRED tells, of the moment of the connection */
	uid_t uid;
	uint8_t stage; /* FFP_CONTROL_ASKED or FFP_CONTROL_DONE */
	uint8_t pad[3];
	int error; /* FFP_CONTROL_DONE: what ffp_apply() returned */
	uint64_t spare[4];
};

/* ffp_control_request.stage: the callback is called twice for a request that it does not refuse. */
enum ffp_control_stage {
	FFP_CONTROL_ASKED, /* nothing is changed yet; the request may be refused */
	FFP_CONTROL_DONE   /* the change was made, or `error` tells why not */
};

/*
 * ffp_control_watch - have a function called for every change that is asked for
 * @callback: gets the request and @arg.  At FFP_CONTROL_ASKED, 0 permits the request, anything else
 *	refuses all of it; at FFP_CONTROL_DONE the value is ignored.  NULL: no function
 * @arg: passed on to @callback
 *
 * Concerns what is opened or started afterwards, so that no request comes too early to be seen.
 * The callback runs in the thread that serves, without a lock; it may call any function of
 * <ffp.h>.  It must not call ffp_control_close() for the descriptor that is being served
 * (-EBUSY).  Requests that cannot be made (no such key, no such candidate) do not reach it.
 */
void ffp_control_watch(int (*_callback)(const struct ffp_control_request *_request, void *_arg),
		       void *_arg);

/*
 * ffp_control_open - make a socket on which `ffp set` and `ffp reset` reach this process
 * @path: of the socket; NULL: ffp-PID in $XDG_RUNTIME_DIR, or else in /run/user/UID, if that is a
 *	directory of the effective user in which nobody else can write.  The variable is ignored in
 *	a program of raised privileges
 *
 * A socket that is left over from a process that has ended is replaced.  Nothing else is: no other
 * file, no symbolic link, and no socket on which a process listens.  The file gets the mode 0600,
 *	whatever the umask is.
 *
 * Returns a descriptor that poll(2) and the like report as readable when ffp_control_handle() has
 * something to do, and that is good for nothing else.  Or returns -ENOENT (NULL, and there is no
 * such directory; or the directory of @path is missing), -EADDRINUSE (another process, or this
 * one, listens there), -EEXIST (what is there is no socket), -ELOOP (it is a symbolic link),
 * -ENAMETOOLONG (a socket's path has at most 107 bytes), -EINVAL (an empty path), -EAGAIN
 * (another process holds a lock of the directory, flock(2), for more than a second), -ENOMEM,
 * -EMFILE, or what bind(2) or open(2) gave.
 */
int ffp_control_open(const char *_path);

/*
 * ffp_control_handle - serve what is pending
 * @fd: of ffp_control_open()
 *
 * Never waits for a client.  It serves at most a fixed amount; the descriptor stays readable if
 * more is pending.  Of 64 clients, the one that has been silent for longest is sent away when
 * another one comes.  A change itself takes what ffp_apply() takes, and may wait for another
 * thread's change.
 *
 * Returns 0, also if clients asked for what cannot be done, which only they are told, or if another
 * thread is serving @fd or the caller is the callback.  Or returns -EBADF (@fd is not of
 * ffp_control_open(), or of the parent of this process), or -EMFILE or the like if no client can be
 * accepted: wait a little before the next call.
 */
int ffp_control_handle(int _fd);

/*
 * ffp_control_start - as ffp_control_open(), and serve in a thread
 * @path: as of ffp_control_open()
 *
 * All signals are blocked in the thread.  Returns a descriptor for ffp_control_close() alone, or
 * what ffp_control_open() or pthread_create(3) gives.
 */
int ffp_control_start(const char *_path);

/*
 * ffp_control_close - serve no longer, and remove the socket
 * @fd: of ffp_control_open() or ffp_control_start()
 *
 * The file is removed also if the current directory or the root has changed since.  Clients are cut
 * off.  Waits for the thread of ffp_control_start() to end.  Returns 0, -EBADF (not
 * such a descriptor), or -EBUSY (it is being served now by another thread, or the caller is the
 * callback).  A process that just ends leaves the file, which the next one replaces.
 */
int ffp_control_close(int _fd);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif /* FFP_CONTROL_H */
