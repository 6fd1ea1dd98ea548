package io.sctp.bench;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Folders for what a command writes, if the user named none. */
final class Folders {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private Folders() {}

    /** A folder in the current one, named after what it is for and the time. */
    static Path dated(final String what) {
        return Path.of(what + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP));
    }
}
