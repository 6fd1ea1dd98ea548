/* What Java relies on of the kernel's ABI and of ours, as this compiler sees it. */
#ifndef SCTPJAVA_ABI_H
#define SCTPJAVA_ABI_H

/*
 * Writes one "Group.NAME=value" line per constant, struct offset and struct size, and returns the length of the whole
 * text; the text is whole only if that is not more than capacity.
 */
int sctpjava_abi_describe(char *buffer, int capacity);

#endif
