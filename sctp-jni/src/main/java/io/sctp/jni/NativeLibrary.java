package io.sctp.jni;

import io.sctp.natives.Abi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Loads {@code libsctpjava.so}, once per class loader.
 *
 * <p>The library comes from the sctp-native jar, one per platform. It is written to a new directory that only this user
 * can access, loaded, and deleted at once, so nothing is left behind and JVMs do not interfere. The system property
 * {@value #LIBRARY_PROPERTY} names a file to load instead, unchanged. The loaded library is checked against
 * {@link Abi}.
 */
public final class NativeLibrary {

    /** System property: the path of a library to load instead of the one in the jar. */
    public static final String LIBRARY_PROPERTY = "io.sctp.library";

    private static final String FILE_NAME = "libsctpjava.so";

    private NativeLibrary() {}

    /**
     * Ensures that the library is loaded. The first call decides; all others have the same outcome.
     *
     * @throws NativeLibraryException if it cannot be used; the message says why and what to do
     */
    public static void load() {
        Optional<NativeLibraryException> failure = Attempt.ONLY.failure();
        if (failure.isPresent()) {
            throw new NativeLibraryException(failure.get().getMessage(), failure.get());
        }
    }

    /** The only attempt of this JVM, made at the first use. */
    private record Attempt(Optional<NativeLibraryException> failure) {

        static final Attempt ONLY = make();

        private static Attempt make() {
            try {
                String outside = System.getProperty(LIBRARY_PROPERTY);
                if (outside != null) {
                    loadOutside(outside);
                } else {
                    loadFromJar(platform(System.getProperty("os.name"), System.getProperty("os.arch")));
                }
                return new Attempt(Optional.empty());
            } catch (NativeLibraryException e) {
                return new Attempt(Optional.of(e));
            } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
                // If the exception escaped from here, every later use would throw a NoClassDefFoundError without the
                // reason.
                return new Attempt(
                        Optional.of(new NativeLibraryException("The native library cannot be loaded: " + e, e)));
            }
        }
    }

    /** Returns the name of a platform's folder in the jar. */
    static String platform(String system, String architecture) {
        String folder = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "linux-x86_64";
            case "aarch64", "arm64" -> "linux-aarch64";
            default -> null;
        };
        if (folder == null || !system.equals("Linux")) {
            throw new NativeLibraryException("Kernel SCTP needs Linux on x86_64 or aarch64, and this is " + system
                    + " on " + architecture + ": use the userspace provider.");
        }
        return folder;
    }

    private static void loadOutside(String file) {
        Path library;
        try {
            library = Path.of(file).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new NativeLibraryException(
                    "The property " + LIBRARY_PROPERTY + " is no path (" + e.getMessage()
                            + "): correct it, or remove it to use the library in the jar.",
                    e);
        }
        if (!Files.isRegularFile(library) || !Files.isReadable(library)) {
            throw new NativeLibraryException("The property " + LIBRARY_PROPERTY + " names " + library
                    + ", which is not a readable file: correct it, or remove it to use the library in the jar.");
        }
        loadAndCheck(library, library.toString());
    }

    private static void loadFromJar(String platform) {
        String resource = "io/sctp/jni/" + platform + "/" + FILE_NAME;
        try (InputStream library = NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (library == null) {
                throw new NativeLibraryException("The native library for " + platform
                        + " is not on the class path or module path: add the sctp-native jar of the same version, or"
                        + " name a library with the property " + LIBRARY_PROPERTY + ".");
            }
            loadCopy(library, "for " + platform);
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "The native library for " + platform + " cannot be extracted to " + temporaryFolder() + " ("
                            + reason(e) + "): let the property java.io.tmpdir name a folder with room that this user"
                            + " may write to, or name a library with the property " + LIBRARY_PROPERTY + ".",
                    e);
        }
    }

    /** Writes the library to its own folder, which is deleted before this returns. */
    private static void loadCopy(InputStream library, String name) throws IOException {
        Path folder = Files.createTempDirectory("sctpjava-");
        Path copy = folder.resolve(FILE_NAME);
        try {
            Files.copy(library, copy);
            loadAndCheck(copy, name);
        } finally {
            Files.deleteIfExists(copy);
            Files.delete(folder);
        }
    }

    private static void loadAndCheck(Path file, String name) {
        ElfFile.verify(file, name, System.getProperty("os.arch"));
        try {
            System.load(file.toString());
        } catch (IllegalCallerException e) { // JDK 24 and later, with --illegal-native-access=deny
            throw new NativeLibraryException(
                    "The native library " + name + " may not be loaded, since this JVM denies native access to "
                            + callers() + ": start it with --enable-native-access=" + callers() + ". ("
                            + e.getMessage() + ")",
                    e);
        } catch (LinkageError e) {
            throw new NativeLibraryException(explain(file, name, String.valueOf(e.getMessage())), e);
        }
        AbiCheck.verify(libraryTable(name), name);
    }

    /** Returns the name of our module for JVM options. */
    private static String callers() {
        Module own = NativeLibrary.class.getModule();
        return own.isNamed() ? own.getName() : "ALL-UNNAMED";
    }

    private static String libraryTable(String name) {
        try {
            return AbiCheck.libraryTable();
        } catch (UnsatisfiedLinkError e) {
            throw new NativeLibraryException(
                    "The native library " + name + " is not sctp-java's: it lacks " + e.getMessage()
                            + ". Let the property " + LIBRARY_PROPERTY + " name a " + FILE_NAME
                            + " of the same version, or remove it to use the library in the jar.",
                    e);
        }
    }

    /** Explains the dynamic linker's error. */
    static String explain(Path file, String name, String message) {
        if (message.contains("ld-linux") || message.contains("symbol not found")) {
            return "The native library " + name + " needs the GNU C library, which this system (musl?) lacks: run on a"
                    + " glibc distribution, or name a library built here with the property " + LIBRARY_PROPERTY + ". ("
                    + message + ")";
        }
        if (message.contains("failed to map segment") || message.contains("Operation not permitted")) {
            return "The native library " + name + " was written to " + file.getParent() + ", from where the system"
                    + " runs no code (mounted noexec?): let the property java.io.tmpdir name another folder, or name a"
                    + " library in place with the property " + LIBRARY_PROPERTY + ". (" + message + ")";
        }
        return "The native library " + name + " cannot be loaded: " + message + ". Use the one of the same version and"
                + " platform, or name another with the property " + LIBRARY_PROPERTY + ".";
    }

    private static String temporaryFolder() {
        return System.getProperty("java.io.tmpdir");
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
