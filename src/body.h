/* SPDX-License-Identifier: MIT */
/*
 * Targets of one instruction: whether call sites may hold the body of a function instead of a
 * branch to it.  transaction.c asks when a key is given a target.  Needs the update lock.
 */
#ifndef FFP_SRC_BODY_H
#define FFP_SRC_BODY_H

#include <stdbool.h>
#include <stdint.h>

#include "ffp/abi.h"
#include "insn.h"

/*
 * Look at the code of a function.  *body: what call sites may hold instead of a branch to it;
 * without INSN_BODY_IS, calls of it stay calls.  0, or -ENOMEM.
 */
int ffp_body_find(const void *function, struct insn_body *body);

/* Flag of a key's body: there is none, since FFP_CALLS was asked for. */
#define BODY_CALLS 0x80

static inline bool ffp_body_is(const struct insn_body *body)
{
	return body->flags & INSN_BODY_IS;
}

/* The body that a key's call sites hold now; and while a commit is broken off the other one. */
struct insn_body ffp_body_get(const struct ffp_state *state);
struct insn_body ffp_body_get_other(const struct ffp_state *state);
void ffp_body_set(struct ffp_state *state, const struct insn_body *body);
void ffp_body_set_other(struct ffp_state *state, const struct insn_body *body);

/* The flags alone.  Needs no lock. */
uint8_t ffp_body_flags(const struct ffp_state *state);

#endif /* FFP_SRC_BODY_H */
