package io.sctp.spi;

import io.sctp.SctpPoller;

/** A poller whose thread can poll for packets for a short time before it sleeps. */
public interface BusyPoller extends SctpPoller {
    /**
     * Sets whether it does so from now on; at first it does not. It should not if it passes what it receives to other
     * threads, which need the processor. Only the polling thread may call this.
     */
    void pollForPackets(boolean wanted);
}
