package io.sctp.script;

import io.sctp.script.Layout.Family;
import io.sctp.script.Script.Step;
import io.sctp.spi.SctpProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Plays one script against a system under test: it is the peer, and has the program make its calls. */
final class Player implements AutoCloseable {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);
    private static final Set<String> HEADER = Set.of("vtag", "sport", "dport", "to");
    private static final int ABORT = 6;

    private final Values values = new Values();
    private final Peer peer;
    private final Program program;

    /** What was sent and received, for messages. */
    private final List<String> log = new ArrayList<>();

    private final long startNs = System.nanoTime();

    /** When the last packet was sent, or the last expected one came. */
    private long lastNs = startNs;

    /**
     * Prepares to play a script.
     *
     * @param udpPort the UDP port where the system under test receives
     * @param sctpPort the peer's SCTP port, which no other script uses at the same time
     */
    Player(final SctpProvider provider, final int udpPort, final int sctpPort) throws IOException {
        peer = new Peer(udpPort);
        values.set("peer", sctpPort);
        program = new Program(provider, values, peer.udpPort());
    }

    /** Plays a script; fails with a message that tells where, what was expected, and what was seen. */
    void play(final Script script) throws Exception {
        for (final Step step : script.steps()) {
            try {
                perform(step.text());
            } catch (final ScriptFailure e) {
                throw new ScriptFailure(step.place() + ": " + step.text() + "\n  expected: " + expected(step.text())
                        + "\n  but: " + e.getMessage() + "\n  so far:\n    " + String.join("\n    ", log));
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException(step.place() + ": " + step.text() + ": " + e.getMessage(), e);
            } catch (final Exception e) {
                throw new ScriptFailure(step.place() + ": " + step.text() + "\n  but: " + e + "\n  so far:\n    "
                        + String.join("\n    ", log));
            }
        }
    }

    private void perform(final String text) throws Exception {
        final List<String> words = Pattern.words(text);
        final List<String> arguments = words.subList(1, words.size());
        switch (words.get(0)) {
            case "send" -> send(arguments);
            case "expect" -> expect(arguments);
            case "call" -> {
                note("program: " + String.join(" ", arguments));
                program.call(arguments);
            }
            case "wait" -> Thread.sleep(Durations.of(arguments.get(0)).toMillis());
            case "let" -> let(arguments.get(0));
            case "default" -> {
                if (!values.knows(arguments.get(0).split("=", 2)[0])) {
                    let(arguments.get(0));
                }
            }
            case "repeat" -> {
                for (int i = 0; i < Integer.parseInt(arguments.get(0)); i++) {
                    values.set("i", i);
                    perform(String.join(" ", arguments.subList(1, arguments.size())));
                }
            }
            default -> throw new IllegalArgumentException("no step is named '" + words.get(0) + "'");
        }
    }

    private void let(final String assignment) {
        final String[] parts = assignment.split("=", 2);
        values.set(parts[0], values.of(parts[1]));
    }

    // -- sending ----------------------------------------------------------------------------------------------------

    /** `send [vtag=..] [sport=..] [dport=..] [from=..] [checksum=wrong] CHUNK ... + CHUNK ...`. */
    private void send(final List<String> words) throws IOException {
        final Map<String, String> header = new HashMap<>();
        int first = 0;
        while (words.get(first).matches("(vtag|sport|dport|from|checksum)=.*")) {
            final Pattern.Term term = Pattern.term(words.get(first));
            header.put(term.name(), term.value());
            first++;
        }
        final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        final List<Pattern> patterns = patterns(words.subList(first, words.size()));
        for (final Pattern pattern : patterns) {
            chunks.write(Element.write(pattern, values));
        }
        final boolean starts = patterns.get(0).layout().name().equals("INIT");
        final String tag = starts || !values.knows("tag") ? "0" : "$tag";
        final byte[] packet = Packet.write(
                (int) values.number(header.getOrDefault("sport", "$peer")),
                (int) values.number(header.getOrDefault("dport", "$port")),
                values.number(header.getOrDefault("vtag", tag)),
                !"wrong".equals(header.get("checksum")),
                chunks.toByteArray());
        lastNs = System.nanoTime();
        peer.send(header.getOrDefault("from", Peer.ADDRESS), packet);
        note("sent " + patterns.stream().map(p -> p.show(values)).collect(Collectors.joining(" + ")));
    }

    private static List<Pattern> patterns(final List<String> words) {
        final List<Pattern> patterns = new ArrayList<>();
        for (final List<String> chunk : split(words, "+")) {
            patterns.add(Pattern.parse(Family.CHUNK, String.join(" ", chunk)));
        }
        patterns.forEach(Pattern::check);
        return patterns;
    }

    private static List<List<String>> split(final List<String> words, final String separator) {
        final List<List<String>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        for (final String word : words) {
            if (word.equals(separator)) {
                parts.add(new ArrayList<>());
            } else {
                parts.get(parts.size() - 1).add(word);
            }
        }
        return parts;
    }

    // -- expecting --------------------------------------------------------------------------------------------------

    /** A packet that a step takes: what its header and its chunks must be. */
    private record Alternative(List<Pattern.Term> header, List<Pattern> chunks, boolean only) {
        boolean matches(final Packet packet, final Values values) {
            for (final Pattern.Term term : header) {
                final String seen = term.name().equals("to")
                        ? packet.from()
                        : packet.header().field(term.name());
                final boolean holds =
                        term.name().equals("to") ? term.value().equals(seen) : Pattern.holds(term, seen, values);
                if (!holds) {
                    return false;
                }
            }
            int at = 0;
            for (final Element chunk : packet.chunks()) {
                if (at < chunks.size() && chunks.get(at).matches(chunk, values)) {
                    at++;
                } else if (only) {
                    return false;
                }
            }
            return at == chunks.size();
        }

        boolean names(final int type) {
            return chunks.stream().anyMatch(pattern -> pattern.layout().type() == type);
        }
    }

    private void expect(final List<String> words) {
        if (words.get(0).equals("nothing") || words.get(0).equals("no")) {
            expectNothing(words);
            return;
        }
        final List<String> rest = new ArrayList<>(words);
        final Duration limit = takeTime(rest, "within", DEFAULT_LIMIT);
        if (rest.get(0).equals("spread")) {
            expectSpread(patterns(rest.subList(1, rest.size())), limit);
            return;
        }
        final Duration least = takeTime(rest, "after", Duration.ofDays(-1));
        final List<Alternative> alternatives = new ArrayList<>();
        for (final List<String> part : split(rest, "|")) {
            alternatives.add(alternative(part));
        }
        final boolean endExpected = alternatives.stream().anyMatch(a -> a.names(ABORT));
        final long deadlineNs = System.nanoTime() + limit.toNanos();
        Packet packet = next(deadlineNs);
        while (packet != null) {
            if (takes(alternatives, packet)) {
                final long waitedNs = packet.timeNs() - lastNs;
                lastNs = packet.timeNs();
                if (waitedNs < least.toNanos()) {
                    throw new ScriptFailure("it came too soon, after " + waitedNs / 1_000_000 + " ms");
                }
                return;
            }
            if (alternatives.stream().allMatch(Alternative::only)) {
                throw new ScriptFailure("another packet came:" + detail(packet));
            }
            if (!endExpected
                    && packet.chunks().stream().anyMatch(c -> c.layout().type() == ABORT)) {
                throw new ScriptFailure("the association was aborted:" + detail(packet));
            }
            packet = next(deadlineNs);
        }
        throw new ScriptFailure("no such packet came within " + limit.toMillis() + " ms");
    }

    /** `spread CHUNK + CHUNK`: these chunks in this order, in as many packets as the system likes. */
    private void expectSpread(final List<Pattern> chunks, final Duration limit) {
        final long deadlineNs = System.nanoTime() + limit.toNanos();
        int at = 0;
        while (at < chunks.size()) {
            final Packet packet = next(deadlineNs);
            if (packet == null) {
                throw new ScriptFailure(
                        "no " + chunks.get(at).show(values) + " came within " + limit.toMillis() + " ms");
            }
            lastNs = packet.timeNs();
            for (final Element chunk : packet.chunks()) {
                at += at < chunks.size() && chunks.get(at).matches(chunk, values) ? 1 : 0;
            }
        }
    }

    private static Alternative alternative(final List<String> words) {
        final List<Pattern.Term> header = new ArrayList<>();
        int first = 0;
        final boolean only = words.get(0).equals("only");
        first += only ? 1 : 0;
        while (HEADER.contains(words.get(first).split("[!<>=]", 2)[0])) {
            header.add(Pattern.term(words.get(first)));
            first++;
        }
        return new Alternative(header, patterns(words.subList(first, words.size())), only);
    }

    /** What a script remembers counts only if all of the packet is right. */
    private boolean takes(final List<Alternative> alternatives, final Packet packet) {
        for (final Alternative alternative : alternatives) {
            final Values tried = values.copy();
            if (alternative.matches(packet, tried)) {
                values.take(tried);
                return true;
            }
        }
        return false;
    }

    /** `nothing for 300ms`, `nothing but SACK,HEARTBEAT for 300ms`, `no DATA tsn=$tsn for 300ms`. */
    private void expectNothing(final List<String> words) {
        final List<String> rest = new ArrayList<>(words);
        final Duration time = takeTime(rest, "for", null);
        final boolean one = rest.get(0).equals("no");
        final Pattern unwanted = one ? patterns(rest.subList(1, rest.size())).get(0) : null;
        final Set<String> allowed = rest.size() > 2 && !one ? Set.of(rest.get(2).split(",", -1)) : Set.of();
        allowed.forEach(name -> Layout.named(Family.CHUNK, name));
        final long deadlineNs = System.nanoTime() + time.toNanos();
        Packet packet = next(deadlineNs);
        while (packet != null) {
            for (final Element chunk : packet.chunks()) {
                final boolean wrong = one
                        ? unwanted.matches(chunk, values)
                        : !allowed.contains(chunk.layout().name());
                if (wrong) {
                    throw new ScriptFailure("this came:" + detail(packet));
                }
            }
            packet = next(deadlineNs);
        }
    }

    private static Duration takeTime(final List<String> words, final String key, final Duration otherwise) {
        final int at = words.indexOf(key);
        if (at < 0 || at + 1 >= words.size()) {
            if (otherwise == null) {
                throw new IllegalArgumentException("'" + key + "' and a time are missing");
            }
            return otherwise;
        }
        words.remove(at);
        return Durations.of(words.remove(at));
    }

    private Packet next(final long deadlineNs) {
        final Peer.Arrival arrival = peer.next(deadlineNs);
        if (arrival == null) {
            return null;
        }
        if (arrival.packet() == null) {
            throw new ScriptFailure(
                    "a malformed packet came, " + arrival.defect().getMessage() + ":\n      " + arrival.hex());
        }
        note("seen " + arrival.packet() + "\n            " + arrival.hex());
        return arrival.packet();
    }

    // -- messages ---------------------------------------------------------------------------------------------------

    private void note(final String what) {
        log.add(String.format(Locale.ROOT, "%8.1f ms ", (System.nanoTime() - startNs) / 1e6) + what);
    }

    private static String detail(final Packet packet) {
        return "\n      " + packet + "\n      " + packet.hex();
    }

    /** The step with the values of its variables. */
    private String expected(final String text) {
        return Arrays.stream(text.split("(?<=[\\s=,+\\]\\[/:-])|(?=[\\s=,+\\]\\[/:-])", -1))
                .map(word -> word.matches("\\$[a-z]+") && values.knows(word.substring(1))
                        ? Values.show(values.of(word))
                        : word)
                .collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException {
        try (peer) {
            program.close();
        }
    }
}
