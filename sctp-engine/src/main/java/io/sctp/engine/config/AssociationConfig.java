package io.sctp.engine.config;

import java.util.List;

/**
 * Protocol parameters of associations; immutable. Each port and each association may have its own. Built with {@link
 * #builder}, which documents the defaults and refuses values out of range.
 */
public final class AssociationConfig {
    /**
     * Bit of {@link AssociationConfigBuilder#grantedReconfigurations}: the peer may reset streams of either direction.
     */
    public static final int GRANT_STREAM_RESET = 1;

    /** Bit of {@link AssociationConfigBuilder#grantedReconfigurations}: the peer may reset the association. */
    public static final int GRANT_ASSOCIATION_RESET = 2;

    /**
     * Bit of {@link AssociationConfigBuilder#grantedReconfigurations}: the peer may add streams of either direction.
     */
    public static final int GRANT_MORE_STREAMS = 4;

    /**
     * Value of {@link AssociationConfigBuilder#primarySwitchoverRetransmissions} for no switchover: data returns to the
     * primary path as soon as it answers.
     */
    public static final int NO_SWITCHOVER = 65535;

    /** Minimum of {@link #maxPacketSize}: an IP packet of 512 bytes minus the IPv6 and UDP headers. */
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
    private final int maxSendBufferBytes;
    private final int receiveWindowBytes;
    private final int maxReceiveWindowBytes;
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
    private final CongestionControl congestionControl;
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
        maxSendBufferBytes = builder.maxSendBufferBytes;
        receiveWindowBytes = builder.receiveWindowBytes;
        maxReceiveWindowBytes = builder.maxReceiveWindowBytes;
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
        congestionControl = builder.congestionControl;
        interleavingSupported = builder.interleavingSupported;
        partsInterleaved = builder.partsInterleaved;
        partialReliability = builder.partialReliability;
        addressReconfigurationSupported = builder.addressReconfigurationSupported;
        localAddresses = builder.localAddresses;
        localIds = builder.localIds;
    }

    /** Makes a builder with the defaults. */
    public static AssociationConfigBuilder builder() {
        return new AssociationConfigBuilder();
    }

    /** Makes a builder with the values of this configuration. */
    public AssociationConfigBuilder toBuilder() {
        return new AssociationConfigBuilder(this);
    }

    /** Returns the authentication parameters of new associations. */
    public AuthParameters authentication() {
        return authentication;
    }

    /**
     * Returns the initial maximum size of an SCTP packet on an IPv4 path, in bytes from the common header on; over UDP,
     * of the UDP payload.
     */
    public int maxPacketSize() {
        return maxPacketSize;
    }

    /** As {@link #maxPacketSize}, for IPv6 paths. */
    public int maxPacketSizeIpv6() {
        return maxPacketSizeIpv6;
    }

    /** Returns PMTU_RAISE_TIMER in nanoseconds (RFC 8899 section 5.1.1); 0 if the path MTU is not discovered. */
    public long pathMtuRaiseNs() {
        return pathMtuRaiseNs;
    }

    /** Returns MAX_PLPMTU (RFC 8899 section 5.1.2): the largest SCTP packet that path MTU discovery tries, in bytes. */
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

    /** Returns the maximum delay of a SACK, in nanoseconds (RFC 9260 section 6.2 allows 500 ms). */
    public long sackDelayNs() {
        return sackDelayNs;
    }

    /** Returns the maximum number of packets carrying DATA before a SACK is sent (RFC 9260 section 6.2). */
    public int packetsPerSack() {
        return packetsPerSack;
    }

    /** Returns Max.Burst: the maximum number of packets with new data sent after one SACK (RFC 9260 section 6.1). */
    public int maxBurst() {
        return maxBurst;
    }

    /** Returns Valid.Cookie.Life, in nanoseconds; cookie secrets rotate at the same interval. */
    public long cookieLifeNs() {
        return cookieLifeNs;
    }

    /** Returns Max.Init.Retransmits. */
    public int maxInitRetransmissions() {
        return maxInitRetransmissions;
    }

    /**
     * Returns Association.Max.Retrans: the number of consecutive unanswered transmissions after which the association
     * is lost.
     */
    public int maxAssociationRetransmissions() {
        return maxAssociationRetransmissions;
    }

    /** Returns Path.Max.Retrans: the number of consecutive unanswered transmissions after which a path is inactive. */
    public int maxPathRetransmissions() {
        return maxPathRetransmissions;
    }

    /**
     * Returns Potentially.Failed.Max.Retrans (RFC 7829 section 3.2): the number of consecutive unanswered transmissions
     * after which other paths are preferred.
     */
    public int potentiallyFailedRetransmissions() {
        return potentiallyFailedRetransmissions;
    }

    /**
     * Returns Primary.Switchover.Max.Retrans (RFC 7829 section 5): the number of consecutive unanswered transmissions
     * after which another path becomes the primary path.
     */
    public int primarySwitchoverRetransmissions() {
        return primarySwitchoverRetransmissions;
    }

    /** Returns HB.interval, in nanoseconds; 0 sends heartbeats only to confirm addresses. */
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    /** Returns the idle time without user data after which an association is shut down, in nanoseconds; 0 for never. */
    public long autocloseNs() {
        return autocloseNs;
    }

    /**
     * Returns the time without an acknowledgement after which an association in shutdown is aborted, in nanoseconds; 0
     * for never.
     */
    public long shutdownStallNs() {
        return shutdownStallNs;
    }

    /** Returns the number of streams requested to the peer. */
    public int outboundStreams() {
        return outboundStreams;
    }

    /** Returns the maximum number of streams from the peer. */
    public int maxInboundStreams() {
        return maxInboundStreams;
    }

    /**
     * Returns the send buffer size of one association: bytes queued or unacknowledged. A longer message is refused with
     * TOO_LONG; a full buffer returns WOULD_BLOCK.
     */
    public int sendBufferBytes() {
        return sendBufferBytes;
    }

    /** Returns up to how many bytes a send buffer grows where the path holds more than it. */
    public int maxSendBufferBytes() {
        return maxSendBufferBytes;
    }

    /** Returns the receive window of one association in bytes. Up to twice as much is held to fill gaps. */
    public int receiveWindowBytes() {
        return receiveWindowBytes;
    }

    /** Returns up to how many bytes a receive window grows where the path holds more than it. */
    public int maxReceiveWindowBytes() {
        return maxReceiveWindowBytes;
    }

    /**
     * Returns the maximum message length, at most {@link #receiveWindowBytes}. A longer message aborts the association,
     * unless messages are delivered in parts.
     */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /**
     * Returns the number of bytes after which an incomplete message is delivered in parts (RFC 9260 section 6.9, RFC
     * 6458 section 8.1.21); 0 delivers whole messages only.
     */
    public int partialDeliveryBytes() {
        return partialDeliveryBytes;
    }

    /**
     * Whether small messages are sent at once. If not, they wait while data is unacknowledged (Nagle's algorithm, RFC
     * 9260 section 6.1).
     */
    public boolean noDelay() {
        return noDelay;
    }

    /** Whether messages that will not be delivered are handed back. */
    public boolean reportFailedMessages() {
        return reportFailedMessages;
    }

    /**
     * Returns HB.Max.Burst: the maximum number of heartbeats to unconfirmed addresses per RTO (RFC 9260 section 5.4).
     */
    public int heartbeatMaxBurst() {
        return heartbeatMaxBurst;
    }

    /**
     * Returns how long an incomplete message may hold memory without another fragment, in nanoseconds; 0 for no limit.
     */
    public long reassemblyTimeoutNs() {
        return reassemblyTimeoutNs;
    }

    /** Returns the maximum time-out of INIT and COOKIE ECHO, in nanoseconds. */
    public long maxInitTimeoutNs() {
        return maxInitTimeoutNs;
    }

    /** Returns the maximum user data of one chunk in bytes; 0 lets the packet size decide. */
    public int maxChunkPayload() {
        return maxChunkPayload;
    }

    /** Whether FORWARD TSN (RFC 3758) is offered to peers, so that sent messages can be abandoned. */
    public boolean partialReliability() {
        return partialReliability;
    }

    /** Returns the initial traffic class of packets on a path: type of service (IPv4) or traffic class (IPv6). */
    public int trafficClass() {
        return trafficClass;
    }

    /**
     * Returns the addresses listed to peers, in the order of the driver's numbers; empty if this end has only one
     * address.
     */
    public List<IpAddress> localAddresses() {
        return localAddresses;
    }

    /**
     * Whether the driver's number belongs to a listed address; always true if no addresses are listed or they have no
     * numbers.
     */
    public boolean hasLocalId(final int id) {
        return localIds.isEmpty() || localIds.contains(id);
    }

    /** Returns the driver's number of the local address at this position of the list. */
    public int localId(final int place) {
        return localIds.isEmpty() ? place : localIds.get(place);
    }

    /** Whether the addresses of new associations can change (RFC 5061). */
    public boolean addressReconfigurationSupported() {
        return addressReconfigurationSupported;
    }

    /** Whether streams of new associations can be re-configured (RFC 6525). */
    public boolean reconfigurationSupported() {
        return reconfigurationSupported;
    }

    /** Returns the re-configuration requests of the peer that are granted, as bits. */
    public int grantedReconfigurations() {
        return grantedReconfigurations;
    }

    /** Returns the adaptation layer indication sent to the peer (RFC 5061 section 4.2.6); 0 sends none. */
    public int adaptationIndication() {
        return adaptationIndication;
    }

    /** Returns how the congestion window of a new path grows and shrinks. */
    public CongestionControl congestionControl() {
        return congestionControl;
    }

    /** Returns the stream scheduler. */
    public StreamScheduler streamScheduler() {
        return streamScheduler;
    }

    /** Whether new associations offer I-DATA, so that messages may be interleaved (RFC 8260). */
    public boolean interleavingSupported() {
        return interleavingSupported;
    }

    /** Whether parts of several interleaved messages may be delivered in turn (RFC 6458 section 8.1.20, level 2). */
    public boolean partsInterleaved() {
        return partsInterleaved;
    }
}
