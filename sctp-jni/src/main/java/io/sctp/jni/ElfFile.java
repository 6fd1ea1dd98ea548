package io.sctp.jni;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/**
 * Checks a library's ELF header before the dynamic linker maps the file. The linker trusts the header and does not
 * check the file's length, so a truncated file would end the JVM with SIGBUS instead of an exception.
 */
final class ElfFile {

    private static final int MAGIC = 0x464C457F; // "\x7fELF", little-endian as both platforms are
    private static final int HEADER_BYTES = 64;
    private static final int MACHINE_OFFSET = 18;
    private static final int PROGRAM_TABLE_OFFSET = 32;
    private static final int SECTION_TABLE_OFFSET = 40;
    private static final int PROGRAM_ENTRY_BYTES = 56;
    private static final int SECTION_ENTRY_BYTES = 64;
    private static final int PROGRAM_COUNT_OFFSET = 56;
    private static final int SECTION_COUNT_OFFSET = 60;
    private static final int SEGMENT_OFFSET = 8;
    private static final int SEGMENT_BYTES = 32;

    private static final Map<Integer, String> MACHINES = Map.of(62, "x86_64", 183, "aarch64");

    private ElfFile() {}

    /**
     * Throws an exception if the file is not a 64-bit ELF file, is for another architecture, or is shorter than its
     * header says.
     *
     * @param name the library's name in messages
     * @param architecture of the JVM, as in the property {@code os.arch}
     */
    static void verify(Path file, String name, String architecture) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, HEADER_BYTES);
            if (header.limit() < HEADER_BYTES || header.getInt(0) != MAGIC || header.get(4) != 2) {
                throw refused(name, "it is not a library for 64-bit Linux");
            }
            String machine = MACHINES.get((int) header.getShort(MACHINE_OFFSET));
            if (machine == null || !machine.equals(normalized(architecture))) {
                throw refused(
                        name,
                        "it is for " + (machine == null ? "another machine" : machine) + ", and this JVM for "
                                + architecture);
            }
            long needed = bytesNeeded(channel, header);
            if (needed < 0 || needed > channel.size()) {
                throw refused(name, "it is truncated after " + channel.size() + " bytes");
            }
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "The native library " + name + " cannot be read from " + file + ": " + e + ".", e);
        }
    }

    /** Returns the length that the file must have for its tables and segments; negative if they are inconsistent. */
    private static long bytesNeeded(FileChannel channel, ByteBuffer header) throws IOException {
        long sections = header.getLong(SECTION_TABLE_OFFSET);
        long needed =
                sections + (long) Short.toUnsignedInt(header.getShort(SECTION_COUNT_OFFSET)) * SECTION_ENTRY_BYTES;
        long programs = header.getLong(PROGRAM_TABLE_OFFSET);
        int count = Short.toUnsignedInt(header.getShort(PROGRAM_COUNT_OFFSET));
        if (sections < 0 || needed < 0 || programs < 0) {
            return -1;
        }
        ByteBuffer table = read(channel, programs, count * PROGRAM_ENTRY_BYTES);
        if (table.limit() < count * PROGRAM_ENTRY_BYTES) {
            return -1;
        }
        for (int at = 0; at < table.limit(); at += PROGRAM_ENTRY_BYTES) {
            long end = table.getLong(at + SEGMENT_OFFSET) + table.getLong(at + SEGMENT_BYTES);
            if (end < 0) {
                return -1;
            }
            needed = Math.max(needed, end);
        }
        return needed;
    }

    private static ByteBuffer read(FileChannel channel, long offset, int bytes) throws IOException {
        ByteBuffer memory = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (memory.hasRemaining() && channel.read(memory, offset + memory.position()) > 0) {
            // The file may be read in pieces.
        }
        return memory.flip();
    }

    private static String normalized(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> architecture;
        };
    }

    private static NativeLibraryException refused(String name, String why) {
        return new NativeLibraryException("The native library " + name + " cannot be loaded: " + why
                + ". Use the one of the same version and platform, or name another with the property "
                + NativeLibrary.LIBRARY_PROPERTY + ".");
    }
}
