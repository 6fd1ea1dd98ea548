package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.bench.export.Exports;
import io.sctp.bench.export.ForeignReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

/** The jobs for build servers in the documents. */
class JobsTest {
    private static final Path JOBS = Path.of("..", "docs", "nightly");
    private static final Pattern COMMAND = Pattern.compile("\\./sctp ([^\n|]*)");

    @ParameterizedTest
    @ValueSource(strings = {"github-actions.yml", "gitlab-ci.yml", "Jenkinsfile", "lava.yaml"})
    void shouldGiveTheProgramOptionsThatItHas(final String job) throws IOException {
        final String text =
                Files.readString(JOBS.resolve(job)).replace("\\\n", " ").replaceAll("\n +--", " --");
        final List<String> commands = new ArrayList<>();
        final Matcher found = COMMAND.matcher(text);
        while (found.find()) {
            commands.add(found.group(1).replace("\"", "").strip());
        }
        assertEquals(1, commands.size(), commands::toString);
        final ParseResult parsed =
                Main.commandLine().parseArgs(commands.get(0).split(" +", -1)).subcommand();
        assertEquals("nightly", parsed.commandSpec().name());
        final List<String> exports = parsed.matchedOption("--export").getValue();
        assertDoesNotThrow(() -> Exports.parse(exports, true), exports::toString);
    }

    @Test
    void shouldBeYaml() throws Exception {
        assumeTrue(ForeignReader.has("yaml"), "needs Debian's package python3-yaml");
        for (final String job : List.of("github-actions.yml", "gitlab-ci.yml", "lava.yaml")) {
            final String read = ForeignReader.output(
                    "import sys, yaml; print(type(yaml.safe_load(open(sys.argv[1]))).__name__)",
                    JOBS.resolve(job).toString());
            assertEquals("dict\n", read, job);
        }
    }

    @Test
    void shouldBeWhatLavaTakes() throws Exception {
        assumeTrue(ForeignReader.has("lava_common.schemas"), "needs Debian's package lava-common");
        final String read = ForeignReader.output(
                "import sys, yaml; from lava_common import schemas;"
                        + "schemas.validate(yaml.safe_load(open(sys.argv[1]))); print('valid')",
                JOBS.resolve("lava.yaml").toString());
        assertEquals("valid\n", read);
    }
}
