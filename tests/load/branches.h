/* SPDX-License-Identifier: MIT */
#ifndef BRANCHES_H
#define BRANCHES_H

#include <ffp.h>

/* Keys of a library that the program and the plugin are linked with, which have branches of them.
 */
int kept_default(int x);
DECLARE_FFP_FLAG_EXPORT(away_flag);
DECLARE_FFP_NULL_EXPORT(away_hook, void(int *));
DECLARE_FFP_EXPORT(away_kept, kept_default);

/* A key of the plugin, which sets it before its own module has started. */
DECLARE_FFP_FLAG_EXPORT(plugin_flag);

/* What the branches of a module say: a bit for each key. */
#define FLAG 1
#define HOOK 2
#define KEPT 4
#define OWN 8
typedef int say(void);
say library_says, plugin_says, started_with, user_says;
typedef int set_own(int on);
set_own set_own_flag;
void hook_in_plugin(int *x);

/* 0 or 1 if both kinds of branches say so, else a number that no test expects. */
#define SAY(key) ((FFP_ON(key) ? 1 : 0) == (FFP_LIKELY_ON(key) ? 1 : 0) ? FFP_ON(key) : 1000)

#endif /* BRANCHES_H */
