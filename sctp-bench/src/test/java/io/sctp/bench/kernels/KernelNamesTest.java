package io.sctp.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.bench.options.CampaignOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** How {@code --kernel} names the kernels of a campaign, whose folders are named after them. */
final class KernelNamesTest {
    @Test
    void shouldNameASeriesAsItIs() {
        final CampaignOptions options = parsed("--kernel=6.12", "--kernel=7.3-amd64");
        assertEquals(List.of("6.12", "7.3-amd64"), names(options));
        assertEquals(Map.of(), options.paths());
    }

    @Test
    void shouldNameAFolderAfterItsLastPartOrAsTheUserDoes() {
        final CampaignOptions options = parsed("--kernel=/src/linux/net/sctp", "--kernel=patched=/src/b/net/sctp");
        assertEquals(List.of("sctp", "patched"), names(options));
        assertEquals(Map.of("sctp", "/src/linux/net/sctp", "patched", "/src/b/net/sctp"), options.paths());
    }

    @Test
    void shouldTakeAFolderThatIsNamedRelatively() {
        final CampaignOptions options = parsed("--kernel=mine=build");
        assertEquals(Map.of("mine", Path.of("build").toAbsolutePath().toString()), options.paths());
    }

    @Test
    void shouldRefuseTwoFoldersOfOneName() {
        final CampaignOptions options = parsed("--kernel=/a/sctp", "--kernel=/b/sctp");
        final String message = assertThrows(IllegalArgumentException.class, () -> names(options))
                .getMessage();
        assertEquals(true, message.contains("NAME=DIR"), message);
    }

    private static List<String> names(final CampaignOptions options) {
        return options.campaign(1, List.of(), 1, Path.of("out")).kernels();
    }

    private static CampaignOptions parsed(final String... arguments) {
        return CommandLine.populateCommand(new CampaignOptions(), arguments);
    }
}
