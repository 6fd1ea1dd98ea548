/**
 * A sans-I/O SCTP engine (RFC 9260): packets and time go in, packets and events come out.
 *
 * <p>{@link io.sctp.engine.SctpEngine} is the façade. Nothing below it starts a thread, opens a socket, reads a clock
 * or draws a random number: the driver hands all of them in, which is what lets a simulator replay any run from its
 * seed. One engine belongs to one thread at a time.
 */
package io.sctp.engine;
