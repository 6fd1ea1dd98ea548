/** The load generator: a sender that keeps a schedule, a receiver that checks and measures, and the server. */
package io.sctp.bench.load;
