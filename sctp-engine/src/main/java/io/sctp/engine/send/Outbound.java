package io.sctp.engine.send;

import io.sctp.engine.FailedMessage;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.config.StreamScheduler;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/**
 * Everything an association sends: queues messages, cuts them into chunks, keeps them until they are acknowledged, and
 * writes them into packets. What a SACK means for them is {@link Acknowledgement}'s business, and what is lost
 * {@link Retransmission}'s.
 */
public final class Outbound {
    /**
     * Gap blocks reach this far beyond the cumulative TSN, so that what is beyond could not be acknowledged; and no
     * stream may have more ordered messages outstanding (RFC 9260 sections 3.3.4 and 6.1).
     */
    private static final int MAX_OUTSTANDING = 0xFFFF;

    /** A long message is cut shorter to fill up a packet only if at least this much of it fits. */
    private static final int MIN_FRAGMENT = 256;

    final OutstandingData outstanding = new OutstandingData();
    private final BlockPool pool;
    final Work work;
    private final SendQueue queue = new SendQueue();
    private final Abandonment abandonment;
    private final HeldStreams held = new HeldStreams();
    final PathChunks chunks;
    final Retransmission retransmission;
    final LossDetection lossDetection;
    private final LateChunks lateChunks;
    private final FailedMessages failed;
    final StreamLists lists = new StreamLists(queue, this);
    final Numbering numbering = new Numbering(queue, outstanding);
    final ChunkWriter writer;
    private final SendBuffer buffer;
    private final MessageIntake intake;
    private final MessageFailures failures;

    private int streamCount;
    private boolean restarted;

    /** Whether a message may be queued that is for a path of its own. */
    private boolean hasDestinations;

    final PacketKey packetKey = new PacketKey();

    private long orderedChunksSent;
    private long unorderedChunksSent;

    /** No message that waits is for a higher stream. */
    private int highestStream;

    final WindowProbe probe = new WindowProbe();
    final PeerWindow peerWindow = new PeerWindow();
    private int longestChunk;

    public Outbound(final BlockPool pool, final int bufferLimit) {
        this.pool = pool;
        work = pool.work();
        chunks = new PathChunks(outstanding, work);
        retransmission = new Retransmission(this);
        lossDetection = new MissingReports(outstanding, retransmission, work);
        lateChunks = new LateChunks(outstanding, chunks, retransmission);
        failed = new FailedMessages(pool);
        writer = new ChunkWriter(pool, outstanding);
        abandonment = new Abandonment(this, queue, pool);
        buffer = new SendBuffer(bufferLimit);
        intake = new MessageIntake(this, pool, queue, lists, held, buffer);
        failures = new MessageFailures(this, queue, lists, held, buffer, failed);
    }

    /** Takes messages before the peer has answered, for as many streams as it will be asked for. */
    public void prepare(final int initialTsn, final int streams) {
        outstanding.reset(initialTsn);
        lossDetection.reset();
        streamCount = streams;
    }

    /**
     * Begins with the peer's word on streams and window (sections 5.1 and 6.1). What was sent with a COOKIE ECHO
     * already keeps its numbers; messages for streams that were not granted fail when their turn comes.
     */
    public void start(final int initialTsn, final int streams, final long peerWindowBytes) {
        if (outstanding.isEmpty()) {
            outstanding.reset(initialTsn);
            lossDetection.reset();
            numbering.reset();
        }
        held.release();
        restarted = false;
        streamCount = streams;
        peerWindow.begin(peerWindowBytes);
        probe.reset();
        lists.recount();
    }

    /**
     * Hands messages back that are next but for streams that the peer did not grant (RFC 9260 section 5.1.1), up to
     * {@code limit} of them. Returns how many.
     */
    public int failUngranted(final int limit) {
        int count = 0;
        while (count < limit && mayBeUngranted() && isUngranted(queue.first())) {
            failures.failMessage(queue.first(), FailedMessage.Reason.NO_SUCH_STREAM);
            lists.close();
            count++;
        }
        return count;
    }

    /** Returns whether messages may wait for streams that were not granted. */
    private boolean mayBeUngranted() {
        return highestStream >= streamCount;
    }

    private boolean isUngranted(final int segment) {
        return segment != SendQueue.NONE && queue.stream(segment) >= streamCount && !queue.isBegun(segment);
    }

    /** Returns what sends lost chunks again. */
    public Retransmission retransmission() {
        return retransmission;
    }

    /** Returns what finds lost chunks by time. */
    public LateChunks lateChunks() {
        return lateChunks;
    }

    /** Returns what gives messages up. */
    public Abandonment abandonment() {
        return abandonment;
    }

    /** Chooses which stream's message is sent next. */
    public void scheduler(final StreamScheduler scheduler) {
        lists.scheduler(scheduler);
    }

    /** Sets what the scheduler is to know of a stream: its priority or weight. */
    public void schedulerValue(final int stream, final int value) {
        lists.value(stream, value);
    }

    public int schedulerValue(final int stream) {
        return lists.value(stream);
    }

    /**
     * Returns whether messages are sent as I-DATA, so that fragments of several may be interleaved (RFC 8260 section
     * 2).
     */
    public boolean isInterleaved() {
        return numbering.isInterleaved();
    }

    /** Sends messages as I-DATA from now on, or as DATA; nothing must have been sent that is not acknowledged. */
    public void interleave(final boolean whether) {
        numbering.interleave(whether);
        writer.interleave(whether);
        lists.interleave(whether);
    }

    /** Sets which fragment has number 0 on the wire: the first, or for some peers the second. */
    public void firstNumbered(final int fragment) {
        writer.firstNumbered(fragment);
    }

    /** Returns the bytes before the user data of a chunk. */
    public int headerLength() {
        return writer.headerLength();
    }

    /** Returns what a chunk with so much user data counts against a congestion window: all of it, as it is sent. */
    int chunkBytes(final int length) {
        return writer.headerLength() + Chunk.padded(length);
    }

    public SendBuffer buffer() {
        return buffer;
    }

    public int streamCount() {
        return streamCount;
    }

    /** Returns the bytes queued or unacknowledged; a message counts at least 64. */
    public int bufferedBytes() {
        return buffer.usedBytes();
    }

    /** Returns the number of chunks that nothing acknowledged and that were not given up. */
    public int unacknowledgedChunks() {
        return outstanding.unacknowledgedChunks();
    }

    /** Returns whether the peer has reported something missing. */
    public boolean isAnyMissing() {
        return outstanding.ackedChunks() != 0;
    }

    /** Returns the number of chunks that are not acknowledged cumulatively. */
    public int outstandingChunks() {
        return outstanding.size();
    }

    public boolean isQueueEmpty() {
        return queue.isEmpty();
    }

    /**
     * Returns whether what is queued fills a packet, or nothing is unacknowledged (the Nagle algorithm, section 6.1).
     */
    public boolean isWorthSending(final int maxPayload) {
        return buffer.unsentBytes() >= maxPayload || unacknowledgedChunks() == 0;
    }

    /** Returns whether every message was acknowledged. */
    public boolean isDrained() {
        return queue.isEmpty() && outstanding.isEmpty();
    }

    public long peerWindow() {
        return peerWindow.leftBytes();
    }

    public long orderedChunksSent() {
        return orderedChunksSent;
    }

    public long unorderedChunksSent() {
        return unorderedChunksSent;
    }

    /** Returns how many missing reports counted against chunks. */
    public long missingReports() {
        return lossDetection.missingReports();
    }

    public int nextTsn() {
        return outstanding.nextTsn();
    }

    /**
     * Copies a message into the send buffer.
     *
     * @param destination the path to which it is sent first, or null for the usual one
     */
    public SendResult enqueue(
            final ByteBuffer source,
            final int offset,
            final int length,
            final SendOptions options,
            final PathSet paths,
            final TransportPath destination,
            final long nowNs) {
        final int stream = options.stream();
        if (stream < 0 || stream >= streamCount) {
            return SendResult.INVALID_STREAM;
        }
        highestStream = Math.max(highestStream, stream);
        if (destination != null) {
            hasDestinations = true;
            destination.flight().use();
        }
        return intake.enqueue(source, offset, length, options, paths, destination, nowNs);
    }

    // -- reset ------------------------------------------------------------------------------------------------------

    /** Refuses new messages on these streams, or on all if none is named, while they are being reset (RFC 6525). */
    public void hold(final int... streams) {
        held.hold(streamCount, streams);
    }

    public void unhold() {
        held.release();
    }

    /** Returns whether messages wait that came before {@link #hold}. */
    public boolean isHeldDataQueued() {
        return held.isAnyQueued();
    }

    /** Begins streams again with sequence number 0; none means all. */
    public void resetSequences(final int... streams) {
        numbering.reset(streams);
    }

    /** Begins again with this TSN and all sequence numbers at 0; everything must have been acknowledged. */
    public void restart(final int nextTsn) {
        outstanding.reset(nextTsn);
        lossDetection.reset();
        abandonment.onTsnsBeginAnew();
        numbering.reset();
        restarted = true;
    }

    /** Returns whether TSNs began again, so that a SACK from before may seem to acknowledge what was never sent. */
    public boolean isRestarted() {
        return restarted;
    }

    public void addStreams(final int count) {
        streamCount += count;
    }

    /** Returns, once, whether a message was refused because the pool had no memory, not because of this end's limit. */
    public boolean takeStarved() {
        return buffer.takeStarved();
    }

    /** Returns, once, whether a message was refused earlier and there is room for it now: half the buffer is free. */
    public boolean takeWritable() {
        return buffer.takeWritable();
    }

    // -- transmission -----------------------------------------------------------------------------------------------

    /** Returns whether the peer's window has room for the next chunk (section 6.1, rule A), or a probe of it is due. */
    public boolean windowAllowsNew(final int maxPayload) {
        return !(mayBeUngranted() && isUngranted(queue.first()))
                && windowAllows(Math.min(remaining(queue.first()), maxPayload));
    }

    /**
     * Returns whether the peer's window has no room for the next chunk, and nothing is in flight whose SACK might open
     * it.
     */
    public boolean isWindowClosed(final int maxPayload) {
        return !queue.isEmpty()
                && outstanding.inFlightBytes() == 0
                && outstanding.lostChunks() == 0
                && !hasWindowFor(Math.min(remaining(queue.first()), maxPayload));
    }

    /** Sets the longest user data of a chunk to come. */
    public void longestChunk(final int bytes) {
        longestChunk = bytes;
    }

    int longestChunk() {
        return longestChunk;
    }

    /** Returns the probe of a closed window. */
    public WindowProbe probe() {
        return probe;
    }

    private int remaining(final int segment) {
        return queue.length(segment) - queue.sentBytes(segment);
    }

    private boolean windowAllows(final int length) {
        if (outstanding.size() >= MAX_OUTSTANDING) {
            return false;
        }
        if (outstanding.inFlightBytes() == 0 && outstanding.lostChunks() == 0) {
            return hasWindowFor(length) || probe.isDue();
        }
        return length <= peerWindow.leftBytes() && lists.mayGoOn();
    }

    /** With nothing in flight the window is what the peer said last, whatever was lost or given up since. */
    boolean hasWindowFor(final int length) {
        final long left = peerWindow.leftBytes();
        return length <= (outstanding.inFlightBytes() == 0 ? Math.max(left, peerWindow.advertisedBytes()) : left);
    }

    /** A chunk is about to go: one that the window has no room for, with nothing else in flight, is a probe. */
    void noteProbe(final int length, final long nowNs) {
        if (outstanding.inFlightBytes() == 0 && length > peerWindow.advertisedBytes()) {
            probe.onSent(nowNs);
        }
    }

    /** Chooses the next message, and returns the path for it: its own while that is active, else the usual one. */
    public TransportPath choosePathForNew(final PathSet paths) {
        lists.reconsider();
        if (hasDestinations) {
            final int wanted = queue.isEmpty() ? SendQueue.NONE : queue.path(queue.first());
            if (wanted != SendQueue.NONE && paths.at(wanted).isActive()) {
                return paths.at(wanted);
            }
            hasDestinations = !queue.isEmpty();
        }
        return paths.forData();
    }

    /** A path is gone: what was sent to it, or was to be, goes to another one instead. */
    public void moveAway(final TransportPath gone, final TransportPath other) {
        if (!gone.flight().isUsed()) {
            // Nothing is looked through for a path that only came and goes.
            return;
        }
        other.flight().use();
        retransmission.moveAway(gone, other);
        for (int list = hasDestinations ? lists.openLast() : -1; list >= 0; list = lists.openBefore(list)) {
            queue.forgetPath(gone.index());
        }
    }

    /** Returns the key of the packet being written. */
    public PacketKey packetKey() {
        return packetKey;
    }

    /** Returns whether a message that is not acknowledged is to be signed with a key. */
    public boolean usesKey(final int key) {
        return packetKey.isUsed(key);
    }

    /**
     * Writes new data while the peer's window, the path's window and the packet have room.
     *
     * @param maxPayload the longest user data that every confirmed path carries in one packet
     * @return where the next chunk may begin
     */
    public int writeNew(
            final ByteBuffer out,
            final int start,
            final int end,
            final TransportPath path,
            final int maxPayload,
            final PathSet paths,
            final long nowNs) {
        int position = start;
        while (!queue.isEmpty() && path.flight().hasRoom()) {
            if (hasDestinations && path != choosePathForNew(paths)) {
                break;
            }
            final int segment = queue.first();
            if (abandonment.hasPolicies() && abandonment.isExpired(segment, nowNs)) {
                // The next poll gives it up.
                break;
            }
            if (mayBeUngranted() && isUngranted(segment)) {
                break;
            }
            if (!packetKey.takes(queue.key(segment)) || lists.wantsNewPacket()) {
                break;
            }
            final int length = fragmentLength(segment, end - position - writer.headerLength(), maxPayload);
            if (length <= 0 || !windowAllows(length)) {
                break;
            }
            position = writeNext(out, position, segment, length, path, nowNs);
        }
        lists.onPacketEnd();
        return position;
    }

    /** Returns how much of the first queued message goes into the space left, or 0 if it had better wait. */
    private int fragmentLength(final int segment, final int space, final int maxPayload) {
        final int remaining = remaining(segment);
        if (remaining <= Math.min(space, maxPayload)) {
            return remaining;
        }
        final boolean fitsOnePacket = remaining <= maxPayload && queue.sentBytes(segment) == 0;
        if (fitsOnePacket || space < MIN_FRAGMENT) {
            return 0;
        }
        return Math.min(space, maxPayload) & ~3;
    }

    private int writeNext(
            final ByteBuffer out,
            final int position,
            final int segment,
            final int length,
            final TransportPath path,
            final long nowNs) {
        final int queueFlags = queue.flags(segment);
        final int sentBytes = queue.sentBytes(segment);
        final boolean segmentEnd = sentBytes + length == queue.length(segment);
        final boolean end = segmentEnd && (queueFlags & SendQueue.FLAG_LAST) != 0;
        final boolean begin = sentBytes == 0 && (queueFlags & SendQueue.FLAG_FIRST) != 0;
        final boolean unordered = (queueFlags & SendQueue.FLAG_UNORDERED) != 0;
        final int tsn = outstanding.nextTsn();
        noteProbe(length, nowNs);
        outstanding.add(
                queue,
                segment,
                length,
                SendQueue.chunkFlags(queueFlags, begin, end),
                queue.marks(segment, segmentEnd),
                numbering.sequenceNumber(queue.stream(segment), unordered),
                path.index());
        numbering.onSent(segment, tsn, begin, segmentEnd, end);
        if ((queueFlags & SendQueue.FLAG_POLICY) != 0) {
            abandonment.onSent(segment, tsn, segmentEnd);
        }
        packetKey.onAdded(queue.key(segment), 1);
        if (segmentEnd) {
            failures.remove(segment);
        } else {
            queue.sentBytes(segment, sentBytes + length);
        }
        noteSent(tsn, length, path, nowNs);
        if (unordered) {
            unorderedChunksSent++;
        } else {
            orderedChunksSent++;
        }
        lists.onSent(length, begin, end);
        return write(out, position, tsn, length);
    }

    /** A chunk is in flight that was queued. */
    private void noteSent(final int tsn, final int length, final TransportPath path, final long nowNs) {
        buffer.onSent(length);
        chunks.onAdded();
        chunks.addInFlight(tsn, path);
        outstanding.onSent(tsn, nowNs);
        path.flight().onSent(tsn, chunkBytes(length), nowNs);
        peerWindow.onSent(length);
    }

    /** Writes a chunk that is outstanding. */
    int write(final ByteBuffer out, final int position, final int tsn, final int length) {
        packetKey.onWritten(outstanding.key(tsn));
        return writer.write(out, position, tsn, length);
    }

    // -- acknowledgement --------------------------------------------------------------------------------------------

    /** Frees what the cumulative TSN has passed. */
    void release(final int tsn) {
        packetKey.onRemoved(outstanding.key(tsn));
        int header = 0;
        if (outstanding.hasPolicy(tsn)) {
            abandonment.onGone(tsn);
            header = PolicyHeader.LENGTH;
        }
        if (outstanding.isSegmentEnd(tsn)) {
            pool.free(outstanding.handle(tsn));
            buffer.release(outstanding.blockOffset(tsn) - header + outstanding.length(tsn));
        }
    }

    // -- failure ----------------------------------------------------------------------------------------------------

    /** Everything not acknowledged has failed: the association begins anew. It waits to be handed back. */
    public void fail(final PathSet paths, final FailedMessage.Reason reason, final int causeCode) {
        fail(paths, reason, causeCode, Integer.MAX_VALUE);
    }

    /**
     * As above, of up to {@code limit} chunks and blocks: the association is over, and nothing else happens to it.
     * Returns how many more there may have been; 0 if there may be some left.
     */
    public int fail(final PathSet paths, final FailedMessage.Reason reason, final int causeCode, final int limit) {
        final int left = failures.failAll(paths, reason, causeCode, limit);
        if (left > 0) {
            hasDestinations = false;
            abandonment.reset();
            retransmission.reset();
            probe.reset();
            trim();
        }
        return left;
    }

    /** Returns what hands back messages that will not arrive. */
    MessageFailures failures() {
        return failures;
    }

    /** Returns the messages to hand back. */
    public FailedMessages failed() {
        return failed;
    }

    /** Gives back the rings of an association that has nothing to send. */
    public void trim() {
        if (isDrained()) {
            highestStream = 0;
            outstanding.trim();
            chunks.clear();
            queue.trim();
            lists.trim();
            held.trim();
            abandonment.trim();
        }
    }
}
