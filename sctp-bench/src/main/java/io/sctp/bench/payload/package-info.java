/** The content of messages, and the check that all of it arrives, once and in order. */
package io.sctp.bench.payload;
