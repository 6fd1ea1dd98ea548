package io.sctp.bench.result;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are written completely or not at all, with errors that name them; or standard output. */
public final class WholeFile {
    /** The file name that stands for standard output. */
    public static final Path STANDARD_OUTPUT = Path.of("-");

    private static final String PARTIAL = ".partial";

    private WholeFile() {}

    /** Whether this stands for standard output. Then text for people must go elsewhere. */
    public static boolean isStandardOutput(final Path file) {
        return STANDARD_OUTPUT.equals(file);
    }

    /** Writes a text, in UTF-8. */
    public static void write(final Path file, final String text) throws IOException {
        write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the content. */
    public static void write(final Path file, final Content content) throws IOException {
        if (isStandardOutput(file)) {
            content.writeTo(System.out);
            System.out.flush();
            return;
        }
        final Path partial = partial(file);
        try {
            Files.createDirectories(partial.getParent());
            try (OutputStream stream = Files.newOutputStream(partial)) {
                content.writeTo(stream);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw failure(file, e);
        } finally {
            remove(partial);
        }
    }

    /**
     * Checks that a file can be written, before hours of measuring.
     *
     * @throws IOException if not; the message says why
     */
    public static void requireWritable(final Path file) throws IOException {
        if (file == null || isStandardOutput(file)) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write " + file + ": it is a folder");
        }
        final Path partial = partial(file);
        try {
            Files.createDirectories(partial.getParent());
            Files.newOutputStream(partial).close();
        } catch (final IOException e) {
            throw failure(file, e);
        } finally {
            remove(partial);
        }
    }

    /** Returns an error that says which file cannot be written, and why. */
    public static IOException failure(final Path file, final IOException cause) {
        return new IOException("cannot write " + file + ": " + reason(cause), cause);
    }

    private static String reason(final IOException cause) {
        if (cause instanceof FileSystemException about && about.getReason() == null) {
            return about.getFile() + why(about);
        }
        return cause instanceof FileSystemException about ? about.getReason() : cause.getMessage();
    }

    private static String why(final FileSystemException cause) {
        if (cause instanceof FileAlreadyExistsException) {
            return " is no folder";
        }
        if (cause instanceof AccessDeniedException) {
            return " may not be written";
        }
        return cause instanceof NoSuchFileException
                ? " does not exist"
                : ": " + cause.getClass().getSimpleName();
    }

    private static void remove(final Path partial) throws IOException {
        if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(partial);
        }
    }

    private static Path partial(final Path file) {
        return file.toAbsolutePath().resolveSibling(file.getFileName() + PARTIAL);
    }

    /** The content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it. */
        void writeTo(OutputStream stream) throws IOException;
    }
}
