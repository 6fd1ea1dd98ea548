package io.sctp.engine.receive;

/** When to acknowledge: every second packet, after a delay, or at once (RFC 9260 sections 5.1 and 6.2, RFC 7053). */
public final class AckSchedule {
    private int packetsSinceAck;
    private boolean due;
    private boolean pending;

    /** RFC 9260 section 5.1: the first DATA of an association is acknowledged at once. */
    private boolean first = true;

    // What happened to the receiver while it read one packet.
    private boolean dataInPacket;
    private boolean urgentInPacket;

    public void reset() {
        packetsSinceAck = 0;
        due = false;
        pending = false;
        first = true;
        dataInPacket = false;
        urgentInPacket = false;
    }

    /** A DATA chunk arrived, duplicate or not. */
    public void onData() {
        dataInPacket = true;
    }

    /** The packet being read is to be acknowledged at once. */
    public void onUrgentData() {
        urgentInPacket = true;
    }

    /** Acknowledge with the next packet that leaves, and send one if need be; whatever packets came. */
    public void demand() {
        if (!due) {
            packetsSinceAck = 0;
        }
        due = true;
        pending = true;
    }

    /**
     * A packet has been read to its end.
     *
     * @param gap whether a TSN is missing
     * @param packetsPerAck acknowledge every how many packets
     * @return whether the packet is owed a SACK, of which a packet is never owed more than one
     */
    public boolean onPacketEnd(final boolean gap, final int packetsPerAck) {
        if (!dataInPacket) {
            return false;
        }
        final boolean owed = ++packetsSinceAck >= packetsPerAck || gap || first || urgentInPacket;
        dataInPacket = false;
        urgentInPacket = false;
        pending = true;
        if (owed) {
            first = false;
            packetsSinceAck = 0;
            due = true;
        }
        return owed;
    }

    /** Says whether a SACK must go out now. */
    public boolean isDue() {
        return due;
    }

    /** Says whether there is something to acknowledge, so that a packet going out anyway takes a SACK along. */
    public boolean isPending() {
        return pending;
    }

    /**
     * Everything that came is acknowledged, and no packet is owed a SACK. Packets that came after the last one that was
     * owed one go on counting: the acknowledgements are as many, however late they are written.
     */
    public void onAckSent() {
        if (!due) {
            packetsSinceAck = 0;
        }
        due = false;
        pending = false;
    }
}
