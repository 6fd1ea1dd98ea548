package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.AuthKey;
import io.sctp.option.HmacAlgorithm;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.AuthTck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserspaceAuthTest extends AuthTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Test
    void shouldRefuseAKeyForOneMessageWhereNothingIsAuthenticated() throws IOException {
        final Pair pair = pair();
        final var e = assertThrows(SctpException.class, () -> send(pair.client(), "x", new SendInfo().authKey(1)));
        assertTrue(e.getMessage().contains("no such key"), e::getMessage);
    }

    @Test
    void shouldNotTakeWhatIsSignedWithTheEmptyKeyOnceThereIsASecret() throws IOException {
        final Setup signed = e -> {
            e.setOption(SctpOptions.AUTH_SUPPORTED, true);
            e.setOption(SctpOptions.AUTH_CHUNK, 0);
        };
        final Pair pair = pair(signed, e -> {
            signed.apply(e);
            e.setOption(SctpOptions.AUTH_KEY, new AuthKey(1, new byte[] {1, 2, 3}));
            e.setOption(SctpOptions.AUTH_ACTIVE_KEY, 1);
        });
        send(pair.client(), "signed by anybody");
        final Duration soon = Duration.ofMillis(300);
        assertTimesOut(soon, () -> pair.server().receive(ByteBuffer.allocate(100), new ReceiveInfo(), soon));
    }

    @Test
    void shouldOfferTheAlgorithmsThatAreSet() throws IOException {
        final Pair pair = pair(e -> {
            e.setOption(SctpOptions.AUTH_SUPPORTED, true);
            e.setOption(SctpOptions.AUTH_CHUNK, 0);
            e.setOption(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_1));
        });
        send(pair.client(), "signed with SHA-1");
        assertEquals("signed with SHA-1", receive(pair.server()));
        assertThrows(
                SctpException.class,
                () -> pair.client()
                        .setOption(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_256, HmacAlgorithm.SHA_1)));
    }
}
