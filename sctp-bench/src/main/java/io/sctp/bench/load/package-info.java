/** The load generator: a sender that follows a schedule, a receiver that checks and measures, and the server. */
package io.sctp.bench.load;
