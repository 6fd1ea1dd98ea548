/** Datagrams in batches, through the native library or through NIO: what SCTP inside UDP (RFC 6951) travels on. */
package io.sctp.udp;
