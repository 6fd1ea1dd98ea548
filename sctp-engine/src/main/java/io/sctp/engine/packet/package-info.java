/** The wire format: stateless accessors for packets, chunks, parameters and error causes (RFC 9260 section 3). */
package io.sctp.engine.packet;
