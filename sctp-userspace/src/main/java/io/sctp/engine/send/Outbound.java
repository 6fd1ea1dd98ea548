package io.sctp.engine.send;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.path.Path;
import io.sctp.engine.path.PathSet;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Everything an association sends: queues messages, cuts them into chunks, keeps them until they are acknowledged, and
 * writes them into packets. What a SACK means for them is {@link Acknowledgement}'s business.
 */
public final class Outbound {
    /** The bytes that a queued message is charged at least, so that tiny messages cannot take unbounded memory. */
    private static final int MIN_CHARGE = 64;

    /** A long message is cut shorter to fill up a packet only if at least this much of it fits. */
    private static final int MIN_FRAGMENT = 256;

    private static final int NO_PATH = -1;

    final OutstandingData outstanding = new OutstandingData();
    private final BlockPool pool;
    private final SendQueue queue = new SendQueue();
    private final Abandonment abandonment;
    private final FailedMessages failed;
    final StreamNumbers sequenceNumbers = new StreamNumbers();
    private int bufferLimit;

    private int streamCount;
    private int bufferedBytes;
    private boolean refused;
    private boolean restarted;

    /** Streams on which sends would block; null, as a rule, for none. */
    private BitSet held;

    /** Whether a message may be queued that is for a path of its own. */
    private boolean hasDestinations;

    private long orderedChunksSent;
    private long unorderedChunksSent;
    private long retransmittedChunks;
    private int queuedBytes;
    int queuedPolicies;
    int sentPolicies;
    int gapAckedChunks;

    long peerWindow;
    int inFlightBytes;
    int lostChunks;
    int lowestLostTsn;

    /** The path to which one packet of lost chunks goes whatever its congestion window says, or {@link #NO_PATH}. */
    int fastRetransmitPath = NO_PATH;

    public Outbound(final BlockPool pool, final int bufferLimit) {
        this.pool = pool;
        failed = new FailedMessages(pool);
        abandonment = new Abandonment(this, queue, pool);
        this.bufferLimit = bufferLimit;
    }

    /** Takes messages before the peer has answered, for as many streams as it will be asked for. */
    public void prepare(final int initialTsn, final int streams) {
        outstanding.reset(initialTsn);
        streamCount = streams;
    }

    /**
     * Begins with the peer's word on streams and window (sections 5.1 and 6.1). What was sent with a COOKIE ECHO already
     * keeps its numbers; messages for streams that were not granted have failed.
     */
    public void start(final int initialTsn, final int streams, final long peerWindowBytes) {
        if (outstanding.isEmpty()) {
            outstanding.reset(initialTsn);
            sequenceNumbers.reset();
        }
        held = null;
        restarted = false;
        streamCount = streams;
        peerWindow = peerWindowBytes;
        int previous = SendQueue.NONE;
        for (int segment = queue.first(); segment != SendQueue.NONE; ) {
            if (queue.stream(segment) >= streams && queue.sentBytes(segment) == 0) {
                failQueued(previous, FailedMessage.Reason.NO_SUCH_STREAM, 0);
            } else {
                previous = segment;
            }
            segment = previous == SendQueue.NONE ? queue.first() : queue.next(previous);
        }
    }

    /** Says whether there are messages that may be given up. */
    public boolean hasPolicies() {
        return queuedPolicies + sentPolicies > 0;
    }

    /** Returns what gives messages up. */
    public Abandonment abandonment() {
        return abandonment;
    }

    /** Sends everything outstanding again, to a path that is new: what was sent with a COOKIE ECHO may be lost. */
    public void resend(final Path path) {
        inFlightBytes = 0;
        lostChunks = 0;
        for (int tsn = outstanding.firstTsn(); tsn != outstanding.nextTsn(); tsn++) {
            if (outstanding.state(tsn) == OutstandingData.ABANDONED) {
                continue;
            }
            outstanding.state(tsn, OutstandingData.LOST);
            outstanding.path(tsn, path.index());
            outstanding.clearMissing(tsn);
            path.addRetransmitChunks(1);
            lostChunks++;
        }
        lowestLostTsn = outstanding.firstTsn();
    }

    public void bufferLimit(final int bytes) {
        bufferLimit = bytes;
    }

    public int streamCount() {
        return streamCount;
    }

    /** Returns the bytes queued or unacknowledged; a message counts at least 64. */
    public int bufferedBytes() {
        return bufferedBytes;
    }

    /** Returns the number of chunks sent and not cumulatively acknowledged. */
    public int outstandingChunks() {
        return outstanding.size();
    }

    public boolean isQueueEmpty() {
        return queue.isEmpty();
    }

    /** Says whether what is queued fills a packet, or nothing is unacknowledged (the Nagle algorithm, section 6.1). */
    public boolean isWorthSending(final int maxPayload) {
        return queuedBytes >= maxPayload || outstanding.isEmpty();
    }

    /** Says whether every message was acknowledged. */
    public boolean isDrained() {
        return queue.isEmpty() && outstanding.isEmpty();
    }

    /** Returns the number of chunks that wait to be sent again. */
    public int lostChunks() {
        return lostChunks;
    }

    public long peerWindow() {
        return peerWindow;
    }

    public long orderedChunksSent() {
        return orderedChunksSent;
    }

    public long unorderedChunksSent() {
        return unorderedChunksSent;
    }

    public long retransmittedChunks() {
        return retransmittedChunks;
    }

    public int nextTsn() {
        return outstanding.nextTsn();
    }

    /**
     * Copies a message into the send buffer.
     *
     * @param flags {@link DataChunk#FLAG_UNORDERED} and {@link DataChunk#FLAG_IMMEDIATE}
     * @param policyValue for how long it is worth sending: until when, how often, or its priority
     * @param destination the path to which it is sent first, or null for the usual one
     */
    public SendResult enqueue(
            final ByteBuffer source,
            final int offset,
            final int length,
            final int stream,
            final int flags,
            final int ppid,
            final int context,
            final Policy policy,
            final long policyValue,
            final PathSet paths,
            final Path destination) {
        if (stream < 0 || stream >= streamCount) {
            return SendResult.INVALID_STREAM;
        }
        if (length <= 0) {
            return SendResult.EMPTY;
        }
        if (length > bufferLimit) {
            return SendResult.TOO_LONG;
        }
        if (held != null && held.get(stream)) {
            refused = true;
            return SendResult.WOULD_BLOCK;
        }
        if (isFull(length) && !makeRoom(length, policy, policyValue, paths)) {
            refused = true;
            return SendResult.WOULD_BLOCK;
        }
        final int header = policy == Policy.RELIABLE ? 0 : Policy.LENGTH;
        final int path = destination == null ? SendQueue.NONE : destination.index();
        hasDestinations |= path != SendQueue.NONE;
        int done = 0;
        int segmentCount = 0;
        while (done < length) {
            final int segment = Math.min(length - done, BlockPool.MAX_BLOCK_LENGTH - header);
            final int handle = pool.allocate(header + segment);
            if (handle == BlockPool.NONE) {
                queue.removeLast(segmentCount, pool);
                refused = true;
                return SendResult.WOULD_BLOCK;
            }
            pool.buffer(handle).put(BlockPool.offset(handle) + header, source, offset + done, segment);
            int queueFlags = flags
                    | (done == 0 ? SendQueue.FLAG_FIRST : 0)
                    | (done + segment == length ? SendQueue.FLAG_LAST : 0);
            if (header != 0) {
                queueFlags |= SendQueue.FLAG_POLICY;
                Policy.write(pool, handle, policy, policyValue);
            }
            queue.add(handle, segment, stream, queueFlags, ppid, context, path);
            done += segment;
            segmentCount++;
        }
        queuedPolicies += header == 0 ? 0 : segmentCount;
        bufferedBytes += charge(length, header);
        queuedBytes += length;
        return SendResult.QUEUED;
    }

    private boolean isFull(final int length) {
        return bufferedBytes != 0 && bufferedBytes + Math.max(length, MIN_CHARGE) > bufferLimit;
    }

    /** A message with a priority may take the place of others that matter less (RFC 7496 section 3.2). */
    private boolean makeRoom(final int length, final Policy policy, final long priority, final PathSet paths) {
        if (policy != Policy.PRIORITY) {
            return false;
        }
        while (isFull(length)) {
            if (!abandonment.abandonLeastImportant(priority, paths)) {
                return false;
            }
        }
        return true;
    }

    // -- reset ------------------------------------------------------------------------------------------------------

    /** Refuses new messages on these streams, or on all if none is named, while they are being reset (RFC 6525). */
    public void hold(final int... streams) {
        held = new BitSet();
        for (final int stream : streams) {
            held.set(stream);
        }
        if (streams.length == 0) {
            held.set(0, streamCount);
        }
    }

    public void unhold() {
        held = null;
    }

    /** Says whether messages wait that came before {@link #hold}. */
    public boolean isHeldDataQueued() {
        return held != null && queue.holdsAny(held);
    }

    /** Begins streams again with sequence number 0; none means all. */
    public void resetSequences(final int... streams) {
        if (streams.length == 0) {
            sequenceNumbers.reset();
        }
        for (final int stream : streams) {
            sequenceNumbers.reset(stream);
        }
    }

    /** Begins again with this TSN and all sequence numbers at 0; everything must have been acknowledged. */
    public void restart(final int nextTsn) {
        outstanding.reset(nextTsn);
        sequenceNumbers.reset();
        restarted = true;
    }

    /** Says whether TSNs began again, so that a SACK from before may seem to acknowledge what was never sent. */
    public boolean isRestarted() {
        return restarted;
    }

    public void addStreams(final int count) {
        streamCount += count;
    }

    /** Says, once, whether a message was refused earlier and there is room for it now: half the buffer is free. */
    public boolean takeWritable() {
        if (refused && bufferedBytes <= bufferLimit / 2) {
            refused = false;
            return true;
        }
        return false;
    }

    // -- transmission -----------------------------------------------------------------------------------------------

    /** Says whether the lowest outstanding chunk is lost and will be sent again to this path. */
    public boolean isFirstLost(final Path path) {
        final int tsn = outstanding.firstTsn();
        return !outstanding.isEmpty()
                && outstanding.state(tsn) == OutstandingData.LOST
                && outstanding.path(tsn) == path.index();
    }

    /** Says whether a lost chunk may be sent to this path now. */
    public boolean canRetransmit(final Path path) {
        return path.retransmitChunks() > 0 && (path.hasRoom() || fastRetransmitPath == path.index());
    }

    /**
     * Says whether the peer's window has room for the next chunk (section 6.1, rule A), or nothing is in flight, so that
     * the chunk probes a closed window.
     */
    public boolean windowAllowsNew(final int maxPayload) {
        return windowAllows(Math.min(remaining(queue.first()), maxPayload));
    }

    private int remaining(final int segment) {
        return queue.length(segment) - queue.sentBytes(segment);
    }

    private boolean windowAllows(final int length) {
        return length <= peerWindow || (inFlightBytes == 0 && lostChunks == 0);
    }

    /**
     * Writes lost chunks, lowest TSN first (section 6.3.3, rule E3).
     *
     * @param end where the packet should end
     * @param hardEnd where it must end: the first chunk may exceed the path's packet size if that has shrunk since the
     *     chunk was cut, and then leaves it to IP to fragment the packet
     * @return where the next chunk may begin
     */
    public int writeLost(
            final ByteBuffer out,
            final int start,
            final int end,
            final int hardEnd,
            final Path path,
            final long nowNs) {
        int position = start;
        boolean passedOver = false;
        int tsn = firstCandidate();
        for (int left = path.retransmitChunks(); left > 0; tsn++) {
            if (outstanding.state(tsn) != OutstandingData.LOST) {
                continue;
            }
            if (outstanding.path(tsn) != path.index()) {
                passedOver = noteOther(passedOver, tsn);
                continue;
            }
            final int length = outstanding.length(tsn);
            final boolean tooLong = position + DataChunk.HEADER_LENGTH + Chunk.padded(length) > end;
            if ((tooLong && position != start) || !canRetransmit(path)) {
                break;
            }
            if (position + DataChunk.HEADER_LENGTH + Chunk.padded(length) > hardEnd) {
                break;
            }
            position = writeAgain(out, position, tsn, path);
            left--;
            if (tooLong) {
                tsn++;
                break;
            }
        }
        if (!passedOver) {
            lowestLostTsn = tsn;
        }
        if (position != start) {
            if (fastRetransmitPath == path.index()) {
                fastRetransmitPath = NO_PATH;
            }
            path.lastSentNs(nowNs);
        }
        return position;
    }

    /** The scan for the next lost chunk starts at the first one that belongs to another path. */
    private boolean noteOther(final boolean noted, final int tsn) {
        if (!noted) {
            lowestLostTsn = tsn;
        }
        return true;
    }

    private int writeAgain(final ByteBuffer out, final int position, final int tsn, final Path path) {
        final int length = outstanding.length(tsn);
        outstanding.state(tsn, OutstandingData.IN_FLIGHT);
        outstanding.countRetransmission(tsn);
        retransmittedChunks++;
        lostChunks--;
        path.addRetransmitChunks(-1);
        inFlightBytes += length;
        path.addFlight(length);
        peerWindow = Math.max(0, peerWindow - length);
        return write(out, position, tsn, length);
    }

    /** Returns the path for the next new chunk: that of its message while it is active, else the usual one. */
    public Path pathForNew(final PathSet paths) {
        if (hasDestinations) {
            final int wanted = queue.isEmpty() ? SendQueue.NONE : queue.path(queue.first());
            if (wanted != SendQueue.NONE && paths.path(wanted).isActive()) {
                return paths.path(wanted);
            }
            hasDestinations = !queue.isEmpty();
        }
        return paths.forData();
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
            final Path path,
            final int maxPayload,
            final PathSet paths,
            final long nowNs) {
        int position = start;
        while (!queue.isEmpty() && path.hasRoom()) {
            if (hasDestinations && path != pathForNew(paths)) {
                break;
            }
            final int segment = queue.first();
            final int length = fragmentLength(segment, end - position - DataChunk.HEADER_LENGTH, maxPayload);
            if (length <= 0 || !windowAllows(length)) {
                break;
            }
            position = writeNext(out, position, segment, length, path, nowNs);
        }
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
            final Path path,
            final long nowNs) {
        final int queueFlags = queue.flags(segment);
        final int sentBytes = queue.sentBytes(segment);
        final boolean segmentEnd = sentBytes + length == queue.length(segment);
        final boolean end = segmentEnd && (queueFlags & SendQueue.FLAG_LAST) != 0;
        final boolean begin = sentBytes == 0 && (queueFlags & SendQueue.FLAG_FIRST) != 0;
        final int stream = queue.stream(segment);
        final boolean unordered = (queueFlags & SendQueue.FLAG_UNORDERED) != 0;
        final int flags = (begin ? DataChunk.FLAG_BEGIN : 0)
                | (end ? DataChunk.FLAG_END : 0)
                | (queueFlags & SendQueue.FLAG_UNORDERED)
                | (end ? queueFlags & SendQueue.FLAG_IMMEDIATE : 0);
        final int ssn = unordered ? 0 : sequenceNumbers.next(stream);
        if (unordered) {
            unorderedChunksSent++;
        } else {
            orderedChunksSent++;
        }
        final int tsn = outstanding.nextTsn();
        outstanding.add(
                queue.handle(segment),
                queue.payloadOffset(segment) + sentBytes,
                length,
                flags,
                marks(queueFlags, segmentEnd),
                stream << 16 | ssn,
                queue.ppid(segment),
                queue.context(segment),
                path.index());
        if (end && !unordered) {
            sequenceNumbers.advance(stream);
        }
        if (segmentEnd) {
            queue.removeFirst();
            if ((queueFlags & SendQueue.FLAG_POLICY) != 0) {
                queuedPolicies--;
            }
        } else {
            queue.sentBytes(segment, sentBytes + length);
        }
        queuedBytes -= length;
        inFlightBytes += length;
        path.addFlight(length);
        path.startTiming(tsn, nowNs);
        path.lastSentNs(nowNs);
        peerWindow = Math.max(0, peerWindow - length);
        return write(out, position, tsn, length);
    }

    private int marks(final int queueFlags, final boolean segmentEnd) {
        int marks = segmentEnd ? OutstandingData.SEGMENT_END : 0;
        if ((queueFlags & SendQueue.FLAG_FIRST) != 0) {
            marks |= OutstandingData.FIRST_SEGMENT;
        }
        if ((queueFlags & SendQueue.FLAG_POLICY) != 0) {
            marks |= OutstandingData.HAS_POLICY;
            sentPolicies++;
        }
        return marks;
    }

    private int write(final ByteBuffer out, final int position, final int tsn, final int length) {
        DataChunk.writeHeader(
                out,
                position,
                outstanding.flags(tsn),
                length,
                tsn,
                outstanding.streamAndSsn(tsn),
                outstanding.ppid(tsn));
        final int handle = outstanding.handle(tsn);
        out.put(
                position + DataChunk.HEADER_LENGTH,
                pool.buffer(handle),
                BlockPool.offset(handle) + outstanding.blockOffset(tsn),
                length);
        Chunk.pad(out, position, DataChunk.HEADER_LENGTH + length);
        return position + DataChunk.HEADER_LENGTH + Chunk.padded(length);
    }

    // -- loss and acknowledgement -----------------------------------------------------------------------------------

    /** T3-rtx expired on a path: everything in flight there is lost and goes to another (section 6.3.3). */
    public void onTimeout(final Path path, final Path alternate) {
        for (int tsn = outstanding.firstTsn(); tsn != outstanding.nextTsn(); tsn++) {
            if (outstanding.path(tsn) != path.index()) {
                continue;
            }
            final int state = outstanding.state(tsn);
            if (state == OutstandingData.IN_FLIGHT) {
                markLost(tsn, path, alternate);
                outstanding.clearMissing(tsn);
            } else if (state == OutstandingData.LOST) {
                move(tsn, path, alternate);
            }
        }
    }

    /** Sends what waits for a path that has failed to another one instead (section 6.4.1). */
    public void redirect(final Path failed, final Path alternate) {
        if (failed.retransmitChunks() == 0) {
            return;
        }
        for (int tsn = outstanding.firstTsn(); tsn != outstanding.nextTsn(); tsn++) {
            if (outstanding.path(tsn) == failed.index() && outstanding.state(tsn) == OutstandingData.LOST) {
                move(tsn, failed, alternate);
            }
        }
    }

    private void move(final int tsn, final Path from, final Path to) {
        from.addRetransmitChunks(-1);
        to.addRetransmitChunks(1);
        outstanding.path(tsn, to.index());
    }

    /** Takes a chunk out of flight; it will be sent again to {@code target}. */
    void markLost(final int tsn, final Path path, final Path target) {
        final int length = outstanding.length(tsn);
        outstanding.state(tsn, OutstandingData.LOST);
        outstanding.path(tsn, target.index());
        path.removeFlight(length);
        path.stopTiming(tsn);
        target.addRetransmitChunks(1);
        inFlightBytes -= length;
        // Section 6.2.1, rule C: what is marked for retransmission no longer counts against the peer's window.
        peerWindow += length;
        if (lostChunks++ == 0 || Serial.before(tsn, lowestLostTsn)) {
            lowestLostTsn = tsn;
        }
    }

    /** Frees what the cumulative TSN has passed. */
    void release(final int tsn) {
        int header = 0;
        if (outstanding.hasPolicy(tsn)) {
            sentPolicies--;
            header = Policy.LENGTH;
        }
        if (outstanding.isSegmentEnd(tsn)) {
            pool.free(outstanding.handle(tsn));
            bufferedBytes -= charge(outstanding.blockOffset(tsn) - header + outstanding.length(tsn));
        }
    }

    // -- failure ----------------------------------------------------------------------------------------------------

    /** Everything not acknowledged has failed: the association is over, or begins anew. It waits to be handed back. */
    public void fail(final PathSet paths, final FailedMessage.Reason reason, final int causeCode) {
        while (!outstanding.isEmpty()) {
            final int tsn = outstanding.firstTsn();
            forget(tsn, paths);
            if (outstanding.isSegmentEnd(tsn)) {
                failSent(tsn, reason, causeCode);
            }
            outstanding.removeFirst();
        }
        while (!queue.isEmpty()) {
            failQueued(SendQueue.NONE, reason, causeCode);
        }
        gapAckedChunks = 0;
        sentPolicies = 0;
        hasDestinations = false;
        abandonment.reset();
        lostChunks = 0;
        inFlightBytes = 0;
        fastRetransmitPath = NO_PATH;
        outstanding.trim();
        queue.trim();
    }

    /** Takes a chunk out of what its path counts. */
    void forget(final int tsn, final PathSet paths) {
        final Path path = paths.path(outstanding.path(tsn));
        if (outstanding.state(tsn) == OutstandingData.IN_FLIGHT) {
            path.removeFlight(outstanding.length(tsn));
            path.stopTiming(tsn);
        } else if (outstanding.state(tsn) == OutstandingData.LOST) {
            path.addRetransmitChunks(-1);
        }
    }

    void failSent(final int tsn, final FailedMessage.Reason reason, final int causeCode) {
        final int flags = outstanding.flags(tsn);
        final int header = outstanding.hasPolicy(tsn) ? Policy.LENGTH : 0;
        final int length = outstanding.blockOffset(tsn) - header + outstanding.length(tsn);
        bufferedBytes -= charge(length);
        failed.add(
                outstanding.handle(tsn),
                header,
                length,
                outstanding.streamAndSsn(tsn) >>> 16,
                (outstanding.isFirstSegment(tsn) ? SendQueue.FLAG_FIRST : 0)
                        | ((flags & DataChunk.FLAG_END) != 0 ? SendQueue.FLAG_LAST : 0)
                        | (flags & DataChunk.FLAG_UNORDERED),
                true,
                outstanding.ppid(tsn),
                outstanding.context(tsn),
                reason,
                causeCode);
    }

    /** Hands back the segment behind another one, or the first. */
    void failQueued(final int previous, final FailedMessage.Reason reason, final int causeCode) {
        final int segment = previous == SendQueue.NONE ? queue.first() : queue.next(previous);
        final int flags = queue.flags(segment);
        bufferedBytes -= charge(queue.length(segment));
        queuedBytes -= remaining(segment);
        queuedPolicies -= (flags & SendQueue.FLAG_POLICY) != 0 ? 1 : 0;
        failed.add(
                queue.handle(segment),
                queue.payloadOffset(segment),
                queue.length(segment),
                queue.stream(segment),
                flags & (SendQueue.FLAG_FIRST | SendQueue.FLAG_LAST | SendQueue.FLAG_UNORDERED),
                queue.sentBytes(segment) != 0,
                queue.ppid(segment),
                queue.context(segment),
                reason,
                causeCode);
        queue.removeAfter(previous);
    }

    /** Returns where the search for lost chunks begins. */
    int firstCandidate() {
        return Serial.before(lowestLostTsn, outstanding.firstTsn()) ? outstanding.firstTsn() : lowestLostTsn;
    }

    /** Returns the first message to hand back, or null. */
    public FailedMessage firstFailed() {
        return failed.first();
    }

    /** Frees the first message to hand back. */
    public void removeFailed() {
        failed.removeFirst();
    }

    /** Frees all messages that nobody was handed. */
    public void discardFailed() {
        while (!failed.isEmpty()) {
            removeFailed();
        }
    }

    /** Gives back the rings of an association that has nothing to send. */
    public void trim() {
        if (isDrained()) {
            outstanding.trim();
            queue.trim();
        }
    }

    /** Returns what all segments of a message are charged. */
    private static int charge(final int length, final int header) {
        final int most = BlockPool.MAX_BLOCK_LENGTH - header;
        final int tail = length % most;
        return length <= most || tail == 0 ? charge(length) : length - tail + charge(tail);
    }

    static int charge(final int length) {
        return Math.max(length, MIN_CHARGE);
    }
}
