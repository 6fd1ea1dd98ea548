/** Drivers: an engine, a UDP socket and a thread each. They know no channel. */
package io.sctp.userspace.driver;
