/**
 * An SCTP engine (RFC 9260) without I/O: packets and time go in, packets and events come out.
 *
 * <p>{@link io.sctp.engine.SctpEngine} is the entry point. Nothing in the engine starts a thread, opens a socket, reads
 * a clock or draws a random number. The driver supplies all of them, so a simulator can replay any run from its seed.
 * One engine belongs to one thread at a time.
 */
package io.sctp.engine;
