/** Reads the messages that a capture of packets shows. */
package io.sctp.bench.capture;
