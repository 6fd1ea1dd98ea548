/**
 * {@code ./sctp jmh}: microbenchmarks of the code on the path of every message, and of its lower bounds. Those that use
 * package-private code are in its package.
 */
package io.sctp.bench.micro;
