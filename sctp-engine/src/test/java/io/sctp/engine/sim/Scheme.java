package io.sctp.engine.sim;

import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;

/**
 * What a malicious peer does who wants one thing. He keeps to the rules until then, so that it is known what an end
 * must make of it.
 */
final class Scheme {
    /** What he is after. */
    enum Aim {
        /** Fragments that cannot be put together, for which the association must end. */
        CONTRADICT,
        /** Something else for which it must. */
        BREAK_A_RULE,
        /** Whole messages that nobody can read, until there is no room for the one that is missing. */
        WITHHOLD,
        /** As much of that as there is room for, and no more: the memory of all. */
        HOARD,
        /** Half a message, kept for ever. */
        PIN,
        /** Streams begun again that there are not. */
        RESET_UNKNOWN,
        /** To be sent to where he is not. */
        MOVE
    }

    /**
     * Chunks with the TSNs in line, each as flags, stream and SSN: {@code B} begins, {@code E} ends, {@code M} is in
     * the middle, {@code W} is whole, {@code U} more is unordered. None of these can ever be put together.
     */
    private static final String[] CONTRADICTIONS = {
        "W00 M00",
        "W00 E00",
        "B00 W00",
        "B00 B00",
        "B00 E00 E00",
        "B00 E00 M01",
        "B00 W01",
        "B00 M00 B01",
        "B00 E01",
        "B00 E10",
        "B00 EU00",
        "BU00 E00",
        "B00 M01 E00",
        "B00 M10 E00",
        "B00 M00 E01",
        "W00 B01 W01",
        "B01 W00",
        "W00 M01 E01",
        "BU00 MU00 WU00",
        "BU00 E10"
    };

    /** The same, with a stream that there is not. */
    private static final String[] BESIDE_NO_STREAM = {"B00 E90", "B90 E00", "B00 W90", "B00 B90"};

    /** The same of one interleaved message, each with its FSN. */
    private static final String[] INTERLEAVED_CONTRADICTIONS = {
        "B0 B0", "M0", "E0", "W0 M1", "W0 E1", "B0 M1 M1", "B0 E1 M2", "E1 E2", "M3 E1", "W0 W0", "M1 M1"
    };

    private static final int FIRST_SILENT_ACT = 2;

    /** Chunks of a packet of messages that are withheld. */
    static final int WITHHELD = 40;

    private static final int MESSAGE = 1000;

    private final Aim aim;
    private final MaliciousPeer peer;
    private final SimRandom random;
    private final Forger forger;
    private int acts;

    /** For what the packet written last must end the association; null if it need not. */
    private String fatal;

    /** Whether the packet written last begins with a TSN that was not acknowledged before, and goes on in line. */
    private boolean inLine;

    private boolean hasAskedForReset;

    Scheme(final MaliciousPeer peer, final SimRandom random, final Forger forger, final boolean hoards) {
        this.peer = peer;
        this.random = random;
        this.forger = forger;
        final Aim drawn = Aim.values()[random.between(0, Aim.values().length - 1)];
        aim = hoards ? Aim.HOARD : random.chance(0.3) ? Aim.BREAK_A_RULE : drawn;
    }

    String fatal() {
        return fatal;
    }

    boolean isInLine() {
        return inLine;
    }

    boolean hoards() {
        return aim == Aim.HOARD;
    }

    /** Says whether he answers HEARTBEATs when all others are through, and nothing else. */
    boolean isPatient() {
        return aim == Aim.PIN;
    }

    /** Says whether he never says anything after he has moved. */
    boolean isSilent() {
        return aim == Aim.MOVE && acts >= FIRST_SILENT_ACT;
    }

    /** Says whether it is his turn to be behind another UDP port. */
    boolean moves() {
        return aim == Aim.MOVE && acts == 1;
    }

    /** Begins a packet that is begun already, or says that there is none. */
    boolean write() {
        fatal = null;
        inLine = false;
        acts++;
        switch (aim) {
            case CONTRADICT -> contradict();
            case BREAK_A_RULE -> breakARule();
            case WITHHOLD -> withhold();
            case HOARD -> {
                withhold();
                inLine = false;
                return peer.window > 2 * WITHHELD * MESSAGE;
            }
            case PIN -> {
                if (acts == 1) {
                    fragment("B00", peer.tsn++, random.between(1, 1000));
                }
                return acts == 1;
            }
            case RESET_UNKNOWN -> reset();
            default -> {
                forger.chunk(ChunkType.COOKIE_ACK, 0);
                return acts <= FIRST_SILENT_ACT;
            }
        }
        return true;
    }

    // -- what must end the association ------------------------------------------------------------------------------

    private void contradict() {
        final String[] all = peer.isInterleaved()
                ? INTERLEAVED_CONTRADICTIONS
                : random.chance(0.3) ? BESIDE_NO_STREAM : CONTRADICTIONS;
        fatal = all[random.between(0, all.length - 1)];
        final String[] chunks = fatal.split(" ", -1);
        final int turned = random.between(0, chunks.length - 1);
        final boolean backwards = random.chance(0.3);
        for (int i = 0; i < chunks.length; i++) {
            final int place = (backwards ? chunks.length - 1 - i : i + turned) % chunks.length;
            fragment(chunks[place], peer.tsn + place, random.between(1, 40));
        }
    }

    private void fragment(final String what, final int tsn, final int length) {
        final int flags = "MEBW".indexOf(what.charAt(0)) | (what.charAt(1) == 'U' ? 4 : 0);
        final int number = what.charAt(what.length() - 1) - '0';
        if (peer.isInterleaved()) {
            forger.chunk(ChunkType.I_DATA, flags)
                    .ints(tsn, 0, 0, (flags & 2) == 0 || number > 0 ? number : 0)
                    .fill(length);
        } else {
            final int stream = what.charAt(what.length() - 2) - '0';
            forger.chunk(ChunkType.DATA, flags)
                    .ints(tsn)
                    .shorts(stream == 9 ? 0xFFFF : stream, number)
                    .ints(0)
                    .fill(length);
        }
    }

    private void breakARule() {
        final int data = peer.isInterleaved() ? ChunkType.I_DATA : ChunkType.DATA;
        if (peer.changesAddresses() && random.chance(0.5)) {
            fatal = "an ASCONF with a parameter of a wrong length";
            peer.changeAddresses(true);
            return;
        }
        switch (random.between(0, peer.forwards() ? 8 : 4)) {
            case 0 -> {
                fatal = "data without data";
                forger.chunk(data, 3).ints(peer.tsn, 0, 0);
                if (peer.isInterleaved()) {
                    forger.ints(0);
                }
            }
            case 1 -> {
                fatal = "data without a TSN";
                forger.chunk(data, 3).fill(random.between(0, 3));
            }
            case 2 -> {
                fatal = "data of the kind that was not agreed on";
                forger.chunk(ChunkType.DATA + ChunkType.I_DATA - data, 3).ints(peer.tsn, 0, 0, 0, 0);
            }
            case 3 -> {
                fatal = "a SACK that is shorter than it says";
                forger.chunk(ChunkType.SACK, 0)
                        .ints(peer.cumulativeTsn, 9000)
                        .shorts(random.between(0, 3), random.between(4, 60_000));
            }
            case 4 -> {
                fatal = "an acknowledgement of what was never sent";
                forger.chunk(ChunkType.SACK, 0).ints(peer.cumulativeTsn + random.between(1 << 16, 1 << 20), 9000, 0);
            }
            case 5, 6 -> {
                fatal = "a FORWARD TSN of a wrong length";
                forger.chunk(peer.isInterleaved() ? ChunkType.I_FORWARD_TSN : ChunkType.FORWARD_TSN, 0);
                forger.fill(random.chance(0.5) ? random.between(0, 3) : 4 + random.between(1, 3));
            }
            default -> {
                fatal = "a FORWARD TSN of the kind that was not agreed on";
                forger.chunk(peer.isInterleaved() ? ChunkType.FORWARD_TSN : ChunkType.I_FORWARD_TSN, 0)
                        .ints(peer.tsn);
            }
        }
    }

    // -- what must not work -----------------------------------------------------------------------------------------

    private void withhold() {
        inLine = true;
        for (int i = 0; i < WITHHELD; i++) {
            final int tsn = peer.sackedTsn + 1 + i;
            final int number = tsn - peer.firstTsn + 1;
            if (peer.isInterleaved()) {
                forger.chunk(ChunkType.I_DATA, 3).ints(tsn, 0, number, 0);
            } else {
                forger.chunk(ChunkType.DATA, 3).ints(tsn).shorts(0, number).ints(0);
            }
            forger.fill(MESSAGE);
        }
    }

    private void reset() {
        final boolean outgoing = random.chance(0.7);
        forger.chunk(ChunkType.RE_CONFIG, 0);
        final int count = random.chance(0.5) ? 1 : 30;
        forger.shorts(outgoing ? 13 : 14, (outgoing ? 16 : 8) + 2 * count).ints(peer.firstTsn);
        if (outgoing) {
            forger.ints(0, peer.tsn - 1);
        }
        // One that there is not, or one more often than there are streams.
        for (int i = 0; i < count; i++) {
            forger.bytes((byte) (count == 1 ? 0xFF : 0), (byte) (count == 1 ? 0xF0 : 0));
        }
        hasAskedForReset = true;
    }

    /** Hears what is answered to a request. */
    void heardReconfig(final ByteBuffer packet, final int chunk, final int length) {
        final boolean isAnswer = length >= 16 && packet.getShort(chunk + 4) == 16;
        if (isAnswer
                && hasAskedForReset
                && packet.getInt(chunk + 8) == peer.firstTsn
                && packet.getInt(chunk + 12) == 1) {
            throw new AssertionError("streams were begun again that there are not");
        }
    }
}
