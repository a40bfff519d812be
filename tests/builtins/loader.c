// SPDX-License-Identifier: MIT
/* A program that has no keys, and whose library does the tests of numbers.c. */
int numbers_main(int argc, char **argv);

int main(int argc, char **argv)
{
	return numbers_main(argc, argv);
}
