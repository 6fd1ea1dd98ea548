/* Socket options of any level, with values in the kernel's layout. */
#ifndef SCTPJAVA_OPTION_H
#define SCTPJAVA_OPTION_H

/* Returns the length of the value that the kernel stored, or -errno. */
int sctpjava_option_get(int fd, int level, int option, void *value, int length);
int sctpjava_option_set(int fd, int level, int option, const void *value, int length);

#endif
