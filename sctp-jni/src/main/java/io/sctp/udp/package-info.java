/** Datagrams in batches, through the native library or NIO, for SCTP over UDP (RFC 6951). */
package io.sctp.udp;
