package io.sctp.engine.path;

/**
 * Decides how much data may be in flight to one path. Bytes are those of DATA chunks with their headers and padding
 * (RFC 9260 section 7.2.1). Each path has a controller of its own; it belongs to the thread of the engine.
 */
public interface CongestionController {
    /** Returns the most bytes that may be in flight. */
    int windowBytes();

    /** Returns the window at which slow start ends; {@link Integer#MAX_VALUE} while none is known. */
    int thresholdBytes();

    /** The longest DATA chunk that a packet to this path takes (PMDCS) is another. */
    void maxChunkBytes(int bytes);

    /** Nothing is known of the path any more: begins as a new path does (RFC 9260 section 7.2.5). */
    void reinitialize();

    /** Begins where another controller of the same path ends. */
    void takeOver(CongestionController before);

    /** Notes whether the window was what kept data back when the sender last stopped. */
    void limiting(boolean isLimiting);

    /** A SACK acknowledged data that was sent to the path. */
    void onAcked(PathAck acked);

    /** All data was acknowledged. */
    void onDrained();

    /** So much user data was found to be lost, in a recovery or not. */
    void onLost(int bytes);

    /** Data was lost: the first loss since the last recovery ended. */
    void onLoss();

    /** What the last {@link #onLoss} told of was no loss: packets had overtaken others. */
    void onNothingLost();

    /** T3-rtx expired. */
    void onTimeout();

    /** Nothing was sent for a while; data is about to be. */
    void onIdle(long idleNs, long rtoNs);
}
