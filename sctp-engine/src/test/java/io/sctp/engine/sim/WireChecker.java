package io.sctp.engine.sim;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Watches what one end puts on the wire and what is delivered to it, and holds it to the rules that can be seen from
 * outside: well-formed packets, honest acknowledgements in time, the peer's window, the initial congestion window, and
 * ({@link LossRules}) retransmission after three missing reports. It parses packets by itself.
 */
final class WireChecker {
    /** More chunks than an end of the simulator ever has outstanding. */
    private static final int MOST_GIVEN_UP = 1 << 16;

    /** An end need not remember more than so many SACKs that it owes. */
    private static final int MOST_SACKS_OWED = 32;

    private static final long MAX_ACK_DELAY_NS = 500_000_000;
    private static final int INITIAL_WINDOW = 4404;

    /** One incarnation of an association as one end sees it, known by the tag it sends under. */
    private static final class Flow {
        final TreeMap<Long, Integer> outstanding = new TreeMap<>();
        final LossRules losses = new LossRules();
        final Set<Long> gapAcked = new HashSet<>();
        final Set<Integer> delivered = new HashSet<>();
        final Deque<long[]> unacknowledged = new ArrayDeque<>();
        long highestSent = Long.MIN_VALUE;
        long cumulative = Long.MIN_VALUE;
        long base = Long.MIN_VALUE;
        long peerWindow = -1;
        boolean sackDelivered;

        /** What was sent with nothing else in flight though the window had no room for it. */
        long probe = Long.MIN_VALUE;

        /** Whether the peer said, and did not acknowledge it, that there is room for that now. */
        boolean probeRefused;

        /**
         * Packets with data delivered, and SACKs sent, since the engine was polled before; -1 if that cannot be told.
         */
        int packetsDelivered;

        int sacksSent;
        int lastSackSent;
        boolean sackSent;
        FragmentRules fragments;
        final ResetAnswers resets = new ResetAnswers();
    }

    /** The peer's tag and this end's. */
    private record Tags(int peer, int own) {}

    private final String name;
    private final int maxPacketSize;
    private final boolean singlePath;
    private final boolean authenticated;
    private final Map<Integer, Flow> outgoing = new HashMap<>();

    /**
     * The tag that this end chose for itself, by the peer's, which may become another one until the association is up.
     */
    private final Map<Integer, Integer> ownTags = new HashMap<>();

    /** By this end's tag: it numbers messages once, whatever became of those that went with a cookie to another tag. */
    private final Map<Integer, FragmentRules> fragments = new HashMap<>();

    /** The associations that this end set up itself, from its COOKIE ECHO on, since it gave one up. */
    private final Set<Tags> echoed = new HashSet<>();

    private int tagOfInit;
    private Flow current = new Flow();
    private int currentPeerTag;
    private int packetsPerSack = 2;
    private int packetsWithData;
    private boolean givesUp;
    private boolean interleaves;

    WireChecker(final String name, final int maxPacketSize, final boolean singlePath, final boolean authenticated) {
        this.authenticated = authenticated;
        this.name = name;
        this.singlePath = singlePath;
        this.maxPacketSize = maxPacketSize;
    }

    /** This end gives messages up: what it reckons to be in flight cannot be seen from outside. */
    void givesUp(final boolean whether) {
        givesUp = whether;
    }

    /** This end acknowledges at least every so many packets. */
    void acknowledgesEvery(final int packets) {
        packetsPerSack = packets;
    }

    /** The engine is about to be polled. */
    void begin() {
        packetsWithData = 0;
    }

    /** Returns how many packets with data were sent since {@link #begin}. */
    int packetsWithData() {
        return packetsWithData;
    }

    /** Both ends offer to interleave messages: data is sent as I-DATA. */
    void interleaves(final boolean whether) {
        interleaves = whether;
    }

    /** Streams of this end begin again. */
    void reset(final int... streams) {
        fragments(current).reset(streams);
    }

    // -- packets that this end sends --------------------------------------------------------------------------------

    void sent(final ByteBuffer packet, final int length, final long nowNs, final boolean single) {
        require(length >= 16 && (length & 3) == 0, () -> "a packet of " + length + " bytes");
        require(single || length <= maxPacketSize, () -> "a packet of " + length + " bytes in a run");
        final int tag = packet.getInt(4);
        int at = 12;
        boolean signed = false;
        boolean data = false;
        while (at < length) {
            final int type = packet.get(at) & 0xFF;
            signed |= type == 15;
            require(!authenticated || !isData(type) || signed, () -> "DATA that is not signed");
            final int chunkLength = packet.getShort(at + 2) & 0xFFFF;
            require(chunkLength >= 4 && at + chunkLength <= length, () -> "a chunk of " + chunkLength + " bytes");
            require((tag == 0) == (type == 1), () -> "tag " + tag + " on a chunk of type " + type);
            noteOwnTag(tag, type, packet, at);
            data |= isData(type);
            if (isData(type)) {
                require(interleaves == (type == 64), () -> "data in a chunk of type " + type);
                dataSent(flow(tag), packet, at, chunkLength);
            } else if (type == 192 || type == 194) {
                require(interleaves == (type == 194), () -> "a FORWARD TSN of type " + type);
                forwardSent(flow(tag), packet, at, chunkLength);
            } else if (type == 3) {
                sackSent(flow(tag), packet, at, chunkLength);
            } else if (type == 130) {
                flow(tag).resets.sent(packet, at);
            }
            at += (chunkLength + 3) & ~3;
        }
        require(at == length, () -> "padding that is missing");
        packetsWithData += data ? 1 : 0;
    }

    private Flow flow(final int tag) {
        if (tag != currentPeerTag) {
            currentPeerTag = tag;
            current = outgoing.computeIfAbsent(tag, key -> new Flow());
        }
        return current;
    }

    private void noteOwnTag(final int tag, final int type, final ByteBuffer packet, final int at) {
        switch (type) {
            case 1 -> tagOfInit = packet.getInt(at + 4);
            case 2 -> ownTags.put(tag, packet.getInt(at + 4));
            case 10 -> {
                ownTags.put(tag, tagOfInit);
                if (echoed.add(new Tags(tag, tagOfInit)) && flow(tag).highestSent != Long.MIN_VALUE) {
                    startOver(tag);
                }
            }
            default -> {
                // Chooses no tag.
            }
        }
    }

    private FragmentRules fragments(final Flow flow) {
        if (flow.fragments == null) {
            flow.fragments = fragments.computeIfAbsent(ownTags.get(currentPeerTag), any -> new FragmentRules());
        }
        return flow.fragments;
    }

    private static boolean isData(final int type) {
        return type == 0 || type == 64;
    }

    private void dataSent(final Flow flow, final ByteBuffer packet, final int at, final int chunkLength) {
        final long tsn = unwrap(flow, packet.getInt(at + 4));
        final int payload = chunkLength - (interleaves ? 20 : 16);
        require(payload > 0, () -> "DATA without data");
        if (interleaves) {
            final String broken = fragments(flow).sent(packet, at, tsn <= flow.highestSent, givesUp);
            require(broken == null, () -> broken);
        }
        noteProbe(flow, tsn, payload);
        if (tsn > flow.highestSent) {
            require(
                    flow.highestSent == Long.MIN_VALUE || tsn == flow.highestSent + 1 || givesUp,
                    () -> "TSN " + tsn + " after " + flow.highestSent);
            final int inFlight = flow.outstanding.entrySet().stream()
                    .filter(entry -> !flow.gapAcked.contains(entry.getKey()))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            require(
                    givesUp || flow.peerWindow < 0 || inFlight == 0 || inFlight + payload <= flow.peerWindow,
                    () -> "sent beyond the peer's window: " + inFlight + " + " + payload + " > " + flow.peerWindow);
            require(
                    givesUp
                            || !singlePath
                            || flow.sackDelivered
                            || flow.losses.anySentAgain()
                            || chunkBytesInFlight(flow) < Math.max(INITIAL_WINDOW, maxPacketSize),
                    () -> "sent beyond the initial congestion window: " + chunkBytesInFlight(flow));
            final Long lost = givesUp ? null : flow.losses.waiting();
            require(lost == null, () -> "sent TSN " + tsn + " before TSN " + lost + " that is lost");
            flow.outstanding.put(tsn, payload);
            flow.highestSent = tsn;
        } else {
            flow.losses.sentAgain(tsn, flow.highestSent);
        }
    }

    /**
     * What counts against the congestion window: chunks with their headers and padding (RFC 9260 section 6.1, rule B).
     */
    private int chunkBytesInFlight(final Flow flow) {
        return flow.outstanding.entrySet().stream()
                .filter(entry -> !flow.gapAcked.contains(entry.getKey()))
                .mapToInt(entry -> (entry.getValue() + 3 & ~3) + (interleaves ? 20 : 16))
                .sum();
    }

    /** A probe of a closed window is all that is outstanding. */
    private static void noteProbe(final Flow flow, final long tsn, final int payload) {
        final boolean alone =
                flow.outstanding.isEmpty() || (flow.outstanding.size() == 1 && flow.outstanding.containsKey(tsn));
        flow.probe = alone && flow.peerWindow >= 0 && payload > flow.peerWindow ? tsn : Long.MIN_VALUE;
        flow.probeRefused = false;
    }

    private void forwardSent(final Flow flow, final ByteBuffer packet, final int at, final int chunkLength) {
        require(givesUp, () -> "a FORWARD TSN though nothing is given up");
        if (interleaves) {
            final String broken = fragments(flow).forwardSent(packet, at, chunkLength);
            require(broken == null, () -> broken);
            return;
        }
        require(chunkLength >= 8 && chunkLength % 4 == 0, () -> "a FORWARD TSN of " + chunkLength + " bytes");
        final Set<Integer> streams = new HashSet<>();
        for (int entry = at + 8; entry < at + chunkLength; entry += 4) {
            require(streams.add(packet.getShort(entry) & 0xFFFF), () -> "a stream twice in a FORWARD TSN");
        }
    }

    private static long unwrap(final Flow flow, final int tsn) {
        if (flow.base == Long.MIN_VALUE) {
            flow.base = tsn & 0xFFFF_FFFFL;
        }
        return flow.base + (tsn - (int) flow.base);
    }

    private void sackSent(final Flow flow, final ByteBuffer packet, final int at, final int chunkLength) {
        final int cumulative = packet.getInt(at + 4);
        final int gaps = packet.getShort(at + 12) & 0xFFFF;
        final int duplicates = packet.getShort(at + 14) & 0xFFFF;
        require(chunkLength == 16 + 4 * (gaps + duplicates), () -> "a SACK that contradicts its length");
        require(!flow.sackSent || cumulative - flow.lastSackSent >= 0, () -> "a cumulative TSN that went back");
        require(isAllDelivered(flow, cumulative), () -> "acknowledged TSN " + cumulative + " before it arrived");
        int after = 1;
        for (int i = 0; i < gaps; i++) {
            final int start = packet.getShort(at + 16 + 4 * i) & 0xFFFF;
            final int end = packet.getShort(at + 18 + 4 * i) & 0xFFFF;
            final int previous = after;
            require(start > previous && end >= start, () -> "gap block " + start + "-" + end + " after " + previous);
            after = end + 1;
            for (int offset = start; offset <= end; offset++) {
                final int tsn = cumulative + offset;
                require(flow.delivered.contains(tsn), () -> "acknowledged TSN " + tsn + " that did not arrive");
            }
        }
        for (int i = 0; i < duplicates; i++) {
            require(
                    flow.delivered.contains(packet.getInt(at + 16 + 4 * (gaps + i))),
                    () -> "reported a duplicate that did not arrive");
        }
        flow.sacksSent++;
        flow.lastSackSent = cumulative;
        flow.sackSent = true;
        flow.unacknowledged.clear();
    }

    private static boolean isAllDelivered(final Flow flow, final int cumulative) {
        if (!flow.sackSent) {
            return true;
        }
        for (int tsn = flow.lastSackSent + 1; tsn - cumulative <= 0; tsn++) {
            if (!flow.delivered.contains(tsn)) {
                return false;
            }
        }
        return true;
    }

    /** All TSNs of both directions began anew. */
    void restarted() {
        current = new Flow();
        current.fragments = new FragmentRules();
        current.sackDelivered = true;
        outgoing.put(currentPeerTag, current);
    }

    /** This end gave its association up; a cookie that it gave out may make another one with the same tags. */
    void gaveUp() {
        echoed.clear();
    }

    /**
     * A cookie sent again made a second association of one that this end gave up: with the same tags and TSNs. What
     * this end set up itself since has a tag of its own that was not used before, and began with the COOKIE ECHO and
     * the data with it.
     *
     * @return how many chunks the first of two had sent, whose TSNs the second uses again
     */
    int beginAnew(final int tag, final int ownTag) {
        if (echoed.contains(new Tags(tag, ownTag))) {
            return 0;
        }
        final Flow old = flow(tag);
        startOver(tag);
        current.fragments = new FragmentRules();
        return old.highestSent == Long.MIN_VALUE ? 0 : (int) (old.highestSent - old.base) + 1;
    }

    private void startOver(final int tag) {
        final Flow old = flow(tag);
        current = new Flow();
        current.delivered.addAll(old.delivered);
        outgoing.put(tag, current);
    }

    // -- packets delivered to this end ------------------------------------------------------------------------------

    /** An intact packet was delivered to the association that sends under {@code peerTag} and reads new data. */
    void delivered(
            final ByteBuffer packet, final int length, final int peerTag, final boolean reads, final long nowNs) {
        final Flow flow = flow(peerTag);
        int at = 12;
        boolean data = false;
        boolean resets = false;
        while (at + 4 <= length) {
            final int type = packet.get(at) & 0xFF;
            final int chunkLength = packet.getShort(at + 2) & 0xFFFF;
            data |= reads && isData(type);
            resets |= type == 130;
            final Integer lastTsn = flow.resets.acknowledged(packet, at);
            if (lastTsn != null && flow.base != Long.MIN_VALUE) {
                flow.sackDelivered = true;
                acknowledge(flow, unwrap(flow, lastTsn));
            } else if (isData(type)) {
                final int tsn = packet.getInt(at + 4);
                flow.delivered.add(tsn);
                if (reads) {
                    flow.unacknowledged.add(new long[] {nowNs});
                }
            } else if (type == 192 || type == 194) {
                forwardDelivered(flow, packet.getInt(at + 4));
                if (reads) {
                    flow.unacknowledged.add(new long[] {nowNs});
                }
            } else if (type == 3) {
                sackDelivered(flow, packet, at);
            } else if (type == 7 && flow.base != Long.MIN_VALUE) {
                flow.sackDelivered = true;
                acknowledge(flow, unwrap(flow, packet.getInt(at + 4)));
            }
            at += (chunkLength + 3) & ~3;
        }
        if (resets || !reads) {
            flow.packetsDelivered = -1;
        } else if (data && flow.packetsDelivered >= 0) {
            flow.packetsDelivered++;
        }
    }

    /**
     * What the peer gave up counts as if it had arrived; but not where it is of other numbers than these, as after a
     * reset that one end has heard of and the other has not: whoever took that would acknowledge what did not arrive.
     */
    private static void forwardDelivered(final Flow flow, final int cumulative) {
        final int from = flow.sackSent ? flow.lastSackSent + 1 : cumulative - 1000;
        if (cumulative - from > MOST_GIVEN_UP) {
            return;
        }
        for (int tsn = from; tsn - cumulative <= 0; tsn++) {
            flow.delivered.add(tsn);
        }
    }

    private static void acknowledge(final Flow flow, final long cumulative) {
        flow.cumulative = Math.max(flow.cumulative, cumulative);
        flow.outstanding.headMap(cumulative, true).clear();
        flow.gapAcked.removeIf(tsn -> tsn <= cumulative);
        flow.losses.acknowledged(flow.cumulative);
    }

    private static void sackDelivered(final Flow flow, final ByteBuffer packet, final int at) {
        if (flow.base == Long.MIN_VALUE) {
            return;
        }
        final long cumulative = unwrap(flow, packet.getInt(at + 4));
        if (cumulative < flow.cumulative) {
            // It was overtaken by a newer one, and says nothing (RFC 9260 section 6.2.1, rule D.i).
            return;
        }
        final boolean advanced = cumulative > flow.cumulative;
        flow.sackDelivered = true;
        flow.peerWindow = packet.getInt(at + 8) & 0xFFFF_FFFFL;
        final Set<Long> reported = new HashSet<>();
        long highestReported = cumulative;
        long highestNew = cumulative;
        final int gaps = packet.getShort(at + 12) & 0xFFFF;
        for (int i = 0; i < gaps; i++) {
            final int start = packet.getShort(at + 16 + 4 * i) & 0xFFFF;
            final int end = packet.getShort(at + 18 + 4 * i) & 0xFFFF;
            for (long tsn = cumulative + start; tsn <= cumulative + end; tsn++) {
                reported.add(tsn);
                highestReported = tsn;
                if (!flow.gapAcked.contains(tsn)) {
                    highestNew = tsn;
                }
            }
        }
        flow.outstanding.headMap(cumulative, true).clear();
        flow.gapAcked.clear();
        flow.gapAcked.addAll(reported);
        final List<Long> missing = new ArrayList<>();
        for (final long tsn : flow.outstanding.keySet()) {
            if (tsn < highestReported && !reported.contains(tsn)) {
                missing.add(tsn);
            }
        }
        flow.losses.reported(missing, reported, highestNew, advanced, flow.highestSent);
        acknowledge(flow, cumulative);
        final Integer probed = flow.outstanding.get(flow.probe);
        flow.probeRefused |= probed != null && !reported.contains(flow.probe) && probed <= flow.peerWindow;
    }

    // -- rules that need time ---------------------------------------------------------------------------------------

    /** The engine has done all it wants to do now. */
    void settled(final int peerTag, final long nowNs, final boolean sendsData, final boolean acknowledges) {
        final Flow flow = flow(peerTag);
        if (sendsData && !givesUp) {
            final Long overdue = flow.losses.overdue();
            require(overdue == null, () -> "TSN " + overdue + " was reported missing three times and not sent again");
            require(!flow.probeRefused, () -> "the probe " + flow.probe + " was not sent again when there was room");
        }
        final int owed = Math.min(MOST_SACKS_OWED, flow.packetsDelivered / packetsPerSack);
        require(
                !acknowledges || flow.sacksSent >= owed,
                () -> flow.sacksSent + " SACKs for " + flow.packetsDelivered + " packets");
        flow.packetsDelivered = 0;
        flow.sacksSent = 0;
        if (acknowledges && !flow.unacknowledged.isEmpty()) {
            require(
                    nowNs - flow.unacknowledged.peekFirst()[0] <= MAX_ACK_DELAY_NS,
                    () -> "data was not acknowledged within half a second");
        }
    }

    private void require(final boolean condition, final Supplier<String> what) {
        if (!condition) {
            throw new AssertionError(name + ": " + what.get());
        }
    }
}
