/* SPDX-License-Identifier: MIT */
/*
 * `ffp set` and `ffp reset`: ask a running process, over the socket of libffp-control, to change
 * keys.  The first word is the PID of the process, or the path of its socket; the others are sent.
 */
#ifndef TOOL_STEER_H
#define TOOL_STEER_H

int set_main(char **words, int n, unsigned on);
int reset_main(char **words, int n, unsigned on);

#endif /* TOOL_STEER_H */
