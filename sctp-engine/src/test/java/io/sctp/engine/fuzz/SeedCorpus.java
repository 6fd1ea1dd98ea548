package io.sctp.engine.fuzz;

import io.sctp.engine.Policy;
import io.sctp.engine.Sends;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Makes the inputs that a fuzzer begins from, out of an honest exchange: {@code SeedCorpus FOLDER}. They are checked
 * in; run it again when the engine learns a new chunk.
 *
 * <p>First byte of a packet's seed: {@code 0x0F} the state (0 COOKIE-WAIT, 1 COOKIE-ECHOED, 2 established, 3 and 4 the
 * server in SHUTDOWN-SENT, 5 the client in SHUTDOWN-SENT, others a stranger), {@code 0x10} for a stranger: the next
 * four bytes are the tag, else it is 0, {@code 0x20} to the server instead of the client, {@code 0x40} with tag 0,
 * {@code 0x80} with messages interleaved.
 */
public final class SeedCorpus {
    private static final int[] STATES = {0x06, 0x16, 0x00, 0x01, 0x02, 0x22, 0x23, 0x05};
    private static final int STRANGER_WITH_TAG = 0x16;

    private final Path folder;

    private SeedCorpus(final Path folder) {
        this.folder = folder;
    }

    public static void main(final String[] arguments) throws IOException {
        final SeedCorpus corpus = new SeedCorpus(Path.of(arguments[0]));
        Files.createDirectories(corpus.folder.resolve("packet"));
        Files.createDirectories(corpus.folder.resolve("association"));
        Files.createDirectories(corpus.folder.resolve("addresses"));
        corpus.packets();
        corpus.forwardTsn();
        corpus.interleaved();
        corpus.scripts();
        corpus.addresses();
    }

    /** Each kind of chunk once, to an engine in a state in which it means something. */
    private void packets() {
        final FuzzWire wire = new FuzzWire(false);
        wire.connect();
        wire.run();
        Sends.send(wire.client.association, wire.scratch(), 0, 40, 0, 0, 7, 0);
        Sends.send(wire.server.association, wire.scratch(), 0, 1900, 1, 4, 7, 0);
        wire.run();
        wire.client.association.requestHeartbeat(wire.client.association.primaryPath());
        wire.run();
        wire.client.association.shutdown();
        wire.run();
        for (final byte[] packet : wire.seen) {
            final int type = packet[PacketHeader.LENGTH];
            for (final int state : STATES) {
                packet("chunk-%02d-state-%02x".formatted(type, state), state, packet);
            }
        }
        final int[] made = {0x02, 0x22};
        for (final int state : made) {
            hex("auth", state, "0f00002800000003" + "00".repeat(32) + "0b000004");
            hex("abort", state, "06000008000c0004");
            hex("error", state, "0900000c0001000800050000");
            hex("unknown-reported", state, "c1000008deadbeef");
            hex("asconf", state, "c1000020" + "00000001" + "000500080a000001" + "c001001000000001000500080a010001");
            hex("asconf-ack", state, "80000010" + "00000001" + "c005000800000001");
            hex("pad", state, "8400000800000000");
            hex("probe", state, "04000014000100100000000000000001000000028400001000000000" + "00".repeat(8));
            hex("probe-ack", state, "0500001400010010000000000000000100000002");
            hex("sack-gaps", state, "030000180000000000004000000100020002000300000001");
            hex("reconfig-out", state, "82000018000d0012" + "00000001000000000000000000010000");
            hex("reconfig-in", state, "82000010000e000a" + "0000000100010000");
            hex("reconfig-tsn", state, "8200000c000f0008" + "00000001");
            hex("reconfig-response", state, "8200001800100014" + "00000001000000010000000100000001");
            hex("reconfig-add", state, "8200001c0011000c" + "0000000100010000" + "0012000c0000000200010000");
            hex("init", state, "010000140000000100004000000a000a00000001");
        }
        hex(
                "init-parameters",
                0x06,
                "0100003400000001000040000008000800000001" + "0009000800000001" + "0005000801020304" + "c0000004"
                        + "0006001400000000000000000000ffff01020304".substring(0, 8) + "0000000000000000");
    }

    /** What tells of a message that was lost and given up (RFC 3758). */
    private void forwardTsn() {
        final FuzzWire wire = new FuzzWire(false);
        wire.connect();
        wire.run();
        wire.trouble(packet -> false);
        Sends.send(wire.client.association, wire.scratch(), 0, 40, 3, 0, 7, 0, Policy.RETRANSMISSIONS, 0, null);
        wire.run();
        for (int i = 0; i < 3; i++) {
            wire.expireNext();
        }
        for (final byte[] packet : wire.seen) {
            if (Byte.toUnsignedInt(packet[PacketHeader.LENGTH]) == ChunkType.FORWARD_TSN) {
                for (final int state : STATES) {
                    packet("forward-tsn-state-%02x".formatted(state), state, packet);
                }
                return;
            }
        }
        throw new IllegalStateException("nothing was given up");
    }

    /** I-DATA of several streams, and what tells of one that was given up (RFC 8260). */
    private void interleaved() {
        final FuzzWire wire = new FuzzWire(true);
        wire.connect();
        wire.run();
        wire.seen.clear();
        Sends.send(wire.client.association, wire.scratch(), 0, 1900, 3, 0, 7, 0);
        Sends.send(wire.client.association, wire.scratch(), 0, 40, 1, 4, 7, 0);
        wire.run();
        packet("i-data-state-a2", 0xA2, wire.seen.get(0));
        packet("i-data-state-02", 0x02, wire.seen.get(0));
        for (final int state : new int[] {0x82, 0xA2}) {
            hex("i-data-first", state, "4002001800000000" + "00010000" + "00000000" + "0000000741424344");
            hex("i-data-middle", state, "4000001800000001" + "00010000" + "00000000" + "0000000141424344");
            hex("i-data-far", state, "4004001800000002" + "00020000" + "ffffffff" + "ffffffff41424344");
            hex("i-data-empty", state, "4003001400000000" + "00010000" + "00000000" + "00000007");
            hex("data-not-agreed", state, "000300140000000000010000" + "0000000741424344");
            hex("i-forward-tsn", state, "c200001800000003" + "0001000000000005" + "0001000100000002");
            hex("forward-tsn-not-agreed", state, "c000000c00000003" + "00010000");
        }
    }

    private void packet(final String name, final int selector, final byte[] packet) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(selector);
        if (selector == STRANGER_WITH_TAG) {
            out.write(packet, PacketHeader.VERIFICATION_TAG_OFFSET, Integer.BYTES);
        }
        out.write(packet, PacketHeader.LENGTH, Math.min(packet.length, 400) - PacketHeader.LENGTH);
        if (packet.length > 400) {
            // A long DATA chunk is as good short.
            final byte[] bytes = out.toByteArray();
            final int header = selector == STRANGER_WITH_TAG ? 1 + Integer.BYTES : 1;
            ByteBuffer.wrap(bytes).putShort(header + Chunk.LENGTH_OFFSET, (short) (bytes.length - header));
            write("packet", name, bytes);
            return;
        }
        write("packet", name, out.toByteArray());
    }

    private void hex(final String name, final int selector, final String chunks) {
        write(
                "packet",
                name + "-state-%02x".formatted(selector),
                HexFormat.of().parseHex("%02x".formatted(selector) + chunks));
    }

    /** Scripts for {@link AssociationFuzz}: one for each thing that a step can do. */
    private void scripts() {
        script("traffic", "00 01 0a0a00 81 1f1f10 00 0a 8a 01 ff1009 00 03 03 8a");
        script("losses", "00 06 01 2020 11 07 07 06 81 2020 12 00 03 03 03 8a 0a");
        script("changes", "01 05 00ff01 05 0cff80 00 01 0404 00 05 04ff7f 00 03 05 03ff10 81 0808 00 00 03");
        script("shutdown", "00 01 1010 00 8d 00 00 03 03 0a");
        script("collision", "01 0b 00 8b 00 00 8b 02 00 0e");
        script("replays", "00 8b 00 8b 02 0b 01 0b 03 8b 04 00 01 1010 00 00 8b 04 03");
        script("injected", "00 88 08 06000008000c0004 0e 08 0c 0900000c0001000800050000 00 89 08 c1000008deadbeef 00");
        script(
                "reconfigured",
                "00 01 0808 08 00 0e 09 00 8e 02 00 01 0404 08 00 0e 03 00 03 03 0e 0c 00 8e 0d 00 0a 8a");
        script("cut", "00 0c 03 01 0808 00 00 0c 09 81 0808 00 00 03 03 0d 01");
        script(
                "mtu",
                "00 0e 0f 00 01 ff1f10 00 06 06 06 03 03 03 8a 04 ff 04 ff 00 81 ff4000 00 0a 8e 27 06 06 06 06 "
                        + "03 04 ff 0e 07 8a");
        script(
                "interleaved",
                "02 01 3f2001 01 3f2002 01 040404 06 00 81 3f2003 00 8a 03 03 8a 0a 0e 01 00 01 080801 00 03");
        script(
                "interleaved-injected",
                "02 88 18 40020018000000000001000000000000000000074142434400 88 18 "
                        + "c200001000000003000100000000000500 8a 03");
        script("time", "00 04 ff 04 ff 04 ff 04 ff 01 0808 00 00 04 20");
    }

    /** Scripts for {@link AddressesFuzz}: requests that are granted and refused, answers, and what the users do. */
    private void addresses() {
        final String add2 = "c001001000000001000500080a020001";
        final String add3 = "c001001000000002000500080a030001";
        final String delete0 = "c002001000000003000500080a000001";
        final String delete1 = "c002001000000004000500080a010001";
        final String prefer1 = "c004001000000005000500080a010001";
        final String wildcard = "c00200100000000600050008" + "00000000";
        addresses("joins", "00 10" + add2 + "0f");
        addresses("leaves", "10 10" + delete0 + "0f 00 10" + delete1);
        addresses("moves", "20 20" + add2 + delete0 + "20 10" + wildcard + "0f");
        addresses("too-many", "00 20" + add2 + add3 + "00 10" + prefer1);
        addresses("unconfirmed", "09 20 20" + add2 + wildcard + "0f 0c 08 ff");
        addresses("unknown", "00 20" + "c0ff0010000000070005000801020304" + add2 + "00 04 40ff0004");
        addresses("signed", "03 08 8000000800000000 13 08 c100000800000000");
        addresses("signed-too-short", "03 04 00030004 0f");
        addresses("users", "24 00 15 01 05 01 08 10 24 01 25 00 26 02 0f");
        addresses("users-too-many", "09 34 00 24 00 0f");
        addresses("answers", "0c 09 25 00 25 02 07 1c c003001c0000000000a10014" + add2 + "0f");
        addresses("answers-unknown", "25 00 07 10 c00300100000000000080008c0010004 25 00");
        addresses("ipv6", "00 1c c001001c000000010006001420010db8000000000000000000000001 08 40");
        addresses("cut-off", "0b 00 20" + add2 + prefer1 + "0f 08 80 2b 0f 08 ff 0c");
    }

    private void addresses(final String name, final String hex) {
        write("addresses", name, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void script(final String name, final String hex) {
        write("association", name, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void write(final String target, final String name, final byte[] bytes) {
        try {
            Files.write(folder.resolve(target).resolve(name), bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
