/** Destination addresses of a peer: reachability, round-trip time, retransmission time-out and congestion window. */
package io.sctp.engine.path;
