/**
 * {@code ./sctp paths --real}: messages over a real path, a relay with delay and loss, with this library or usrsctp at
 * each end, in processes of their own.
 */
package io.sctp.bench.paths.real;
