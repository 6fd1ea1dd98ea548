package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.FailedMessage;
import io.sctp.engine.FailedMessage.Reason;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class ReturnedMessageTest {
    private final SentTexts texts = new SentTexts();
    private final FailedMessages source = new FailedMessages(texts.pool);

    @Test
    void shouldSayWhatItsSourceSays() {
        final ReturnedMessage message = new ReturnedMessage(source);
        message.stream = 1;
        message.ppid = 2;
        message.context = 3;
        message.length = 4;
        message.causeCode = 5;
        message.reason = Reason.RESTARTED;
        message.unordered = true;
        assertEquals("1 2 3 4 5 RESTARTED true false false", describe(message));
        message.unordered = false;
        message.sent = true;
        assertEquals("1 2 3 4 5 RESTARTED false true false", describe(message));
        message.sent = false;
        message.whole = true;
        assertEquals("1 2 3 4 5 RESTARTED false false true", describe(message));
    }

    @Test
    void shouldCopyTheFirstMessageOfItsSource() {
        source.addQueued(texts.queue, texts.queue(1, SentTexts.WHOLE, "text"), Reason.ABANDONED, 0);
        final ByteBuffer destination = ByteBuffer.allocate(6);
        new ReturnedMessage(source).copy(destination, 1);
        assertEquals("\0text\0", SentTexts.text(destination, 0, 6));
        assertTrue(source.first().isWhole());
    }

    private static String describe(final FailedMessage message) {
        return message.stream() + " " + message.ppid() + " " + message.context() + " " + message.length() + " "
                + message.causeCode() + " " + message.reason() + " " + message.isUnordered() + " " + message.wasSent()
                + " " + message.isWhole();
    }
}
