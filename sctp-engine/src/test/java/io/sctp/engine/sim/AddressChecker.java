package io.sctp.engine.sim;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds one end to what RFC 5061 says of addresses that change, by what goes over the wire: nothing is sent to an
 * address that the peer has given up, or that it has added and that has not answered a heartbeat since it was the
 * peer's; nothing leaves from an address of this end's that the peer does not know yet, or that is being given up. It
 * parses packets by itself, and knows only what ASCONFs have touched.
 */
final class AddressChecker {
    private static final int DATA = 0;
    private static final int I_DATA = 64;
    private static final int SACK = 3;
    private static final int HEARTBEAT = 4;
    private static final int HEARTBEAT_ACK = 5;
    private static final int ASCONF = 0xC1;
    private static final int ASCONF_ACK = 0x80;
    private static final int ADD = 0xC001;
    private static final int DELETE = 0xC002;
    private static final int ERROR_CAUSE = 0xC003;

    /** One incarnation of an association, known by the tag that this end sends under. */
    private static final class Flow {
        final Set<Integer> gone = new HashSet<>();
        final Set<Integer> unconfirmed = new HashSet<>();
        final Set<Integer> confirmed = new HashSet<>();
        final Map<Integer, Set<ByteBuffer>> heartbeats = new HashMap<>();
        final Map<Integer, ByteBuffer> asked = new HashMap<>();
        final Set<Integer> answered = new HashSet<>();

        final Set<Integer> joining = new HashSet<>();
        final Set<Integer> leaving = new HashSet<>();
        final Map<Integer, ByteBuffer> outstanding = new HashMap<>();
    }

    private final String name;
    private final Map<Integer, Flow> flows = new HashMap<>();
    private int answers;

    AddressChecker(final String name) {
        this.name = name;
    }

    private Flow flow(final int tag) {
        return flows.computeIfAbsent(tag, any -> new Flow());
    }

    /** There is another association under the tags of one that was given up. */
    void beginAnew(final int tag) {
        flows.remove(tag);
    }

    /** How many requests of the peer's this end has answered. */
    int answers() {
        return answers;
    }

    // -- packets that this end sends --------------------------------------------------------------------------------

    void sent(final ByteBuffer packet, final int length, final int source, final int destination) {
        final Flow flow = flow(packet.getInt(4));
        for (int at = 12; at < length; at += padded(packet, at)) {
            final int type = packet.get(at) & 0xFF;
            switch (type) {
                case DATA, I_DATA, SACK -> {
                    require(!flow.gone.contains(destination), () -> what(type) + " to an address that was given up");
                    require(
                            !flow.unconfirmed.contains(destination),
                            () -> what(type) + " to an address that is not confirmed: "
                                    + Integer.toHexString(destination));
                    checkSource(flow, source, type);
                }
                case HEARTBEAT -> {
                    require(!flow.gone.contains(destination), () -> "a heartbeat to an address that was given up");
                    checkSource(flow, source, type);
                    flow.heartbeats
                            .computeIfAbsent(destination, any -> new HashSet<>())
                            .add(body(packet, at));
                }
                case ASCONF -> asconfSent(flow, packet, at, source);
                case ASCONF_ACK -> {
                    checkSource(flow, source, type);
                    ackSent(flow, packet, at);
                }
                default -> {
                    // Nothing that this class knows about.
                }
            }
        }
    }

    private void checkSource(final Flow flow, final int source, final int type) {
        require(!flow.joining.contains(source), () -> what(type) + " from an address that the peer may not know yet");
        require(!flow.leaving.contains(source), () -> what(type) + " from an address that is being given up");
    }

    private void asconfSent(final Flow flow, final ByteBuffer packet, final int at, final int source) {
        final ByteBuffer chunk = copy(packet, at);
        final ByteBuffer before = flow.outstanding.put(chunk.getInt(4), chunk);
        require(before == null || before.equals(chunk), () -> "an ASCONF that changed when it was sent again");
        require(flow.outstanding.size() == 1, () -> "two ASCONFs that are not answered");
        changes(chunk, (type, address) -> {
            flow.leaving.remove(address);
            (type == ADD ? flow.joining : flow.leaving).add(address);
        });
        require(!flow.leaving.contains(source), () -> "an ASCONF from an address that is being given up");
    }

    private void ackSent(final Flow flow, final ByteBuffer packet, final int at) {
        final ByteBuffer asconf = flow.asked.get(packet.getInt(at + 4));
        require(asconf != null, () -> "an answer to an ASCONF that did not arrive");
        if (flow.answered.add(packet.getInt(at + 4))) {
            answers++;
            if (!hasError(packet, at)) {
                changes(asconf, (type, address) -> {
                    if (type == DELETE) {
                        flow.gone.add(address);
                        flow.heartbeats.remove(address);
                        flow.confirmed.remove(address);
                        flow.unconfirmed.remove(address);
                    } else if (!flow.confirmed.contains(address)) {
                        flow.gone.remove(address);
                        flow.unconfirmed.add(address);
                    }
                });
            }
        }
    }

    // -- packets delivered to this end ------------------------------------------------------------------------------

    /** An intact packet was delivered to the association that sends under {@code peerTag}. */
    void delivered(final ByteBuffer packet, final int length, final int peerTag) {
        final Flow flow = flow(peerTag);
        for (int at = 12; at + 4 <= length; at += padded(packet, at)) {
            switch (packet.get(at) & 0xFF) {
                case HEARTBEAT_ACK -> {
                    final ByteBuffer echo = body(packet, at);
                    flow.heartbeats.forEach((address, sent) -> {
                        if (sent.contains(echo)) {
                            flow.confirmed.add(address);
                            flow.unconfirmed.remove(address);
                        }
                    });
                }
                case ASCONF -> flow.asked.putIfAbsent(packet.getInt(at + 4), copy(packet, at));
                case ASCONF_ACK -> ackDelivered(flow, packet, at);
                default -> {
                    // Nothing that this class knows about.
                }
            }
        }
    }

    private static void ackDelivered(final Flow flow, final ByteBuffer packet, final int at) {
        final ByteBuffer asconf = flow.outstanding.remove(packet.getInt(at + 4));
        if (asconf == null) {
            return;
        }
        final boolean failed = hasError(packet, at);
        changes(asconf, (type, address) -> {
            if (type == ADD) {
                flow.joining.remove(address);
                flow.leaving.remove(address);
            } else if (failed) {
                flow.leaving.remove(address);
            }
        });
    }

    // -- the wire ---------------------------------------------------------------------------------------------------

    private interface Change {
        void of(int type, int address);
    }

    /** The IPv4 addresses that an ASCONF adds and deletes. */
    private static void changes(final ByteBuffer chunk, final Change change) {
        for (int at = 16; at + 16 <= chunk.capacity(); at += chunk.getShort(at + 2)) {
            final int type = chunk.getShort(at) & 0xFFFF;
            if (type == ADD || type == DELETE) {
                change.of(type, chunk.getInt(at + 12));
            }
        }
    }

    private static boolean hasError(final ByteBuffer packet, final int chunk) {
        final int end = chunk + (packet.getShort(chunk + 2) & 0xFFFF);
        for (int at = chunk + 8; at < end; at += packet.getShort(at + 2) + 3 & ~3) {
            if ((packet.getShort(at) & 0xFFFF) == ERROR_CAUSE) {
                return true;
            }
        }
        return false;
    }

    private static int padded(final ByteBuffer packet, final int at) {
        return (packet.getShort(at + 2) & 0xFFFF) + 3 & ~3;
    }

    private static ByteBuffer copy(final ByteBuffer packet, final int at) {
        final int length = packet.getShort(at + 2) & 0xFFFF;
        return ByteBuffer.allocate(length).put(0, packet, at, length);
    }

    private static ByteBuffer body(final ByteBuffer packet, final int at) {
        final int length = (packet.getShort(at + 2) & 0xFFFF) - 4;
        return ByteBuffer.allocate(length).put(0, packet, at + 4, length);
    }

    private static String what(final int type) {
        return "a chunk of type " + type;
    }

    private void require(final boolean condition, final Supplier<String> what) {
        if (!condition) {
            throw new AssertionError(name + ": " + what.get());
        }
    }
}
