package io.sctp.userspace.driver;

import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import java.util.Map;

/**
 * What a driver tells those whose associations its engine has, beside the engine's own events. All calls but {@link
 * #onEnd} come with the driver's lock.
 */
public interface DriverClient extends EngineHandler {
    /** All events that the engine had so far were delivered. */
    void onEventsDelivered();

    /** The system refused to send to an address. */
    void onUnreachable(long high, long low, int errno);

    /** The system refused to send from a local address. */
    void onSourceRefused(int localId);

    /** The engine has ended an association, because an error of this end has left its state in doubt. */
    void onFault(Association association, Throwable thrown);

    /** The driver has ended, and carries no packet any more. Without the lock. */
    void onEnd();

    /** Adds its counters to those of others. */
    void countInto(Map<String, Long> sums);
}
