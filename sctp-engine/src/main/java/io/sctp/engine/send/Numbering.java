package io.sctp.engine.send;

/**
 * Numbers what is sent: messages by stream sequence number, or, where they may be interleaved, by message identifier,
 * and then their fragments, too (RFC 8260 section 2.2.2). A number is used up when the last fragment of its message was
 * sent.
 */
final class Numbering {
    private final SendQueue queue;
    private final OutstandingData outstanding;
    private final StreamNumbers sequenceNumbers = new StreamNumbers();

    /** Null unless messages are interleaved. */
    private MessageIdentifiers identifiers;

    Numbering(final SendQueue queue, final OutstandingData outstanding) {
        this.queue = queue;
        this.outstanding = outstanding;
    }

    /** Begins anew, with identifiers or without; nothing must be outstanding. */
    void interleave(final boolean whether) {
        identifiers = whether ? new MessageIdentifiers() : null;
        queue.numberFragments(whether);
        outstanding.identify(whether);
    }

    boolean isInterleaved() {
        return identifiers != null;
    }

    /** Returns the sequence number of the message that a stream sends; 0 if it is unordered. */
    int sequenceNumber(final int stream, final boolean unordered) {
        if (identifiers != null) {
            return identifiers.next(stream, unordered) & 0xFFFF;
        }
        return unordered ? 0 : sequenceNumbers.next(stream);
    }

    /** A chunk of a queued segment, which is still first of its list, was given its TSN. */
    void onSent(final int segment, final int tsn, final boolean begin, final boolean segmentEnd, final boolean end) {
        final int stream = queue.stream(segment);
        final boolean unordered = (queue.flags(segment) & SendQueue.FLAG_UNORDERED) != 0;
        if (identifiers != null) {
            final int fragment = begin ? 0 : queue.fragment(segment);
            outstanding.identify(tsn, identifiers.next(stream, unordered), fragment);
            if (!begin) {
                outstanding.follow(queue.lastTsn(segment), tsn);
            }
            if (!end) {
                queue.fragment(segmentEnd ? queue.next(segment) : segment, fragment + 1, tsn);
            }
        }
        if (end) {
            skip(stream, unordered);
        }
    }

    /** The number of the message that a stream sends is used up. */
    void skip(final int stream, final boolean unordered) {
        if (identifiers != null) {
            identifiers.advance(stream, unordered);
        } else if (!unordered) {
            sequenceNumbers.advance(stream);
        }
    }

    /** Begins these streams again at 0; none means all. */
    void reset(final int... streams) {
        if (streams.length == 0) {
            sequenceNumbers.reset();
        }
        for (final int stream : streams) {
            sequenceNumbers.reset(stream);
        }
        if (identifiers != null) {
            identifiers.reset(streams);
        }
    }
}
