/**
 * {@code ./sctp jmh}: microbenchmarks of what lies on the path of every message, beside their limits. Those that need
 * what is not public lie in the packages of it.
 */
package io.sctp.bench.micro;
