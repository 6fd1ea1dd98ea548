package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.Transmit;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.BurstLimit;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/**
 * Fills packets: control chunks first, then a SACK, retransmissions, and new data (RFC 9260 sections 6.1 and 6.10). The
 * packets of one poll go to one path and have equal lengths, except for the last. A poll returns one packet unless the
 * peer runs this engine, or the driver says that packets may go there uncut.
 */
public final class Transmission {
    private static final int MAX_SEGMENTS = 64;
    private static final long UNDELAYED_NS = 2_000_000;

    private final EngineState engine;
    private final Procedures procedures;
    private final DataWriter dataWriter;

    /** The space that the driver offers in this poll. */
    private int capacity;

    public Transmission(final EngineState engine, final Procedures procedures) {
        this.engine = engine;
        this.procedures = procedures;
        dataWriter = new DataWriter(engine, procedures.data);
    }

    /** Writes the next packets. See {@code SctpEngine.pollTransmit}. */
    public int poll(final ByteBuffer out, final int offset, final int available, final Transmit transmit) {
        capacity = available;
        final int reply = writeReply(out, offset, transmit);
        if (reply > 0 || isTooLittle(capacity)) {
            // With less space no association could send, so none is touched.
            return reply;
        }
        for (Tcb next = engine.lists.firstToSend(); next != null; next = engine.lists.firstToSend()) {
            engine.involved = next;
            if (next.outbound.abandonment().hasPolicies() && next.state.sendsData()) {
                procedures.data.abandonExpired(next);
            }
            if (next.state.sendsData()) {
                procedures.data.failUngranted(next);
                next.outbound.longestChunk(DataWriter.maxPayload(next));
            }
            prepareForward(next);
            if ((next.pendingControl & Control.COOKIE_ECHO) != 0) {
                procedures.connecting.refuseCookieLongerThan(next, capacity);
            }
            final int length = next.state == AssociationState.CLOSED
                    ? writeReply(out, offset, transmit)
                    : write(next, out, offset, transmit);
            if (length == 0) {
                dataWriter.noteWhatLimits(next);
            }
            if (next.state != AssociationState.CLOSED) {
                engine.lists.fileDeadline(next);
            }
            engine.lists.removeFirstToSend();
            if (length > 0) {
                if (next.state != AssociationState.CLOSED) {
                    // To the end of the list, so that no association waits for a busy one.
                    engine.lists.wantsToSend(next);
                }
                return length;
            }
            procedures.extensions.proceed(next);
        }
        return 0;
    }

    /** Advances the FORWARD TSN in limited steps. */
    private void prepareForward(final Tcb association) {
        if (!association.state.sendsData()) {
            return;
        }
        final int packet = Math.min(association.paths.forData().maxPacketSize(), capacity & ~3);
        if (!association
                .outbound
                .abandonment()
                .prepareForward(packet - PacketHeader.LENGTH - Authentication.room(association))) {
            association.timers.arm(Timers.BACKLOG, engine.nowNs);
        }
    }

    private static boolean isTooLittle(final int capacity) {
        return capacity < EngineState.MIN_PACKET_SIZE;
    }

    /** Answers to unknown peers come last. */
    private int writeReply(final ByteBuffer out, final int offset, final Transmit transmit) {
        int length = take(engine.replies, out, offset, transmit);
        if (length == 0) {
            length = take(engine.strayReplies, out, offset, transmit);
        }
        if (length == 0) {
            length = take(engine.initAcks, out, offset, transmit);
        }
        if (length > 0) {
            engine.checksum.write(out, offset, length);
            engine.counters.packetsSent++;
            transmit.segments(length, 1, false);
        }
        return length;
    }

    private int take(final Replies replies, final ByteBuffer out, final int offset, final Transmit transmit) {
        if (replies.isEmpty()) {
            return 0;
        }
        if (capacity < Replies.SLOT_LENGTH
                && capacity >= engine.config.associations().maxPacketSize()) {
            // The driver never offers more, so these packets would stay for ever.
            engine.counters.repliesDropped += replies.dropLonger(capacity);
        }
        return replies.take(out, offset, capacity, transmit);
    }

    private int write(final Tcb association, final ByteBuffer out, final int offset, final Transmit transmit) {
        if (association.hasProbes) {
            final int length = procedures.mtuDiscovery.write(association, out, offset, capacity, transmit);
            if (length > 0) {
                return length;
            }
        }
        return run(association, out, offset, transmit);
    }

    private int run(final Tcb association, final ByteBuffer out, final int offset, final Transmit transmit) {
        final int capacityEnd = offset + capacity;
        int position = offset;
        int segment = 0;
        int count = 0;
        TransportPath destination = null;
        dataWriter.begin();
        while (count < MAX_SEGMENTS) {
            final TransportPath path = destination(association);
            if (path == null || (destination != null && path != destination)) {
                break;
            }
            if (count == 1) {
                association.bursts.most(isWithoutQueue(path) ? BurstLimit.MOST_WITHOUT_QUEUE : BurstLimit.MOST);
                if (!mayGoUncut(path)) {
                    break;
                }
            }
            final boolean first = segment == 0;
            final int end = position + (first ? Math.min(path.maxPacketSize(), capacity) : segment);
            if (end > capacityEnd || (!first && isCutShort(association, path, segment))) {
                break;
            }
            final int length = writePacket(association, path, out, position, end, first ? capacityEnd : end);
            if (length == 0) {
                break;
            }
            engine.checksum.write(out, position, length);
            engine.counters.packetsSent++;
            association.counters.packetsSent++;
            position += length;
            count++;
            if (first) {
                destination = path;
                segment = length;
            }
            if (length < segment || length > path.maxPacketSize()) {
                break;
            }
        }
        if (count > 0) {
            dataWriter.end(association, destination);
            transmit.set(
                    destination.addressHigh(), destination.addressLow(), destination.udpPort(), destination.localId());
            final boolean oversized = segment > destination.maxPacketSize();
            if (destination.mtuSearch() == null) {
                transmit.segments(segment, count, oversized);
            } else {
                final boolean whole = destination.mtuSearch().isCertain() && !oversized;
                transmit.segments(segment, count, !whole);
                transmit.mustNotBeFragmented(whole);
            }
            transmit.trafficClass(destination.trafficClass());
        }
        return position - offset;
    }

    /**
     * Whether several packets may go in one piece: other peers may not be able to split what their system received so.
     */
    private boolean mayGoUncut(final TransportPath path) {
        return path.takesUncut() || engine.uncutRoutes.leadTo(path.addressHigh(), path.addressLow());
    }

    /**
     * Whether only the receive buffer of another of these engines is between the two: the driver says that no network
     * is in between, and nothing delays packets, as a program that relays them would.
     */
    private boolean isWithoutQueue(final TransportPath path) {
        final long roundTripNs = path.rto().smoothedNs();
        return path.takesUncut()
                && roundTripNs > 0
                && roundTripNs < UNDELAYED_NS
                && engine.uncutRoutes.stayOnTheMachine(path.addressHigh(), path.addressLow());
    }

    /** Whether the next chunk needs a packet of a different length than those before. */
    private static boolean isCutShort(final Tcb association, final TransportPath path, final int segment) {
        final int room = segment - PacketHeader.LENGTH - Authentication.room(association);
        return isSackCutShort(association, path, segment)
                || (!association.control.isEmpty() && association.control.lengthTogether() > room);
    }

    /**
     * A SACK reports as many gap blocks as the path carries (RFC 9260 section 6.2), so it may need a packet of a
     * different length.
     */
    private static boolean isSackCutShort(final Tcb association, final TransportPath path, final int segment) {
        final int room = segment - PacketHeader.LENGTH - Authentication.room(association);
        return association.acks.isDue()
                && path == association.ackPath
                && segment < path.maxPacketSize()
                && association.inbound.sackLength(room) > room;
    }

    /** Returns the space for answers in a packet within the path MTU, beside a COOKIE ACK, SHUTDOWN ACK or SHUTDOWN. */
    static int roomForAnswers(final Tcb association, final TransportPath path) {
        return path.maxPacketSize()
                - PacketHeader.LENGTH
                - Authentication.room(association)
                - Shutdowns.SHUTDOWN_LENGTH;
    }

    /** Returns the path of the most urgent chunk, or null if there is nothing to send. */
    private TransportPath destination(final Tcb association) {
        if (association.pendingControl != 0) {
            if (procedures.verification.maySendPending(association)) {
                return association.controlPath;
            }
            association.pendingControl = 0;
        }
        if (association.state.isHandshake()) {
            // Other chunks wait for the COOKIE ACK, or are sent with the COOKIE ECHO (RFC 9260 section 5.1, step C).
            return null;
        }
        while (!association.control.isEmpty()) {
            if (Verification.mayAnswer(association)) {
                return association.paths.at(association.control.path());
            }
            association.control.drop();
            engine.counters.controlChunksDropped++;
        }
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (path.heartbeat().isDue() && !procedures.verification.maySendHeartbeat(association, path)) {
                procedures.heartbeats.defer(association, path);
            }
            if (path.heartbeat().isDue() || DataWriter.mayWriteLost(association, path)) {
                return path;
            }
        }
        if (association.acks.isDue() && DataWriter.mayAcknowledge(association)) {
            return association.ackPath;
        }
        if (DataWriter.isForwardDue(association)) {
            return association.paths.forData();
        }
        return dataWriter.pathForNew(association);
    }

    private int writePacket(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer out,
            final int offset,
            final int end,
            final int hardEnd) {
        final int first = offset + PacketHeader.LENGTH;
        final int chunks = first + Authentication.room(association);
        final boolean isInit = (association.pendingControl & Control.INIT) != 0;
        PacketHeader.write(out, offset, association.localPort, association.peerPort, isInit ? 0 : association.peerTag);
        if (isInit) {
            association.pendingControl = 0;
            association.counters.controlChunksSent++;
            return InitWriter.writeInit(out, first, end, association) - offset;
        }
        association.outbound.packetKey().begin();
        if (path.isVerified()) {
            final int position = writeChunks(association, path, out, chunks, end, hardEnd);
            return position == chunks ? 0 : seal(association, out, first, chunks, position) - offset;
        }
        final boolean isProbe = isProbe(association, path) && procedures.verification.mayProbe(association, path);
        final long limit = offset + path.allowance().bytes();
        final int position = isProbe
                ? writeProbe(association, path, out, chunks, end)
                : writeChunks(
                        association, path, out, chunks, (int) Math.min(end, limit), (int) Math.min(hardEnd, limit));
        if (position <= chunks) {
            return 0;
        }
        final int length = seal(association, out, first, chunks, position) - offset;
        if (isProbe) {
            procedures.verification.onProbe(association, path);
        } else {
            path.allowance().spend(length);
        }
        return length;
    }

    private static boolean isProbe(final Tcb association, final TransportPath path) {
        return path.heartbeat().isDue() || (association.pendingControl != 0 && path == association.controlPath);
    }

    private int seal(final Tcb association, final ByteBuffer out, final int first, final int chunks, final int end) {
        return chunks == first
                ? end
                : procedures.authentication.seal(
                        association.auth,
                        out,
                        first,
                        chunks,
                        end,
                        association.outbound.packetKey().key());
    }

    private int writeChunks(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer out,
            final int start,
            final int end,
            final int hardEnd) {
        final boolean isEcho = (association.pendingControl & Control.COOKIE_ECHO) != 0;
        path.flight().onPacketBegin();
        int position = writeControl(association, path, out, start, end, hardEnd);
        association.counters.controlChunksSent += position == start ? 0 : 1;
        if (isEcho) {
            position = dataWriter.writeEarly(association, path, out, position, end, capacity);
        } else if (!association.state.isHandshake()) {
            position = dataWriter.writeSack(association, path, out, position, end);
            position = dataWriter.writeForward(association, path, out, position, end);
            // A chunk that is now too long for the path is sent alone.
            position = dataWriter.writeData(
                    association, path, out, position, end, position == start ? hardEnd : end, capacity);
        }
        path.flight().onPacketEnd();
        return position;
    }

    /** Writes a HEARTBEAT, preceded by the chunks that may be sent with it to an unconfirmed address. */
    private int writeProbe(
            final Tcb association, final TransportPath path, final ByteBuffer out, final int start, final int end) {
        int position = start;
        if (association.pendingControl != 0 && path == association.controlPath) {
            position = writePending(association, out, position, end - Heartbeats.LENGTH);
        }
        association.counters.controlChunksSent++;
        return procedures.heartbeats.write(association, path, out, position);
    }

    // -- control ----------------------------------------------------------------------------------------------------

    /**
     * Writes the waiting control chunks in order. The answers to one packet are sent in one packet (RFC 9260 section
     * 12.4). A chunk longer than the path MTU cannot be split, but must be sent (section 8.3: each HEARTBEAT is
     * answered). If it, or the answers it belongs to, come first, IP fragments the packet.
     */
    private int writeControl(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer out,
            final int start,
            final int end,
            final int hardEnd) {
        final boolean isHandshake = association.state.isHandshake();
        int position = start;
        if (association.pendingControl != 0 && path == association.controlPath) {
            position = path.isConfirmed()
                    ? writePending(association, out, position, end)
                    : writeProbe(association, path, out, position, end);
        }
        // Only the COOKIE ECHO itself may exceed the path MTU in its packet.
        position = writeQueued(association, path, out, position, end, isHandshake ? end : hardEnd);
        if (path.heartbeat().isDue() && position + Heartbeats.LENGTH <= end) {
            position = procedures.heartbeats.write(association, path, out, position);
        }
        return position;
    }

    private int writeQueued(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer out,
            final int start,
            final int end,
            final int hardEnd) {
        final ControlQueue control = association.control;
        int position = start;
        int limit = hardEnd;
        while (!control.isEmpty() && control.path() == path.index() && Verification.mayAnswer(association)) {
            final boolean begins = position != start && !control.goesOn();
            limit = begins ? end : limit;
            if (position + (begins ? control.lengthTogether() : control.length()) <= limit) {
                position = control.take(out, position);
            } else if (control.length() > capacity - PacketHeader.LENGTH - Authentication.room(association)) {
                // The driver never sends this length, so the chunk is dropped.
                control.drop();
                engine.counters.controlChunksDropped++;
            } else {
                break;
            }
        }
        return position;
    }

    private int writePending(final Tcb association, final ByteBuffer out, final int start, final int end) {
        final int pending = association.pendingControl;
        int position = start;
        association.pendingControl = 0;
        if ((pending & Control.COOKIE_ECHO) != 0) {
            position = procedures.connecting.writeCookieEcho(association, out, position, end);
        }
        if ((pending & Control.COOKIE_ACK) != 0) {
            Chunk.write(out, position, ChunkType.COOKIE_ACK, 0, Chunk.HEADER_LENGTH);
            position += Chunk.HEADER_LENGTH;
        }
        if ((pending & Control.SHUTDOWN) != 0) {
            position = procedures.shutdowns.writeShutdown(association, out, position);
        }
        if ((pending & Control.SHUTDOWN_ACK) != 0) {
            Chunk.write(out, position, ChunkType.SHUTDOWN_ACK, 0, Chunk.HEADER_LENGTH);
            position += Chunk.HEADER_LENGTH;
        }
        return position;
    }
}
