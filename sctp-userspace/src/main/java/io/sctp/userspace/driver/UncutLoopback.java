package io.sctp.userspace.driver;

import io.sctp.engine.config.UncutRoutes;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The loopback addresses, while Linux's SCTP receives nothing over UDP in this network namespace: {@code
 * net.sctp.udp_port} is 0, or the namespace has no such setting. What cannot be found out counts as unsafe. An answer
 * is used for ten milliseconds. Used with the driver's lock.
 */
final class UncutLoopback implements UncutRoutes {
    private static final Path NETWORK_SETTINGS = Path.of("/proc/sys/net");
    private static final long LOOK_AGAIN_NS = 10_000_000;
    private static final long IPV6_LOOPBACK = 1;
    private static final long IPV4_LOOPBACK = 0xFFFF_7F00_0000L;
    private static final long IPV4_LOOPBACK_MASK = ~0xFF_FFFFL;

    private final Path networkSettings;
    private final Path setting;
    private final LongSupplier clockNs;
    private final byte[] text = new byte[16];
    private boolean isSafe;
    private long validUntilNs;

    UncutLoopback() {
        this(NETWORK_SETTINGS, System::nanoTime);
    }

    UncutLoopback(final Path networkSettings, final LongSupplier clockNs) {
        this.networkSettings = networkSettings;
        setting = networkSettings.resolve("sctp/udp_port");
        this.clockNs = clockNs;
        validUntilNs = clockNs.getAsLong();
    }

    @Override
    public boolean leadTo(final long addressHigh, final long addressLow) {
        if (!isLoopback(addressHigh, addressLow)) {
            return false;
        }
        final long nowNs = clockNs.getAsLong();
        if (nowNs - validUntilNs >= 0) {
            validUntilNs = nowNs + LOOK_AGAIN_NS;
            isSafe = isAbsent() || isZero();
        }
        return isSafe;
    }

    @Override
    public boolean stayOnTheMachine(final long addressHigh, final long addressLow) {
        return isLoopback(addressHigh, addressLow);
    }

    private static boolean isLoopback(final long high, final long low) {
        return high == 0 && (low == IPV6_LOOPBACK || (low & IPV4_LOOPBACK_MASK) == IPV4_LOOPBACK);
    }

    private boolean isAbsent() {
        return Files.notExists(setting) && Files.isDirectory(networkSettings);
    }

    private boolean isZero() {
        try (InputStream file = new FileInputStream(setting.toFile())) {
            final int length = file.readNBytes(text, 0, text.length);
            return length == 2 && text[0] == '0' && text[1] == '\n';
        } catch (final IOException e) {
            return false;
        }
    }
}
