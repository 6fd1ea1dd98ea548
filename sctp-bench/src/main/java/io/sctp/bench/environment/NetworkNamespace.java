package io.sctp.bench.environment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The network namespace of this process. */
public final class NetworkNamespace {
    private static final Path OURS = Path.of("/proc/self/ns/net");
    private static final Path OF_THE_MACHINE = Path.of("/proc/1/ns/net");
    /** Where {@code ip netns} keeps those that have a name. */
    private static final Path NAMED = Path.of("/run/netns");
    /** In the machine's own user namespace every user is mapped to itself. */
    private static final String EVERY_USER = "0 0 4294967295";

    private NetworkNamespace() {}

    /**
     * Whether it was made for a purpose, so that only programs started in it share its devices. False for the
     * machine's own, and if that cannot be told.
     */
    public static boolean isSeparate() {
        try {
            return !Files.readSymbolicLink(OURS).equals(Files.readSymbolicLink(OF_THE_MACHINE));
        } catch (final IOException | UnsupportedOperationException e) {
            // Process 1 belongs to another user. Somebody who is root only in a user namespace has no power over the
            // devices of any network namespace but those made in it.
            return isUserNamespaceSeparate() || hasName();
        }
    }

    private static boolean isUserNamespaceSeparate() {
        return KernelFacts.read("/proc/self/uid_map")
                .map(map -> !map.replaceAll("\\s+", " ").equals(EVERY_USER))
                .orElse(false);
    }

    private static boolean hasName() {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMED)) {
            for (final Path name : names) {
                if (Files.isSameFile(name, OURS)) {
                    return true;
                }
            }
            return false;
        } catch (final IOException e) {
            return false;
        }
    }
}
