/* errno in words, in ASCII whatever the locale. */
#ifndef SCTPJAVA_ERROR_H
#define SCTPJAVA_ERROR_H

/* Both write without a terminating zero, cut to capacity, and return the number of bytes; 0 for an unknown number. */
int sctpjava_error_name(int number, char *buffer, int capacity);
int sctpjava_error_message(int number, char *buffer, int capacity);

#endif
