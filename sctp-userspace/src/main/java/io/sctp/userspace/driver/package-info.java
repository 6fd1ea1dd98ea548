/** Drivers: each has an engine, a UDP socket and a thread. They do not know channels. */
package io.sctp.userspace.driver;
