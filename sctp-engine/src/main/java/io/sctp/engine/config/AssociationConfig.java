package io.sctp.engine.config;

import java.util.List;

/**
 * Parameters of the protocol for associations; immutable. Each port and each association may have its own. Built with
 * {@link #builder}, which names the defaults and refuses values out of range.
 */
public final class AssociationConfig {
    /** For {@link AssociationConfigBuilder#grantedReconfigurations}: the peer may reset streams, its own and this end's. */
    public static final int GRANT_STREAM_RESET = 1;

    /** For {@link AssociationConfigBuilder#grantedReconfigurations}: the peer may reset the association. */
    public static final int GRANT_ASSOCIATION_RESET = 2;

    /** For {@link AssociationConfigBuilder#grantedReconfigurations}: the peer may add streams, its own and this end's. */
    public static final int GRANT_MORE_STREAMS = 4;

    /**
     * For {@link AssociationConfigBuilder#primarySwitchoverRetransmissions}: data goes back to the primary path as soon as
     * it answers.
     */
    public static final int NO_SWITCHOVER = 65535;

    /** The smallest value of {@link #maxPacketSize}: an IP packet of 512 bytes less the headers of IPv6 and UDP. */
    public static final int MIN_PACKET_SIZE = 464;

    private final AuthParameters authentication;
    private final int maxPacketSize;
    private final int maxPacketSizeIpv6;
    private final long pathMtuRaiseNs;
    private final int maxProbeSize;
    private final long rtoInitialNs;
    private final long rtoMinNs;
    private final long rtoMaxNs;
    private final long sackDelayNs;
    private final int packetsPerSack;
    private final int maxBurst;
    private final long cookieLifeNs;
    private final int maxInitRetransmissions;
    private final int maxAssociationRetransmissions;
    private final int maxPathRetransmissions;
    private final int potentiallyFailedRetransmissions;
    private final int primarySwitchoverRetransmissions;
    private final long heartbeatIntervalNs;
    private final long autocloseNs;
    private final long shutdownStallNs;
    private final int outboundStreams;
    private final int maxInboundStreams;
    private final int sendBufferBytes;
    private final int receiveWindowBytes;
    private final int maxMessageBytes;
    private final int partialDeliveryBytes;
    private final boolean noDelay;
    private final boolean reportFailedMessages;
    private final int heartbeatMaxBurst;
    private final long maxInitTimeoutNs;
    private final long reassemblyTimeoutNs;
    private final int maxChunkPayload;
    private final int trafficClass;
    private final boolean reconfigurationSupported;
    private final int grantedReconfigurations;
    private final int adaptationIndication;
    private final StreamScheduler streamScheduler;
    private final boolean interleavingSupported;
    private final boolean partsInterleaved;
    private final boolean partialReliability;
    private final boolean addressReconfigurationSupported;
    private final List<IpAddress> localAddresses;
    final List<Integer> localIds;

    AssociationConfig(final AssociationConfigBuilder builder) {
        authentication = builder.authentication;
        maxPacketSize = builder.maxPacketSize;
        maxPacketSizeIpv6 = builder.maxPacketSizeIpv6;
        pathMtuRaiseNs = builder.pathMtuRaiseNs;
        maxProbeSize = builder.maxProbeSize;
        rtoInitialNs = builder.rtoInitialNs;
        rtoMinNs = builder.rtoMinNs;
        rtoMaxNs = builder.rtoMaxNs;
        sackDelayNs = builder.sackDelayNs;
        packetsPerSack = builder.packetsPerSack;
        maxBurst = builder.maxBurst;
        cookieLifeNs = builder.cookieLifeNs;
        maxInitRetransmissions = builder.maxInitRetransmissions;
        maxAssociationRetransmissions = builder.maxAssociationRetransmissions;
        maxPathRetransmissions = builder.maxPathRetransmissions;
        potentiallyFailedRetransmissions = builder.potentiallyFailedRetransmissions;
        primarySwitchoverRetransmissions = builder.primarySwitchoverRetransmissions;
        heartbeatIntervalNs = builder.heartbeatIntervalNs;
        autocloseNs = builder.autocloseNs;
        shutdownStallNs = builder.shutdownStallNs;
        outboundStreams = builder.outboundStreams;
        maxInboundStreams = builder.maxInboundStreams;
        sendBufferBytes = builder.sendBufferBytes;
        receiveWindowBytes = builder.receiveWindowBytes;
        maxMessageBytes = builder.maxMessageBytes;
        partialDeliveryBytes = builder.partialDeliveryBytes;
        noDelay = builder.noDelay;
        reportFailedMessages = builder.reportFailedMessages;
        heartbeatMaxBurst = builder.heartbeatMaxBurst;
        maxInitTimeoutNs = builder.maxInitTimeoutNs;
        reassemblyTimeoutNs = builder.reassemblyTimeoutNs;
        maxChunkPayload = builder.maxChunkPayload;
        trafficClass = builder.trafficClass;
        reconfigurationSupported = builder.reconfigurationSupported;
        grantedReconfigurations = builder.grantedReconfigurations;
        adaptationIndication = builder.adaptationIndication;
        streamScheduler = builder.streamScheduler;
        interleavingSupported = builder.interleavingSupported;
        partsInterleaved = builder.partsInterleaved;
        partialReliability = builder.partialReliability;
        addressReconfigurationSupported = builder.addressReconfigurationSupported;
        localAddresses = builder.localAddresses;
        localIds = builder.localIds;
    }

    /** Begins with the defaults. */
    public static AssociationConfigBuilder builder() {
        return new AssociationConfigBuilder();
    }

    /** Begins with the values of this configuration. */
    public AssociationConfigBuilder toBuilder() {
        return new AssociationConfigBuilder(this);
    }

    /** Returns how chunks of new associations are authenticated, if at all. */
    public AuthParameters authentication() {
        return authentication;
    }

    /**
     * Returns the largest SCTP packet a new path over IPv4 carries, in bytes from the common header on; over UDP, the
     * largest UDP payload.
     */
    public int maxPacketSize() {
        return maxPacketSize;
    }

    /** As {@link #maxPacketSize}, of paths over IPv6. */
    public int maxPacketSizeIpv6() {
        return maxPacketSizeIpv6;
    }

    /** Returns PMTU_RAISE_TIMER in nanoseconds; 0 if the MTU of paths is not discovered. */
    public long pathMtuRaiseNs() {
        return pathMtuRaiseNs;
    }

    /** Returns MAX_PLPMTU: the largest SCTP packet that a path is tried with where its MTU is discovered. */
    public int maxProbeSize() {
        return maxProbeSize;
    }

    /** Returns RTO.Initial, in nanoseconds. */
    public long rtoInitialNs() {
        return rtoInitialNs;
    }

    /** Returns RTO.Min, in nanoseconds. */
    public long rtoMinNs() {
        return rtoMinNs;
    }

    /** Returns RTO.Max, in nanoseconds. */
    public long rtoMaxNs() {
        return rtoMaxNs;
    }

    /** Returns how long an acknowledgement may wait, in nanoseconds (RFC 9260 section 6.2 allows 500 ms). */
    public long sackDelayNs() {
        return sackDelayNs;
    }

    /** Returns acknowledge at the latest after this many packets with data. */
    public int packetsPerSack() {
        return packetsPerSack;
    }

    /** Returns Max.Burst: packets with new data that one acknowledgement may release. */
    public int maxBurst() {
        return maxBurst;
    }

    /** Returns Valid.Cookie.Life, in nanoseconds; secrets rotate at the same pace. */
    public long cookieLifeNs() {
        return cookieLifeNs;
    }

    /** Returns Max.Init.Retransmits. */
    public int maxInitRetransmissions() {
        return maxInitRetransmissions;
    }

    /** Returns Association.Max.Retrans: unanswered transmissions in a row after which the peer is lost. */
    public int maxAssociationRetransmissions() {
        return maxAssociationRetransmissions;
    }

    /** Returns Path.Max.Retrans: unanswered transmissions in a row after which a path is inactive. */
    public int maxPathRetransmissions() {
        return maxPathRetransmissions;
    }

    /**
     * Returns Potentially.Failed.Max.Retrans (RFC 7829 section 3.2): unanswered transmissions in a row after which data
     * goes to other paths if it can.
     */
    public int potentiallyFailedRetransmissions() {
        return potentiallyFailedRetransmissions;
    }

    /**
     * Returns Primary.Switchover.Max.Retrans (RFC 7829 section 5): unanswered transmissions in a row after which the
     * primary path is another.
     */
    public int primarySwitchoverRetransmissions() {
        return primarySwitchoverRetransmissions;
    }

    /** Returns HB.interval, in nanoseconds; 0 sends heartbeats only to confirm addresses. */
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    /** Returns shut an association down after this long without user data, in nanoseconds; 0 never. */
    public long autocloseNs() {
        return autocloseNs;
    }

    /** Returns after how long without an acknowledgement an association that is shutting down is aborted; 0 never. */
    public long shutdownStallNs() {
        return shutdownStallNs;
    }

    /** Returns streams asked for towards the peer. */
    public int outboundStreams() {
        return outboundStreams;
    }

    /** Returns streams granted to the peer. */
    public int maxInboundStreams() {
        return maxInboundStreams;
    }

    /**
     * Returns user data queued or unacknowledged in one association; a longer message is refused as TOO_LONG, a full
     * buffer as WOULD_BLOCK.
     */
    public int sendBufferBytes() {
        return sendBufferBytes;
    }

    /**
     * Returns user data held for one association before the peer must stop; up to twice as much is held to fill gaps.
     */
    public int receiveWindowBytes() {
        return receiveWindowBytes;
    }

    /**
     * Returns the longest message accepted, at most receiveWindowBytes; a longer one aborts the association, unless
     * messages are handed up in parts.
     */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /**
     * Returns after how many bytes a message still arriving is handed up in parts (RFC 9260 section 6.9, RFC 6458
     * section 8.1.21); 0 hands up whole messages only.
     */
    public int partialDeliveryBytes() {
        return partialDeliveryBytes;
    }

    /**
     * Returns whether small messages go at once; if not, they wait while data is unacknowledged (RFC 9260 section 6.1).
     */
    public boolean noDelay() {
        return noDelay;
    }

    /** Returns whether messages that will not be delivered are handed back. */
    public boolean reportFailedMessages() {
        return reportFailedMessages;
    }

    /** Returns HB.Max.Burst: heartbeats to unconfirmed addresses sent in one RTO. */
    public int heartbeatMaxBurst() {
        return heartbeatMaxBurst;
    }

    /** Returns the longest time-out of INIT and COOKIE ECHO, in nanoseconds. */
    public long reassemblyTimeoutNs() {
        return reassemblyTimeoutNs;
    }

    public long maxInitTimeoutNs() {
        return maxInitTimeoutNs;
    }

    /** Returns the most user data of one chunk in bytes; 0 lets the packet size decide. */
    public int maxChunkPayload() {
        return maxChunkPayload;
    }

    /** Returns whether peers are offered FORWARD TSN (RFC 3758), so that messages already sent can be given up. */
    public boolean partialReliability() {
        return partialReliability;
    }

    /** Returns the mark of packets to a new path: the octet that IPv4 calls type of service, and IPv6 traffic class. */
    public int trafficClass() {
        return trafficClass;
    }

    /**
     * Returns the addresses listed to peers, in the order of their numbers at the driver; empty for one address only.
     */
    public List<IpAddress> localAddresses() {
        return localAddresses;
    }

    /** Says whether the driver's number is that of a listed address; with none listed, or unnumbered, every one is. */
    public boolean hasLocalId(final int id) {
        return localIds.isEmpty() || localIds.contains(id);
    }

    /** Returns the driver's number for the local address in this place of the list. */
    public int localId(final int place) {
        return localIds.isEmpty() ? place : localIds.get(place);
    }

    /** Says whether the addresses of new associations can change (RFC 5061). */
    public boolean addressReconfigurationSupported() {
        return addressReconfigurationSupported;
    }

    /** Says whether new associations may change their streams (RFC 6525). */
    public boolean reconfigurationSupported() {
        return reconfigurationSupported;
    }

    /** Returns what the peer may do to streams, as bits. */
    public int grantedReconfigurations() {
        return grantedReconfigurations;
    }

    /** Returns what the peer is told of the layer above SCTP (RFC 5061 section 4.2.6); 0 is not told. */
    public int adaptationIndication() {
        return adaptationIndication;
    }

    /** Returns which stream's message is sent next. */
    public StreamScheduler streamScheduler() {
        return streamScheduler;
    }

    /** Says whether new associations offer to send messages as I-DATA, so that they may be interleaved (RFC 8260). */
    public boolean interleavingSupported() {
        return interleavingSupported;
    }

    /**
     * Says whether parts of several interleaved messages may be handed up in turn (RFC 6458 section 8.1.20, level 2).
     */
    public boolean partsInterleaved() {
        return partsInterleaved;
    }
}
