/*
 * The constants and struct layouts of the kernel's ABI and of this library that Java relies on, as this compiler sees
 * them.
 */
#ifndef SCTPJAVA_ABI_H
#define SCTPJAVA_ABI_H

/*
 * Writes one "Group.NAME=value" line per constant, struct offset and struct size, and returns the length of the whole
 * text. The text is complete only if the length is at most capacity.
 */
int sctpjava_abi_describe(char *buffer, int capacity);

#endif
