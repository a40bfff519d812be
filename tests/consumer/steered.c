// SPDX-License-Identifier: MIT
/*
 * steered SOCKET: a program that operators may steer, in its own event loop.  It ends once its key
 * has changed, and prints what the key did before and what it does then.
 */
#include <ffp/control.h>
#include <poll.h>
#include <stdio.h>

static int slow(int x)
{
	return x + 1;
}

static int fast(int x)
{
	return x + 2;
}

DEFINE_FFP(work, slow);
FFP_IMPL(work, fast, 1, 1);

static int refuse_five(const struct ffp_control_request *request, void *arg)
{
	(void)arg;
	return request->changes[0].to == FFP_TO_VALUE && request->changes[0].value == 5;
}

int main(int argc, char **argv)
{
	struct pollfd p = { .fd = -1, .events = POLLIN };
	int was = work(0);

	if (argc != 2)
		return 2;
	ffp_control_watch(refuse_five, NULL);
	p.fd = ffp_control_open(argv[1]);
	if (p.fd < 0)
		return 1;
	printf("serving\n");
	fflush(stdout);
	while (work(0) == was && poll(&p, 1, 60000) == 1)
		ffp_control_handle(p.fd);
	printf("%d %d\n", was, work(0));
	return ffp_control_close(p.fd);
}
