/* Names and descriptions of errno values, in ASCII in every locale. */
#ifndef SCTPJAVA_ERROR_H
#define SCTPJAVA_ERROR_H

/*
 * Both write without a terminating zero, truncated to capacity, and return the number of bytes; 0 for an unknown
 * number.
 */
int sctpjava_error_name(int number, char *buffer, int capacity);
int sctpjava_error_message(int number, char *buffer, int capacity);

#endif
