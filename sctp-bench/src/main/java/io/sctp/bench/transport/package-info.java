/** Transports: this project's API, the JDK's own SCTP and, for comparison, TCP, behind one interface. */
package io.sctp.bench.transport;
