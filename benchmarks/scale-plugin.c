// SPDX-License-Identifier: MIT
/* The target of all keys, in the plugin. */
int scale_target(int x);
int scale_target(int x)
{
	return x + 1;
}
