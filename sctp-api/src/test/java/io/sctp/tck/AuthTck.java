package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.Authentication.Indication;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.AuthKey;
import io.sctp.option.HmacAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Authenticated chunks (RFC 4895). */
public abstract class AuthTck extends Tck {
    private static final int DATA = 0;
    private static final int SHUTDOWN = 7;

    @Test
    void shouldTellWhichChunksAreToBeAuthenticated() throws IOException {
        final Pair pair = pair(
                e -> {
                    e.setOption(SctpOptions.AUTH_SUPPORTED, true);
                    e.setOption(SctpOptions.AUTH_CHUNK, SHUTDOWN);
                },
                e -> {
                    e.setOption(SctpOptions.AUTH_SUPPORTED, true);
                    e.setOption(SctpOptions.AUTH_CHUNK, DATA);
                });
        final Association client = pair.client().association();
        final Association server = pair.server().association();
        assertTrue(client.getOption(SctpOptions.LOCAL_AUTH_CHUNKS).contains(SHUTDOWN));
        assertTrue(client.getOption(SctpOptions.PEER_AUTH_CHUNKS).contains(DATA));
        assertTrue(server.getOption(SctpOptions.LOCAL_AUTH_CHUNKS).contains(DATA));
        assertTrue(server.getOption(SctpOptions.PEER_AUTH_CHUNKS).contains(SHUTDOWN));
    }

    /** Saying yes and doing nothing is the worst answer. */
    @Test
    void shouldRefuseWhatNeedsAuthentication() throws IOException {
        for (final SctpEndpoint endpoint : List.of(channel(), multi(), listener())) {
            assertRefused("EACCES", () -> endpoint.setOption(SctpOptions.ASCONF_SUPPORTED, true));
            assertEquals(false, endpoint.getOption(SctpOptions.ASCONF_SUPPORTED));
            assertRefused("EACCES", () -> endpoint.getOption(SctpOptions.HMAC_IDENT));
            assertRefused("EACCES", () -> endpoint.setOption(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_1)));
            endpoint.setOption(SctpOptions.AUTH_SUPPORTED, true);
            endpoint.setOption(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_1));
            endpoint.setOption(SctpOptions.ASCONF_SUPPORTED, true);
            assertRefused("EBUSY", () -> endpoint.setOption(SctpOptions.AUTH_SUPPORTED, false));
            assertEquals(true, endpoint.getOption(SctpOptions.AUTH_SUPPORTED));
            endpoint.setOption(SctpOptions.ASCONF_SUPPORTED, false);
            endpoint.setOption(SctpOptions.AUTH_SUPPORTED, false);
        }
    }

    private static void assertRefused(final String errno, final Call call) {
        assertEquals(errno, assertThrows(SctpException.class, call::run).errnoName());
    }

    @Test
    void shouldRequireNothingUntilAsked() throws IOException {
        final Pair pair = pair(e -> e.setOption(SctpOptions.AUTH_SUPPORTED, true));
        final Set<Integer> required = pair.client().association().getOption(SctpOptions.LOCAL_AUTH_CHUNKS);
        assertTrue(!required.contains(DATA) && !required.contains(SHUTDOWN), required::toString);
    }

    @Test
    void shouldDeliverMessagesAuthenticatedWithAnAgreedKey() throws IOException {
        final Setup agreed = e -> {
            authenticateData(e);
            e.setOption(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_256, HmacAlgorithm.SHA_1));
            addKey(e, 1, "agreed");
            e.setOption(SctpOptions.AUTH_ACTIVE_KEY, 1);
        };
        final Pair pair = pair(agreed);
        assertEquals(1, pair.client().association().getOption(SctpOptions.AUTH_ACTIVE_KEY));
        send(pair.client(), "signed");
        assertEquals("signed", receive(pair.server()));
        send(pair.server(), "countersigned");
        assertEquals("countersigned", receive(pair.client()));
    }

    @Test
    void shouldDropMessagesAuthenticatedWithAnotherKey() throws IOException {
        final Pair pair = pair(AuthTck::authenticateData);
        addKey(pair.client(), 1, "one secret");
        addKey(pair.server(), 1, "another secret");
        send(pair.client(), "null key");
        assertEquals("null key", receive(pair.server()));
        pair.client().association().setOption(SctpOptions.AUTH_ACTIVE_KEY, 1);
        send(pair.client(), "forged");
        assertTimesOut(
                Duration.ofMillis(300),
                () -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo(), Duration.ofMillis(300)));
    }

    @Test
    void shouldChooseTheKeyForEachMessage() throws IOException {
        final Pair pair = pair(e -> {
            authenticateData(e);
            addKey(e, 1, "first");
            addKey(e, 2, "second");
        });
        pair.server().subscribe(NotificationType.AUTHENTICATION);
        send(pair.client(), "with key 2", new SendInfo().authKey(2));
        assertEquals("with key 2", receiveAfterNotifications(pair.server()));
        send(pair.client(), "with key 1", new SendInfo().authKey(1));
        assertEquals("with key 1", receiveAfterNotifications(pair.server()));
        assertThrows(SctpException.class, () -> send(pair.client(), "no such key", new SendInfo().authKey(9)));
    }

    @Test
    void shouldTellOfANewKey() throws IOException {
        final Pair pair = pair(e -> {
            authenticateData(e);
            addKey(e, 5, "the fifth");
        });
        pair.server().subscribe(NotificationType.AUTHENTICATION);
        pair.client().association().setOption(SctpOptions.AUTH_ACTIVE_KEY, 5);
        send(pair.client(), "signed with 5");
        final var told = awaitNotification(pair.server(), SctpNotification.Authentication.class);
        assertEquals(Indication.NEW_KEY, told.indication());
        assertEquals(5, told.keyNumber());
        assertEquals(pair.server().association().id(), told.association());
    }

    @Test
    void shouldTellWhenAKeyIsFree() throws IOException {
        final Pair pair = pair(e -> {
            authenticateData(e);
            addKey(e, 1, "first");
            addKey(e, 2, "second");
        });
        final Association client = pair.client().association();
        client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 1);
        send(pair.client(), "signed with 1");
        assertEquals("signed with 1", receive(pair.server()));
        pair.client().subscribe(NotificationType.AUTHENTICATION);
        client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 2);
        client.setOption(SctpOptions.AUTH_DEACTIVATE_KEY, 1);
        final var told = awaitNotification(pair.client(), SctpNotification.Authentication.class);
        assertEquals(Indication.FREE_KEY, told.indication());
        assertEquals(1, told.keyNumber());
        client.setOption(SctpOptions.AUTH_DELETE_KEY, 1);
        assertThrows(SctpException.class, () -> client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 1));
    }

    @Test
    void shouldTellThatThePeerDoesNotAuthenticate() throws IOException {
        final Pair pair = pair(Setup.NONE, e -> {
            e.setOption(SctpOptions.AUTH_SUPPORTED, true);
            e.subscribe(NotificationType.AUTHENTICATION);
        });
        final var told = awaitNotification(pair.server(), SctpNotification.Authentication.class);
        assertEquals(Indication.NOT_SUPPORTED_BY_PEER, told.indication());
    }

    @Test
    void shouldNotDeleteTheKeyInUse() throws IOException {
        final SctpChannel client = channel();
        authenticateData(client);
        addKey(client, 3, "in use");
        client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 3);
        final SctpException refused =
                assertThrows(SctpException.class, () -> client.setOption(SctpOptions.AUTH_DELETE_KEY, 3));
        assertContains("SCTP_AUTH_DELETE_KEY", refused.getMessage());
    }

    @Test
    void shouldNotActivateAKeyThatIsNotThere() throws IOException {
        final SctpChannel client = channel();
        authenticateData(client);
        assertThrows(SctpException.class, () -> client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 8));
        addKey(client, 8, "now it is");
        client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 8);
        assertEquals(8, client.getOption(SctpOptions.AUTH_ACTIVE_KEY));
    }

    @Test
    void shouldNotAuthenticateChunksOfTheHandshake() throws IOException {
        final SctpChannel client = channel();
        client.setOption(SctpOptions.AUTH_SUPPORTED, true);
        for (final int chunk : new int[] {1, 2, 14, 15}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> client.setOption(SctpOptions.AUTH_CHUNK, chunk),
                    "chunk " + chunk);
        }
    }

    private static void authenticateData(final SctpEndpoint endpoint) throws IOException {
        endpoint.setOption(SctpOptions.AUTH_SUPPORTED, true);
        endpoint.setOption(SctpOptions.AUTH_CHUNK, DATA);
    }

    private static void addKey(final SctpEndpoint endpoint, final int number, final String secret) throws IOException {
        final AuthKey key = new AuthKey(number, secret.getBytes(StandardCharsets.US_ASCII));
        if (endpoint instanceof SctpChannel channel && channel.isConnected()) {
            channel.association().setOption(SctpOptions.AUTH_KEY, key);
        } else {
            endpoint.setOption(SctpOptions.AUTH_KEY, key);
        }
    }
}
