package io.sctp.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a page in Markdown from the verdicts of several systems: docs/packet-scripts.md. */
final class ConformanceTable {
    private ConformanceTable() {}

    /** A system's name and its verdicts by script. */
    private record Column(String name, Map<String, String> verdicts) {
        /** A kernel is known by its series, the engine by its name. */
        String title() {
            final String[] words = name.split(" ", -1);
            return words.length == 1 ? name : "Linux " + Deviations.seriesOf(words[1]);
        }
    }

    static String of(final List<Script> scripts, final Deviations deviations, final List<String> files)
            throws IOException {
        final List<Column> columns = new ArrayList<>();
        for (final String file : files) {
            columns.add(read(Path.of(file)));
        }
        final StringBuilder page = new StringBuilder("""
                # Packet scripts

                What the userspace engine and each Linux kernel do with the packet scripts of
                [lab/conformance](../lab/conformance/README.md). This file is generated:
                `./sctp lab conformance --page docs/packet-scripts.md` plays them all. `ok`: as the RFC says.
                `deviates`: not so; the reasons are below. `-`: not played there; kernels before 5.11 have no SCTP
                in UDP. The RFCs are 9260 (SCTP), 3758 (partial reliability), 6525 (stream reset) and 8260
                (interleaving).

                """);
        page.append("| script | RFC | what it shows |");
        columns.forEach(column -> page.append(' ').append(column.title()).append(" |"));
        page.append("\n|---|---|---|").append("---|".repeat(columns.size())).append('\n');
        for (final Script script : scripts) {
            page.append("| `").append(script.name()).append("` | ").append(script.rfc());
            page.append(" | ").append(script.title()).append(" |");
            for (final Column column : columns) {
                page.append(' ')
                        .append(column.verdicts.getOrDefault(script.name(), "-"))
                        .append(" |");
            }
            page.append('\n');
        }
        page.append("\n## Known deviations\n\n| system | script | what it does instead |\n|---|---|---|\n");
        for (final Deviations.Deviation known : deviations.all()) {
            page.append("| ").append(known.where()).append(" | `").append(known.script());
            page.append("` | ").append(known.reason()).append(" |\n");
        }
        return page.toString();
    }

    private static Column read(final Path file) throws IOException {
        String name = "";
        final Map<String, String> verdicts = new HashMap<>();
        for (final String line : Files.readAllLines(file)) {
            final String[] words = line.split("\t", -1);
            if (words[0].equals("system")) {
                name = words[1];
            } else {
                verdicts.put(words[1], words[0]);
            }
        }
        return new Column(name, verdicts);
    }
}
