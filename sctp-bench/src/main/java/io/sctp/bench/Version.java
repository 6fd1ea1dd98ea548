package io.sctp.bench;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code --version} of every command. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        final String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("of a build without a number");
        return new String[] {
            "sctp-java " + version,
            "JDK " + System.getProperty("java.vm.version") + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.version") + " " + System.getProperty("os.arch")
        };
    }
}
