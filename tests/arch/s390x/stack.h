/* SPDX-License-Identifier: MIT */
/* Bytes of stack that the library may need: each frame has 160 for a function that is called. */
#ifndef STACK_H
#define STACK_H

#define PROMISED 3072

#endif /* STACK_H */
