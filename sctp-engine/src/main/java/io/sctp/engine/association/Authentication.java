package io.sctp.engine.association;

import io.sctp.engine.AuthEvent;
import io.sctp.engine.auth.AuthState;
import io.sctp.engine.packet.AuthChunk;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.PacketKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/** Signs packets, and checks the signature of received ones (RFC 4895 sections 6.2 and 6.3). */
final class Authentication {
    private static final int MAX_HMAC_LENGTH = 32;

    /** The block length of SHA-256. */
    private static final int BYTES_PER_STEP = 64;

    /** Maximum number of waiting events, above which no event about a key first used by the peer is added. */
    private static final int MAX_TOLD = 64;

    private final EngineState engine;
    private final ErrorReports errorReports;
    private final byte[] computed = new byte[MAX_HMAC_LENGTH];
    private final byte[] received = new byte[MAX_HMAC_LENGTH];
    private byte[] signed = new byte[2048];

    Authentication(final EngineState engine, final ErrorReports errorReports) {
        this.engine = engine;
        this.errorReports = errorReports;
    }

    /** Returns the bytes to reserve for AUTH in front of a packet's chunks. */
    static int room(final Tcb association) {
        return association.auth == null ? 0 : association.auth.room();
    }

    /**
     * Finishes a packet with reserved space in front of its chunks. If the peer requires authentication for one of the
     * chunks, the space is filled with AUTH; otherwise it is removed.
     *
     * @param messagesKey the key of its messages, or {@link PacketKey#ACTIVE}
     * @return the end of the packet
     */
    int seal(
            final AuthState auth,
            final ByteBuffer out,
            final int at,
            final int chunks,
            final int end,
            final int messagesKey) {
        int chunk = chunks;
        while (chunk < end && !auth.isWanted(Chunk.type(out, chunk))) {
            chunk += Chunk.padded(Chunk.length(out, chunk));
        }
        if (chunk >= end) {
            out.put(at, copy(out, chunks, end), 0, end - chunks);
            return end - (chunks - at);
        }
        final int key = messagesKey == PacketKey.ACTIVE ? auth.activeKey() : messagesKey;
        AuthChunk.write(out, at, key, auth.hmacId());
        compute(auth.mac(key, auth.hmacId()), out, at, end);
        out.put(at + AuthChunk.HMAC_OFFSET, computed, 0, AuthChunk.hmacLength(auth.hmacId()));
        return end;
    }

    /** Whether the MAC of an AUTH chunk matches the packet from that chunk to its end. */
    boolean isGenuine(final AuthState auth, final ByteBuffer packet, final int chunk, final int end) {
        final int hmacId = AuthChunk.hmacId(packet, chunk);
        final int hmacLength = AuthChunk.hmacLength(hmacId);
        final Mac mac = auth.mac(AuthChunk.key(packet, chunk), hmacId);
        if (mac == null || Chunk.length(packet, chunk) != AuthChunk.HMAC_OFFSET + hmacLength) {
            return false;
        }
        packet.get(chunk + AuthChunk.HMAC_OFFSET, received, 0, hmacLength);
        AuthChunk.write(packet, chunk, AuthChunk.key(packet, chunk), hmacId);
        compute(mac, packet, chunk, end);
        Arrays.fill(computed, hmacLength, MAX_HMAC_LENGTH, (byte) 0);
        Arrays.fill(received, hmacLength, MAX_HMAC_LENGTH, (byte) 0);
        return MessageDigest.isEqual(computed, received);
    }

    private void compute(final Mac mac, final ByteBuffer buffer, final int begin, final int end) {
        engine.work.steps((end - begin) / BYTES_PER_STEP);
        mac.update(copy(buffer, begin, end), 0, end - begin);
        try {
            mac.doFinal(computed, 0);
        } catch (final ShortBufferException e) {
            throw new IllegalStateException("no HMAC here is longer than " + MAX_HMAC_LENGTH, e);
        }
    }

    /** Copies the bytes to an array, as the JDK's HMACs and an overlapping move need one. */
    private byte[] copy(final ByteBuffer buffer, final int begin, final int end) {
        if (signed.length < end - begin) {
            signed = new byte[Math.max(end - begin, 2 * signed.length)];
        }
        buffer.get(begin, signed, 0, end - begin);
        return signed;
    }

    /** Handles an AUTH chunk and returns whether the chunks after it may be read. */
    boolean onAuth(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer packet,
            final int chunk,
            final int length,
            final int end) {
        final AuthState auth = association.auth;
        if (auth == null || !auth.isNegotiated() || length < AuthChunk.HMAC_OFFSET) {
            return false;
        }
        if (!auth.takes(AuthChunk.hmacId(packet, chunk))) {
            if (path != null && !association.state.isHandshake()) {
                errorReports.report(
                        association,
                        path,
                        CauseCode.UNSUPPORTED_HMAC,
                        packet,
                        chunk + AuthChunk.HMAC_ID_OFFSET,
                        Short.BYTES);
            }
            return false;
        }
        if (!isGenuine(auth, packet, chunk, end)) {
            engine.counters.authenticationFailures++;
            return false;
        }
        final int key = AuthChunk.key(packet, chunk);
        if (auth.told().size() < MAX_TOLD && auth.isNewPeerKey(key)) {
            tell(association, AuthEvent.NEW_KEY, key);
        }
        return true;
    }

    /** Reports keys that are deactivated and that no message needs any more (RFC 6458 section 6.1.8). */
    static void tellOfFreeKeys(final Tcb association) {
        if (association.auth == null || association.auth.freeing().isEmpty()) {
            return;
        }
        association.auth.freeing().removeIf(key -> {
            final boolean free = !association.outbound.usesKey(key);
            if (free) {
                tell(association, AuthEvent.FREE_KEY, key);
            }
            return free;
        });
    }

    static void tell(final Tcb association, final AuthEvent event, final int key) {
        association
                .auth
                .told()
                .add(switch (event) {
                                    case NEW_KEY -> 0;
                                    case FREE_KEY -> 1;
                                    case NO_AUTH -> 2;
                                }
                                << 16
                        | key);
        association.raise(Events.AUTHENTICATION);
    }

    static AuthEvent event(final int told) {
        return switch (told >>> 16) {
            case 0 -> AuthEvent.NEW_KEY;
            case 1 -> AuthEvent.FREE_KEY;
            default -> AuthEvent.NO_AUTH;
        };
    }
}
