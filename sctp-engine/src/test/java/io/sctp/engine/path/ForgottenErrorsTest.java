package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.PathState;
import io.sctp.engine.config.CongestionControl;
import org.junit.jupiter.api.Test;

/** The only address that is left gets another chance, though it did not answer before (RFC 5061 section 5.3). */
final class ForgottenErrorsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NONCE = 42;

    private final TransportPath path = new TransportPath(
            0,
            0,
            0xFFFF_0A00_0001L,
            9899,
            0,
            new PathDefaults(
                    1452, 1452, SECOND, SECOND / 10, 60 * SECOND, 0, 5, 0, 65535, 0, 0, CongestionControl.RFC_9260),
            PathState.UNCONFIRMED);

    @Test
    void shouldTakeTheAnswerToTheHeartbeatThatIsOut() {
        path.heartbeat().onSent(NONCE, 0);
        path.countError();
        path.forgetErrors();
        assertEquals(0, path.errorCount());
        assertTrue(path.acceptHeartbeatAck(NONCE, SECOND));
    }

    /** But one that answered otherwise needs none. */
    @Test
    void shouldNotWaitForTheHeartbeatOnceItAnswered() {
        path.heartbeat().onSent(NONCE, 0);
        path.countError();
        path.clearErrors();
        assertEquals(0, path.errorCount());
        assertFalse(path.heartbeat().isUnanswered());
    }
}
