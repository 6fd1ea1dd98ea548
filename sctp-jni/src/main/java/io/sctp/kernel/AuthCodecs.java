package io.sctp.kernel;

import io.sctp.natives.Abi;
import io.sctp.option.AuthKey;
import io.sctp.option.HmacAlgorithm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Options about the authentication of chunks (RFC 4895). */
final class AuthCodecs {
    private static final int MAX_CHUNK_TYPE = 255;

    private AuthCodecs() {}

    static OptionCodec<Integer> chunk() {
        return new StructCodec<>(
                OptionLayout.endpoint(Abi.Authchunk.SIZE),
                memory -> Byte.toUnsignedInt(memory.get(Abi.Authchunk.CHUNK)),
                (memory, type) -> memory.put(Abi.Authchunk.CHUNK, type.byteValue()));
    }

    static OptionCodec<Integer> keyNumber() {
        return new StructCodec<>(
                OptionLayout.association(Abi.Authkeyid.SIZE, Abi.Authkeyid.ASSOC_ID),
                memory -> Short.toUnsignedInt(memory.getShort(Abi.Authkeyid.KEYNUMBER)),
                (memory, number) -> memory.putShort(Abi.Authkeyid.KEYNUMBER, number.shortValue()));
    }

    static OptionCodec<AuthKey> key() {
        return new KeyCodec();
    }

    static OptionCodec<List<HmacAlgorithm>> hmacs() {
        return new HmacCodec();
    }

    static OptionCodec<Set<Integer>> chunks() {
        return new ChunksCodec();
    }

    /** {@code struct sctp_authkey}. Linux refuses one that ends where the key begins, even if the key is empty. */
    private static final class KeyCodec implements OptionCodec<AuthKey> {
        @Override
        public OptionLayout layout() {
            return OptionLayout.association(Abi.Authkey.SIZE, Abi.Authkey.ASSOC_ID);
        }

        @Override
        public int size(final AuthKey key) {
            return Abi.Authkey.KEY + Math.max(1, key.secret().length);
        }

        @Override
        public void write(final ByteBuffer memory, final AuthKey key) {
            final byte[] secret = key.secret();
            memory.putShort(Abi.Authkey.KEYNUMBER, (short) key.number());
            memory.putShort(Abi.Authkey.KEYLENGTH, (short) secret.length);
            memory.put(Abi.Authkey.KEY, secret);
        }

        @Override
        public AuthKey read(final ByteBuffer memory, final int length) {
            throw new AssertionError("keys are only set");
        }

        @Override
        public boolean secret() {
            return true;
        }
    }

    /** {@code struct sctp_hmacalgo}, whose numbers are in native byte order, unlike those on the wire. */
    private static final class HmacCodec implements OptionCodec<List<HmacAlgorithm>> {
        /** More than the kernel supports. */
        private static final int MAX_IDENTS = 64;

        @Override
        public OptionLayout layout() {
            return OptionLayout.endpoint(Abi.Hmacalgo.SIZE);
        }

        @Override
        public int capacity() {
            return Abi.Hmacalgo.IDENTS + MAX_IDENTS * Short.BYTES;
        }

        @Override
        public int size(final List<HmacAlgorithm> algorithms) {
            return Abi.Hmacalgo.IDENTS + algorithms.size() * Short.BYTES;
        }

        @Override
        public void write(final ByteBuffer memory, final List<HmacAlgorithm> algorithms) {
            memory.putInt(Abi.Hmacalgo.NUM_IDENTS, algorithms.size());
            int offset = Abi.Hmacalgo.IDENTS;
            for (final HmacAlgorithm algorithm : algorithms) {
                memory.putShort(offset, (short) KernelCodes.HMACS.number(algorithm));
                offset += Short.BYTES;
            }
        }

        @Override
        public List<HmacAlgorithm> read(final ByteBuffer memory, final int length) {
            final int room = (length - Abi.Hmacalgo.IDENTS) / Short.BYTES;
            final int count = Math.min(memory.getInt(Abi.Hmacalgo.NUM_IDENTS), room);
            final List<HmacAlgorithm> algorithms = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                final int number = memory.getShort(Abi.Hmacalgo.IDENTS + i * Short.BYTES);
                final HmacAlgorithm algorithm = KernelCodes.HMACS.constant(number);
                if (algorithm == null) {
                    throw new IllegalStateException("the kernel's HMAC " + number + " is none that we know");
                }
                algorithms.add(algorithm);
            }
            return List.copyOf(algorithms);
        }
    }

    /** {@code struct sctp_authchunks}: a byte per chunk type. */
    private static final class ChunksCodec implements OptionCodec<Set<Integer>> {
        @Override
        public OptionLayout layout() {
            return OptionLayout.association(Abi.Authchunks.SIZE, Abi.Authchunks.ASSOC_ID);
        }

        @Override
        public int capacity() {
            return Abi.Authchunks.CHUNKS + MAX_CHUNK_TYPE + 1;
        }

        @Override
        public void write(final ByteBuffer memory, final Set<Integer> value) {
            throw new AssertionError("lists of chunk types are only read");
        }

        @Override
        public Set<Integer> read(final ByteBuffer memory, final int length) {
            final int room = length - Abi.Authchunks.CHUNKS;
            final int count = Math.min(memory.getInt(Abi.Authchunks.NUMBER_OF_CHUNKS), room);
            final Set<Integer> types = new LinkedHashSet<>();
            for (int i = 0; i < count; i++) {
                types.add(Byte.toUnsignedInt(memory.get(Abi.Authchunks.CHUNKS + i)));
            }
            return Set.copyOf(types);
        }
    }
}
