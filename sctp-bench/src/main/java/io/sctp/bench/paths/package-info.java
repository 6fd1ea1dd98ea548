/** The engine's throughput over paths with delay, loss and limited bandwidth, in virtual time. */
package io.sctp.bench.paths;
