/** What the messages carry, and the check that all of it arrives, once, in order. */
package io.sctp.bench.payload;
