package io.sctp.bench.transport;

import io.sctp.SctpChannel;

/** A peer over a channel of this project's API. */
interface ChannelPeer extends Peer {
    /** The channel, in non-blocking mode. */
    SctpChannel channel();
}
