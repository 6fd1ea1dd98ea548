package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpException;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.protocol.AdaptationProtocol;
import io.sctp.bench.protocol.CorrelationField;
import io.sctp.bench.protocol.DiameterProtocol;
import io.sctp.bench.protocol.EchoProtocol;
import io.sctp.bench.protocol.Message;
import io.sctp.bench.protocol.Protocol;
import io.sctp.bench.protocol.Target;
import io.sctp.bench.protocol.TemplateProtocol;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loads on servers that are not of this project, by scripts with the habits of others: answers in another order, on
 * other streams, with another payload protocol identifier, and requests of the server's own. The real programs are the
 * lab's (scripts/foreign-servers-in-guest.sh).
 */
@Timeout(60)
class ForeignServerTest {
    private static final int MESSAGES = 100;
    /** A run of 200 ms may send late messages for another second. */
    private static final Duration LONGER_THAN_A_RUN = Duration.ofSeconds(2);

    private static final int RESULT_CODE_OFFSET = 28;

    private final LoadTransport tcp = Transports.named("tcp");

    ForeignServerTest() throws SctpException {}

    @Test
    void shouldMatchDiameterAnswersInAnyOrderOnAnyStream() throws Exception {
        final AtomicInteger answeredDwr = new AtomicInteger();
        final Supplier<ScriptedServer.Script> scripts = () -> new ScriptedServer.Script() {
            private ByteBuffer held;

            @Override
            public boolean onMessage(final ByteBuffer message, final int stream, final ScriptedServer.Answer answer)
                    throws IOException {
                if ((message.get(4) & 0x80) == 0) {
                    assertEquals(0x01010101, message.getInt(12));
                    answeredDwr.incrementAndGet();
                } else if (command(message) == 257) {
                    answer.send(diameter(message, 2001), 0);
                    answer.send(hex("01000014" + "80000118" + "00000000" + "01010101" + "02020202"), 5);
                } else if (command(message) == 280 && held == null) {
                    held = diameter(message, 2001);
                } else if (command(message) == 280) {
                    answer.send(diameter(message, 2001), 15 - stream);
                    answer.send(held, 9);
                    held = null;
                }
                return true;
            }
        };
        final LoadOutcome outcome = run(tcp, diameter(List.of()), scripts, 1);
        assertEquals(List.of(), outcome.invalidReasons());
        assertEquals(MESSAGES, outcome.integrity().received());
        assertEquals(1, outcome.server().requests());
        assertEquals(1, answeredDwr.get());
        assertEquals(0, outcome.server().unmatched());
        assertEquals(List.of("DWR"), outcome.recorders().types());
        assertEquals(MESSAGES, outcome.recorders().type(0).whole().getTotalCount());
    }

    @Test
    void shouldSayWhyADiameterServerRefuses() throws Exception {
        final IOException thrown =
                assertThrows(IOException.class, () -> run(tcp, diameter(List.of()), always(m -> diameter(m, 3010)), 1));
        assertTrue(thrown.getMessage().contains("'client.sctp.example': Result-Code 3010"), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBeInvalidWhereAnswersReportErrorsUnlessTheyAreAccepted(final boolean accepted) throws Exception {
        final Supplier<ScriptedServer.Script> scripts =
                always(message -> diameter(message, command(message) == 257 ? 2001 : 5012));
        final LoadOutcome outcome = run(tcp, new Target(diameter(List.of()), 10, accepted), scripts, 1);
        assertEquals(accepted, outcome.valid(), outcome.invalidReasons().toString());
        assertEquals(MESSAGES, outcome.server().refused());
        assertEquals("Result-Code 5012", outcome.server().firstError());
        assertEquals(MESSAGES, outcome.integrity().received());
    }

    @Test
    void shouldCountWhatIsNotAnsweredAndWhatIsAnsweredTwice() throws Exception {
        final AtomicInteger number = new AtomicInteger();
        final Supplier<ScriptedServer.Script> scripts = () -> (message, stream, answer) -> {
            final int own = command(message) == 257 ? 1 : number.incrementAndGet() % 10;
            for (int i = 0; i < (own == 0 ? 0 : own == 5 ? 2 : 1); i++) {
                answer.send(diameter(message, 2001), stream);
            }
            return true;
        };
        final LoadOutcome outcome = run(tcp, diameter(List.of()), scripts, 1);
        assertEquals(MESSAGES / 10, outcome.integrity().lost());
        assertEquals(MESSAGES / 10, outcome.server().unmatched());
        assertTrue(
                outcome.invalidReasons().contains("10 messages not answered"),
                outcome.invalidReasons().toString());
    }

    @Test
    void shouldTellWhenADiameterServerTakesItsLeave() throws Exception {
        final AtomicInteger number = new AtomicInteger();
        final Supplier<ScriptedServer.Script> scripts = () -> (message, stream, answer) -> {
            answer.send(diameter(message, 2001), stream);
            if (number.incrementAndGet() == 20) {
                answer.send(
                        hex("01000020" + "8000011a" + "00000000" + "01010101" + "02020202"
                                + "000001114000000c00000001"),
                        0);
            }
            return true;
        };
        final LoadOutcome outcome = run(tcp, diameter(List.of()), scripts, 1);
        assertTrue(
                outcome.invalidReasons().get(0).contains("took its leave: Disconnect-Peer-Request, cause 1"),
                outcome.invalidReasons().toString());
    }

    @Test
    void shouldSendRequestsOfOnesOwnByTheirTypes() throws Exception {
        final List<Message> requests = List.of(
                new Message("a", HexFormat.of().parseHex("01000014" + "c000013c" + "01000023" + "0000000000000000")),
                new Message("b", HexFormat.of().parseHex("01000014" + "c0000110" + "00000004" + "0000000000000000")));
        final LoadOutcome outcome = run(tcp, diameter(requests), always(m -> diameter(m, 2001)), 2);
        assertEquals(List.of(), outcome.invalidReasons());
        assertEquals(List.of("ULR", "CCR"), outcome.recorders().types());
        assertEquals(MESSAGES / 2, outcome.recorders().type(0).whole().getTotalCount());
        assertEquals(MESSAGES / 2, outcome.recorders().type(1).whole().getTotalCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "userspace"})
    void shouldBecomeActiveAndBeatAsAnApplicationServerProcess(final String transport) throws Exception {
        final AtomicInteger acknowledged = new AtomicInteger();
        final Supplier<ScriptedServer.Script> scripts = () -> (message, stream, answer) -> {
            switch (message.getInt(0)) {
                case 0x01000301 -> {
                    answer.send(hex("0100000100000010" + "000d000800010002"), 0); // a notification comes first
                    answer.send(hex("0100030400000008"), 0);
                }
                case 0x01000401 -> {
                    answer.send(hex("0100040300000008"), 0);
                    answer.send(hex("0100030300000010" + "0009000861626364"), 0);
                }
                case 0x01000303 -> {
                    final byte[] bytes = new byte[message.remaining()];
                    message.get(bytes);
                    bytes[3] = 6;
                    answer.send(direct(bytes), 15 - stream);
                }
                case 0x01000306 -> acknowledged.incrementAndGet();
                default -> {}
            }
            return true;
        };
        final LoadOutcome outcome =
                run(Transports.named(transport), AdaptationProtocol.m3ua(null, List.of(), null), scripts, 1);
        assertEquals(List.of(), outcome.invalidReasons());
        assertEquals(MESSAGES, outcome.integrity().received());
        assertEquals(1, outcome.server().requests());
        assertEquals(1, acknowledged.get());
    }

    @Test
    void shouldSayWhyAnApplicationServerProcessIsRefused() throws Exception {
        final Supplier<ScriptedServer.Script> scripts = always(message -> message.getInt(0) == 0x01000301
                ? hex("0100030400000008")
                : hex("0100000000000010" + "000c00080000001a"));
        final IOException thrown = assertThrows(
                IOException.class, () -> run(tcp, AdaptationProtocol.m3ua(7L, List.of(), null), scripts, 1));
        assertEquals("the server refused ASP Active: error 0x1a (no configured AS for ASP)", thrown.getMessage());
    }

    @Test
    void shouldMatchMessagesOfOnesOwnByAField() throws Exception {
        final Protocol template = new TemplateProtocol(
                List.of(new Message("short", new byte[8]), new Message("long", new byte[300])),
                new CorrelationField(3, 2));
        final LoadOutcome outcome = run(tcp, template, always(ForeignServerTest::copy), 1);
        assertEquals(List.of(), outcome.invalidReasons());
        assertEquals(List.of("short", "long"), outcome.recorders().types());
    }

    @Test
    void shouldFindWhatAnEchoHasChanged() throws Exception {
        final AtomicInteger number = new AtomicInteger();
        final Supplier<ScriptedServer.Script> scripts = () -> (message, stream, answer) -> {
            final ByteBuffer copy = copy(message);
            if (number.incrementAndGet() == 7) {
                copy.put(60, (byte) ~copy.get(60));
            }
            answer.send(copy, 0);
            return true;
        };
        final LoadOutcome outcome = run(tcp, new EchoProtocol(), scripts, 1);
        assertEquals(1, outcome.integrity().lost());
        assertEquals(1, outcome.server().errors());
        assertEquals("a message that was not sent like this", outcome.server().firstError());
    }

    @Test
    void shouldHoldMessagesBackBeyondTheWindow() throws Exception {
        final AtomicInteger unanswered = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final Supplier<ScriptedServer.Script> scripts = () -> (message, stream, answer) -> {
            // Until it has a window of them, or has waited for one in vain, it answers nothing.
            most.accumulateAndGet(unanswered.incrementAndGet(), Math::max);
            return true;
        };
        final LoadOutcome outcome = run(tcp, new Target(new EchoProtocol(), 8, false), scripts, 1, LONGER_THAN_A_RUN);
        assertFalse(outcome.valid());
        assertEquals(8, most.get(), "messages, where the first eight waited for the whole run");
        assertTrue(outcome.integrity().sent() < MESSAGES, "all were sent");
    }

    private static DiameterProtocol diameter(final List<Message> requests) {
        return new DiameterProtocol("client.sctp.example", InetAddress.getLoopbackAddress(), requests);
    }

    private static LoadOutcome run(
            final LoadTransport transport,
            final Protocol protocol,
            final Supplier<ScriptedServer.Script> scripts,
            final int associations)
            throws IOException, InterruptedException {
        return run(transport, new Target(protocol, MESSAGES, false), scripts, associations);
    }

    private static LoadOutcome run(
            final LoadTransport transport,
            final Target target,
            final Supplier<ScriptedServer.Script> scripts,
            final int associations)
            throws IOException, InterruptedException {
        return run(transport, target, scripts, associations, Duration.ofMillis(500));
    }

    /** @param patience how long to wait for an answer */
    private static LoadOutcome run(
            final LoadTransport transport,
            final Target target,
            final Supplier<ScriptedServer.Script> scripts,
            final int associations,
            final Duration patience)
            throws IOException, InterruptedException {
        final LoadPlan plan = new LoadPlan(
                LoadPlan.Mode.ECHO,
                associations,
                16,
                new LoadPlan.Messages(
                        SizeDistribution.fixed(64), target.protocol().ppid(), false, target),
                LoadPlan.Calls.SINGLE,
                new Arrival(Arrival.Kind.FIXED, 500, 0),
                new LoadPlan.Timing(Duration.ZERO, Duration.ofMillis(MESSAGES * 1_000L / 500), patience));
        // It answers with a payload protocol identifier of its own, as freediameterd does.
        try (ScriptedServer server = new ScriptedServer(transport, 0, scripts)) {
            return new LoadRun(plan, transport, List.of()).runAgainst(server.address());
        }
    }

    private static Supplier<ScriptedServer.Script> always(final UnaryOperator<ByteBuffer> answer) {
        return () -> (message, stream, to) -> {
            to.send(answer.apply(message), stream);
            return true;
        };
    }

    private static int command(final ByteBuffer message) {
        return message.getInt(message.position() + 4) & 0xFF_FFFF;
    }

    /** The answer to a Diameter request. */
    private static ByteBuffer diameter(final ByteBuffer request, final int result) {
        final ByteBuffer answer =
                hex("01000020" + "00000000" + "00000000" + "00000000" + "00000000" + "0000010c4000000c00000000");
        final int start = request.position();
        answer.putInt(4, command(request));
        answer.putInt(8, request.getInt(start + 8));
        answer.putInt(12, request.getInt(start + 12));
        answer.putInt(16, request.getInt(start + 16));
        return answer.putInt(RESULT_CODE_OFFSET, result);
    }

    private static ByteBuffer copy(final ByteBuffer message) {
        final ByteBuffer copy = ByteBuffer.allocateDirect(message.remaining());
        return copy.put(message.duplicate()).flip();
    }

    private static ByteBuffer hex(final String digits) {
        return direct(HexFormat.of().parseHex(digits));
    }

    private static ByteBuffer direct(final byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
