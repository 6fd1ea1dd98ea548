package io.sctp.bench.protocol;

import io.sctp.bench.schedule.Recording;
import java.util.List;

/** A protocol that a server speaks which is not of this project. Thread-safe. */
public interface Protocol {
    /** Its name, for {@code --protocol} and in results. */
    String name();

    /** The payload protocol identifier that IANA gave it; 0 if it has none. */
    int ppid();

    /** The sizes of its messages in bytes, as text; null if the load chooses them. */
    String ownSizes();

    /**
     * The largest message that it sends.
     *
     * @param chosen the largest size in bytes that the load chooses, which counts unless it has {@link #ownSizes}
     */
    int maxBytes(int chosen);

    /** The names of the types of messages that a load sends; {@link Dialogue#type()} is an index of this list. */
    List<String> messageTypes();

    /**
     * The times at which its messages were captured.
     *
     * @throws IllegalArgumentException if they were not, or are not those of one capture
     */
    default Recording recording() {
        throw new IllegalArgumentException("the messages have no times, as they are not from a capture");
    }

    /** How many streams its messages need: more than one only if they have streams of their own. */
    default int streams() {
        return 1;
    }

    /** How many bits of a message identify it, up to 32. No more than two to this power can be unanswered at a time. */
    int identifierBits();

    /**
     * Begins to speak on one association.
     *
     * @param association its number, from 0
     * @param associations how many there are
     */
    Dialogue dialogue(int association, int associations);
}
