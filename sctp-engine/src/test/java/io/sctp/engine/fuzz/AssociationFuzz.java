package io.sctp.engine.fuzz;

import io.sctp.engine.Association;
import io.sctp.engine.Sends;
import io.sctp.engine.packet.PacketHeader;

/**
 * A whole association under attack: the input is a script of what the users do, what the network does to honest
 * packets, and what an attacker who knows the tags sends in between.
 *
 * <p>Nothing may be thrown, limits hold all the time, the two ends fall silent after each step, and when all is over
 * nothing is left in memory.
 */
public final class AssociationFuzz {
    private static final int MAX_STEPS = 200;

    private final Input input;
    private final int how;
    private final FuzzWire wire;

    private AssociationFuzz(final byte[] bytes) {
        input = new Input(bytes);
        how = input.next();
        wire = new FuzzWire((how & 2) != 0);
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(final byte[] bytes) {
        final AssociationFuzz fuzz = new AssociationFuzz(bytes);
        if ((fuzz.how & 1) == 0) {
            fuzz.wire.connect();
            fuzz.wire.run();
        } else {
            // The script meets the set-up itself.
            fuzz.wire.connect();
        }
        for (int i = 0; i < MAX_STEPS && !fuzz.input.isEmpty(); i++) {
            fuzz.step(fuzz.input.next());
        }
        fuzz.wire.end();
    }

    private void step(final int code) {
        final boolean atServer = (code & 0x80) != 0;
        final FuzzHost host = atServer ? wire.server : wire.client;
        switch (code & 0x0F) {
            case 0 -> wire.run();
            case 1, 2 -> send(host);
            case 3 -> wire.expireNext();
            case 4 -> {
                wire.nowNs += input.next() * 10_000_000L;
                wire.client.engine.handleTimeout(wire.nowNs);
                wire.server.engine.handleTimeout(wire.nowNs);
                wire.run();
            }
            case 5 -> change(input.next(), input.next(), input.next());
            case 6 -> wire.trouble(packet -> false);
            case 7 -> wire.trouble(packet -> true);
            case 8, 9 -> inject(atServer, input.take(input.next()));
            case 10 -> host.read(wire.scratch());
            case 11 -> replay(atServer, input.next());
            case 12 -> cut(input.next());
            case 13 -> end(host, input.next());
            case 14 -> reconfigure(host, input.next());
            default -> {
                wire.connect();
                wire.run();
            }
        }
    }

    private void send(final FuzzHost host) {
        final int length = 1 + input.next() * input.next();
        final int flags = input.next();
        if (host.association != null) {
            Sends.send(host.association, wire.scratch(), 0, Math.min(length, 1 << 16), flags & 7, flags >> 3, 0, 0);
        }
    }

    private void change(final int offset, final int mask, final int value) {
        wire.trouble(packet -> {
            final int at = PacketHeader.LENGTH + offset % (packet.length - PacketHeader.LENGTH);
            packet[at] = (byte) ((packet[at] & mask) ^ value);
            return true;
        });
    }

    private void inject(final boolean toServer, final byte[] chunks) {
        final Association target = toServer ? wire.server.association : wire.client.association;
        if (target != null && chunks.length > 0) {
            wire.inject(toServer, target.localTag(), chunks);
        }
    }

    private void replay(final boolean toServer, final int which) {
        if (!wire.seen.isEmpty()) {
            final byte[] packet = wire.seen.get(which % wire.seen.size());
            wire.deliver(toServer, packet, packet.length);
        }
    }

    /** Lets an honest packet arrive without its end. */
    private void cut(final int missing) {
        wire.trouble(packet -> {
            wire.deliver(true, packet, Math.max(0, packet.length - 1 - missing));
            return false;
        });
    }

    private static void reconfigure(final FuzzHost host, final int how) {
        final Association association = host.association;
        if (association == null) {
            return;
        }
        switch (how & 7) {
            case 0 -> association.resetOutgoingStreams();
            case 1 -> association.resetOutgoingStreams(how >> 3);
            case 2 -> association.resetIncomingStreams(how >> 3);
            case 3 -> association.resetAssociation();
            case 4 -> association.addOutgoingStreams(how >> 3);
            case 7 -> association.discoverPathMtu(association.primaryPath(), (how >> 3) * 1_000_000_000L);
            default -> association.addIncomingStreams(how >> 3);
        }
    }

    private static void end(final FuzzHost host, final int how) {
        if (host.association != null) {
            if ((how & 1) == 0) {
                host.association.shutdown();
            } else {
                host.association.abort();
            }
        }
    }
}
