/** The outbound half of an association: the message queue, data in flight, and what a SACK does to it. */
package io.sctp.engine.send;
