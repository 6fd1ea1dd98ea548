package io.sctp.userspace.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpException;
import io.sctp.engine.Association;
import io.sctp.engine.EnginePair;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.udp.DatagramBatch;
import io.sctp.userspace.address.LocalAddresses;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * One association that always has something to do keeps the driver from another one's work for no longer than a turn
 * has budget: counted in packets, polls and timers. The driver's engine is the server's of a pair.
 */
class CycleBudgetTest {
    private static final int SLOTS = 32;
    private static final int SEGMENTS = 64;
    private static final int PACKET = PacketHeader.LENGTH + 12;
    private static final long SECOND = 1_000_000_000L;
    private static final IpAddress CLIENT = EnginePair.CLIENT_ADDRESS;

    private final EnginePair pair = new EnginePair(config(), config());
    private final Faults faults =
            new Faults("test", pair.server, (association, thrown) -> {}, System.getLogger("test"));
    private final LocalAddresses localAddresses = new LocalAddresses();
    private final ByteBuffer message = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();
    private int nextPort = 6000;

    private static AssociationConfig config() {
        return AssociationConfig.builder()
                .sendBufferBytes(1 << 22)
                .receiveWindowBytes(1 << 26)
                .build();
    }

    /** Sets one up from a port of its own; returns the server's end. */
    private Association connect() {
        pair.serverEvents.association = null;
        pair.clientSide = pair.client.connect(
                pair.nowNs, nextPort++, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0);
        pair.run();
        return pair.serverEvents.association;
    }

    // -- packets ----------------------------------------------------------------------------------------------------

    private static void heartbeat(final DatagramBatch batch, final int at, final Association association) {
        PacketHeader.write(batch.payload(), at, association.peerPort(), EnginePair.PORT, association.localTag());
        Chunk.write(batch.payload(), at + PacketHeader.LENGTH, ChunkType.HEARTBEAT, 0, 12);
        batch.payload().putInt(at + PacketHeader.LENGTH + 4, 1 << 16 | 8).putInt(at + PacketHeader.LENGTH + 8, 7);
        new Checksum().write(batch.payload(), at, PACKET);
    }

    /** All slots are full of one association's packets; the last packet of all is another's. */
    @Test
    void shouldTakeABreakFromEndlessPackets() throws SctpException {
        final Association greedy = connect();
        final Association honest = connect();
        final DatagramBatch batch = new DatagramBatch(SLOTS, PacketReceiver.SLOT_BYTES);
        for (int slot = 0; slot < SLOTS; slot++) {
            for (int i = 0; i < SEGMENTS; i++) {
                final boolean isLast = slot == SLOTS - 1 && i == SEGMENTS - 1;
                heartbeat(batch, batch.offset(slot) + i * PACKET, isLast ? honest : greedy);
            }
            batch.add(SEGMENTS * PACKET, PACKET, CLIENT.high(), CLIENT.low(), EnginePair.UDP_PORT, 0, 0, 0);
        }
        final PacketReceiver receiver = new PacketReceiver(pair.server, localAddresses, faults);
        receiver.use(batch, null, null);
        final ScriptedSocket socket = new ScriptedSocket(SLOTS, sent -> {});
        final int turns = SLOTS * SEGMENTS / PacketReceiver.PACKETS_PER_CYCLE;
        final long before = pair.server.counters().packetsReceived();
        for (int turn = 1; turn <= turns; turn++) {
            receiver.receive(socket);
            receiver.handle(pair.nowNs);
            assertEquals(
                    (long) turn * PacketReceiver.PACKETS_PER_CYCLE,
                    pair.server.counters().packetsReceived() - before);
            assertTrue(turn == turns || receiver.hasRest());
            assertEquals(turn == turns, answersHeartbeat(honest), "turn " + turn);
        }
        assertEquals(0, faults.count());
    }

    /** Polls everything, as each turn does. */
    private boolean answersHeartbeat(final Association association) {
        final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
        boolean answers = false;
        int length = pair.server.pollTransmit(pair.nowNs, out, 0, out.capacity(), transmit);
        while (length > 0) {
            answers |= PacketHeader.destinationPort(out, 0) == association.peerPort()
                    && Chunk.type(out, PacketHeader.LENGTH) == ChunkType.HEARTBEAT_ACK;
            length = pair.server.pollTransmit(pair.nowNs, out, 0, out.capacity(), transmit);
        }
        return answers;
    }

    // -- polls ------------------------------------------------------------------------------------------------------

    /** What one association sends is acknowledged at once, and its user always has more. */
    @Test
    void shouldTakeABreakFromEndlessPollsAndGiveOthersTheirTurnMeanwhile() {
        final Association greedy = connect();
        final Association honest = connect();
        final List<Integer> ports = new ArrayList<>();
        final ScriptedSocket socket = new ScriptedSocket(0, batch -> {
            for (int slot = 0; slot < batch.size(); slot++) {
                ports.add(PacketHeader.destinationPort(batch.payload(), batch.offset(slot)));
                giveToClient(batch, slot);
            }
            acknowledge();
            fill(greedy);
            Sends.send(honest, message, 0, 100, 0, 0, 0, 0);
        });
        final PacketSender sender = new PacketSender(pair.server, localAddresses, null, faults);
        sender.use(new DatagramBatch(2, PacketSender.SLOT_BYTES));
        fill(greedy);
        Sends.send(honest, message, 0, 100, 0, 0, 0, 0);
        assertTrue(sender.flush(socket, pair.nowNs), () -> "the budget is not used up: " + ports);
        assertEquals(PacketSender.POLLS_PER_CYCLE, ports.size());
        for (int first = 0; first < ports.size(); first += 2) {
            assertEquals(
                    Set.of(greedy.peerPort(), honest.peerPort()),
                    Set.copyOf(ports.subList(first, first + 2)),
                    "one of two waited for more than one poll: " + ports);
        }
        assertEquals(0, faults.count());
    }

    private void fill(final Association association) {
        SendResult result = SendResult.QUEUED;
        while (result == SendResult.QUEUED) {
            result = Sends.send(association, message, 0, 50_000, 0, 0, 0, 0);
        }
    }

    private void giveToClient(final DatagramBatch batch, final int slot) {
        final int end = batch.offset(slot) + batch.length(slot);
        for (int at = batch.offset(slot); at < end; at += batch.segment(slot)) {
            pair.client.handlePacket(
                    pair.nowNs,
                    batch.payload(),
                    at,
                    Math.min(batch.segment(slot), end - at),
                    EnginePair.SERVER_ADDRESS.high(),
                    EnginePair.SERVER_ADDRESS.low(),
                    EnginePair.UDP_PORT,
                    0);
        }
    }

    /** The client's user reads nothing: its window is large enough. */
    private void acknowledge() {
        pair.carry(true);
    }

    // -- timers -----------------------------------------------------------------------------------------------------

    /** Many are due, and one is due again in each turn. */
    @Test
    void shouldExpireTheTimersThatHaveWaitedLongestFirst() {
        final int count = 2 * DriverCycle.TIMERS_PER_CYCLE + 100;
        final Association greedy = connect();
        greedy.heartbeatInterval(greedy.path(0), 1);
        for (int i = 1; i < count; i++) {
            connect();
        }
        final Set<Integer> served = new HashSet<>();
        pair.nowNs += 100 * SECOND;
        for (int turn = 0; turn < 3; turn++) {
            assertTrue(pair.nowNs >= pair.server.nextTimeoutNs());
            final int expired = pair.server.handleTimeout(pair.nowNs, DriverCycle.TIMERS_PER_CYCLE);
            assertTrue(expired <= DriverCycle.TIMERS_PER_CYCLE);
            final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
            int length = pair.server.pollTransmit(pair.nowNs, out, 0, out.capacity(), transmit);
            while (length > 0) {
                served.add(PacketHeader.destinationPort(out, 0));
                length = pair.server.pollTransmit(pair.nowNs, out, 0, out.capacity(), transmit);
            }
            pair.nowNs += 5 * SECOND;
        }
        assertEquals(count, served.size());
    }

    // -- events -----------------------------------------------------------------------------------------------------

    @Test
    void shouldTellOfAsManyAssociationsAsAreAskedFor() {
        final List<Association> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            connect();
            clients.add(pair.clientSide);
        }
        clients.forEach(client -> Sends.send(client, message, 0, 10, 0, 0, 0, 0));
        boolean isBusy = true;
        while (isBusy) { // the events wait
            isBusy = pair.carry(true);
            isBusy |= pair.carry(false);
        }
        assertEquals(256, pair.server.pollEvents(pair.serverEvents, 256));
        assertEquals(44, pair.server.pollEvents(pair.serverEvents, 256));
        assertEquals(0, pair.server.pollEvents(pair.serverEvents, 256));
        assertFalse(pair.serverEvents.events.isEmpty());
    }
}
