/* SPDX-License-Identifier: MIT */
#ifndef LIBRARIES_H
#define LIBRARIES_H

int shared(int x); /* defined by one library, called by the others and the program */
int call_1(int x), call_2(int x), call_3(int x);
int set_1(int yes), set_2(int yes);

#endif /* LIBRARIES_H */
