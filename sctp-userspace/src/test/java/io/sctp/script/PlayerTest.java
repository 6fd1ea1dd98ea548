package io.sctp.script;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The runner itself: scripts that must fail do, with a message that tells what was seen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlayerTest {
    private static final int PORT = 30_000;
    private static final String ASSOCIATION = """
            call listen rto=200ms-800ms
            send INIT tag=77 rwnd=65536 out=4 in=4 tsn=500
            expect vtag=77 INIT_ACK tag=?tag tsn=?tsn [COOKIE data=?cookie]
            send COOKIE_ECHO data=$cookie
            expect vtag=77 COOKIE_ACK
            call accept
            """;

    private static final String PING = "send HEARTBEAT [HEARTBEAT_INFO data=\"a\"]\n";

    @TempDir
    Path folder;

    private TestedSystem system;
    private int played;

    @BeforeAll
    void start() throws IOException {
        system = TestedSystem.of("userspace");
    }

    @AfterAll
    void stop() throws IOException {
        system.close();
    }

    /** Returns why the script fails, or null. */
    private String play(final String steps) throws Exception {
        final Path file = folder.resolve("a.script");
        Files.writeString(file, "rfc: 9260\ntitle: a test\n" + steps);
        return Conformance.play(system, Script.read(file), PORT + played++).failure();
    }

    @Test
    void shouldShowExpectedAndSeenBytesDecoded() throws Exception {
        final String failure = play(ASSOCIATION + "send DATA tsn=500 stream=1 ssn=0 ppid=7 data=\"hello\"\n"
                + "expect vtag=77 SACK cum=$cookie within 300ms\n");
        assertNotNull(failure, "a SACK of another TSN was taken");
        assertTrue(failure.contains("a.script:10: expect vtag=77 SACK cum=$cookie"), failure);
        assertTrue(failure.contains("but: no such packet came within 300 ms"), failure);
        assertTrue(failure.contains("sent DATA tsn=500 stream=1 ssn=0 ppid=7 data=\"hello\""), failure);
        assertTrue(failure.contains("seen vtag=0x4d SACK flags=0 cum=500 rwnd="), failure);
        assertTrue(failure.contains("03 00 00 10 00 00 01 f4"), failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PING + "expect HEARTBEAT_ACK [HEARTBEAT_INFO data=\"b\"] within 100ms",
                PING + "expect HEARTBEAT_ACK [!HEARTBEAT_INFO] within 100ms",
                PING + "expect vtag=78 HEARTBEAT_ACK within 100ms",
                PING + "expect HEARTBEAT_ACK flags=T within 100ms",
                PING + "expect HEARTBEAT_ACK after 5s within 300ms",
                PING + "expect only HEARTBEAT_ACK + SACK within 100ms",
                PING + "expect nothing for 100ms",
                PING + "expect nothing but SACK for 100ms",
                PING + "expect no HEARTBEAT_ACK for 100ms",
                PING + "expect spread HEARTBEAT_ACK + SACK within 100ms",
                "send DATA tsn=500 data=\"a\"\ncall receive \"b\"",
                "send DATA tsn=500 data=\"a\"\ncall receive \"a\" stream=1",
                "send DATA tsn=500 data=\"a\"\ncall receive nothing for 100ms",
                "send DATA tsn=500 data=\"a\"\ncall receive end",
                "send ABORT\ncall receive end",
                "send SHUTDOWN cum=$tsn-1\ncall receive lost",
                "send ABORT\nwait 100ms\ncall send \"a\"",
                "send checksum=wrong HEARTBEAT [HEARTBEAT_INFO data=\"a\"]\nexpect HEARTBEAT_ACK within 100ms",
            })
    void shouldFail(final String steps) throws Exception {
        final String failure = play(ASSOCIATION + steps);
        assertNotNull(failure, "passes");
        assertTrue(failure.contains("a.script:1"), failure);
        assertTrue(failure.contains("but: "), failure);
    }

    @Test
    void shouldFailWhereTheAssociationIsAbortedInstead() throws Exception {
        final String failure = play(ASSOCIATION + "send DATA tsn=500\nexpect SACK\n");
        assertNotNull(failure);
        assertTrue(failure.contains("the association was aborted:"), failure);
        assertTrue(failure.contains("ABORT flags=0 [NO_USER_DATA tsn=500]"), failure);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    send DATUM                | no chunk is called 'DATUM'
                    send DATA tns=1           | DATA has no field 'tns'
                    send INIT [SHOES]         | no parameter is called 'SHOES'
                    send DATA [COOKIE]        | DATA has no parameters and causes
                    send INIT [COOKIE         | a quote or bracket is not closed
                    send DATA tsn=$nothing    | nothing is remembered as $nothing
                    expect SACK within soon   | a time is written as 300ms or 2s: 'soon'
                    expect nothing            | 'for' and a time are missing
                    call dance                | no call is named 'dance'
                    call listen loudly        | no option is named 'loudly'
                    hope                      | no step is named 'hope'
                    """)
    void shouldRefuseWhatIsNoStep(final String step, final String message) throws Exception {
        final String failure = play("let port=1\n" + step);
        assertEquals("the script is wrong: a.script:4: " + step + ": " + message, failure);
    }

    @Test
    void shouldPassWhatIsRight() throws Exception {
        assertNull(
                play(ASSOCIATION + "send DATA tsn=500 data=\"a\"\nexpect SACK cum>=500 cum<=500 cum!=501 after 0ms"));
    }

    /** Whatever the fields of a chunk are, what is written is read as the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATA flags=5 tsn=1 stream=2 ssn=3 ppid=4 data=x:010203",
                "SACK flags=0 cum=7 rwnd=8 gaps=2:3,5:5 dups=1,2",
                "INIT flags=0 tag=1 rwnd=2 out=3 in=4 tsn=5 [COOKIE data=x:01] [IPV4 data=x:7f000001] [ECN]",
                "ABORT flags=1 [NO_USER_DATA tsn=9] [CAUSE type=77 data=x:01020304]",
                "FORWARD_TSN flags=0 cum=9 streams=1/2,3/4",
                "I_FORWARD_TSN flags=0 cum=9 streams=1/0/2,3/1/4",
                "RE_CONFIG flags=0 [OUTGOING_RESET request=1 response=2 last=3 streams=4,5]",
            })
    void shouldReadWhatItWrites(final String chunk) {
        final Values values = new Values();
        final Pattern pattern = Pattern.parse(Layout.Family.CHUNK, chunk);
        final byte[] packet = Packet.write(1, 2, 3, true, Element.write(pattern, values));
        final Packet read = Packet.read(0, Peer.ADDRESS, packet);
        assertEquals(
                Map.of("sport", "1", "dport", "2", "vtag", "3"), read.header().fields());
        assertTrue(pattern.matches(read.chunks().get(0), values), read::toString);
        assertEquals(chunk, read.chunks().get(0).toString());
    }

    @Test
    void shouldTellWhatIsKnownFromWhatIsNewOrMended() throws IOException {
        final Path file = folder.resolve("deviations");
        Files.writeString(file, "# comment\nlinux:6.1,7.3 one reasons are given\nuserspace two it is so\n");
        final Deviations known = Deviations.read(file);
        final Verdict failed = new Verdict(new Script("one", "", "", List.of()), "what was seen");
        final Verdict passed = new Verdict(failed.script(), null);
        assertNull(known.complaint("linux 6.1.0-57-amd64", failed));
        assertNull(known.complaint("linux 7.3.4+deb13-amd64", failed));
        assertEquals("what was seen", known.complaint("linux 6.12.117+deb12-amd64", failed));
        assertEquals("what was seen", known.complaint("userspace", failed));
        assertNull(known.complaint("userspace", passed));
        assertEquals(
                "a known deviation is mended; remove it from the file: reasons are given",
                known.complaint("linux 6.1.0-57-amd64", passed));
    }

    @Test
    void shouldMakeATableOfVerdicts() throws IOException {
        final Path first = folder.resolve("first");
        final Path second = folder.resolve("second");
        Files.writeString(first, "system\tuserspace\nok\tone\ndeviates\ttwo\n");
        Files.writeString(second, "system\tlinux 6.12.117+deb12-amd64\nok\tone\n");
        final Path deviations = folder.resolve("deviations");
        Files.writeString(deviations, "userspace two it is so\n");
        final String page = ConformanceTable.of(
                List.of(
                        new Script("one", "9260", "that it works", List.of()),
                        new Script("two", "3758", "that it does not", List.of())),
                Deviations.read(deviations),
                List.of(first.toString(), second.toString()));
        assertTrue(page.contains("| script | RFC | what it shows | userspace | Linux 6.12 |\n"), page);
        assertTrue(page.contains("| `one` | 9260 | that it works | ok | ok |\n"), page);
        assertTrue(page.contains("| `two` | 3758 | that it does not | deviates | - |\n"), page);
        assertTrue(page.contains("| userspace | `two` | it is so |\n"), page);
    }

    /** Each line in the file of deviations is about a script that there is. */
    @Test
    void shouldKnowTheScriptOfEachDeviation() throws IOException {
        final List<String> names =
                Conformance.scripts().stream().map(Script::name).toList();
        for (final Deviations.Deviation deviation : Conformance.deviations().all()) {
            assertTrue(names.contains(deviation.script()), deviation::script);
        }
        assertDoesNotThrow(() -> Conformance.folder());
    }
}
