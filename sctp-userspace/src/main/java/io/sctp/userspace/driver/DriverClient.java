package io.sctp.userspace.driver;

import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import java.util.Map;

/**
 * The owner of the associations in a driver's engine. It receives the engine's events and those of the driver. All
 * calls except {@link #onEnd} are made with the driver's lock.
 */
public interface DriverClient extends EngineHandler {
    /** All current events of the engine were delivered. */
    void onEventsDelivered();

    /** The system refused to send to an address. */
    void onUnreachable(long high, long low, int errno);

    /** The system refused to send from a local address. */
    void onSourceRefused(int localId);

    /** The engine has ended an association because an error of this end left its state in doubt. */
    void onFault(Association association, Throwable thrown);

    /** The driver has ended and carries no more packets. Called without the lock. */
    void onEnd();

    /** Adds its counters to those of others. */
    void countInto(Map<String, Long> sums);
}
