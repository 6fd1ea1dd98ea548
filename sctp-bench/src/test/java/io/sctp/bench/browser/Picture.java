package io.sctp.bench.browser;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import javax.imageio.ImageIO;

/** A picture of a page, and what can be told of it without looking. */
public final class Picture {
    private static final Path FOLDER = Path.of("target", "pictures");

    private final BufferedImage image;
    private final int[] pixels;

    private Picture(final BufferedImage image) {
        this.image = image;
        this.pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    public static Picture of(final BufferedImage image) {
        return new Picture(image);
    }

    /** Keeps it for who wants to look. */
    public void save(final String name) throws IOException {
        Files.createDirectories(FOLDER);
        ImageIO.write(image, "png", FOLDER.resolve(name + ".png").toFile());
    }

    public int width() {
        return image.getWidth();
    }

    /** How many different colours there are: one if it is blank. */
    public int colours() {
        final BitSet seen = new BitSet(1 << 24);
        Arrays.stream(pixels).forEach(rgb -> seen.set(rgb & 0xffffff));
        return seen.cardinality();
    }

    /** From 0, black, to 1, white. */
    public double brightness() {
        return Arrays.stream(pixels)
                        .mapToDouble(rgb -> (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff))
                        .average()
                        .orElse(0)
                / (3 * 0xff);
    }

    /** How many pixels differ; all of them if the sizes do. */
    public int differencesFrom(final Picture other) {
        if (width() != other.width() || pixels.length != other.pixels.length) {
            return pixels.length;
        }
        int different = 0;
        for (int i = 0; i < pixels.length; i++) {
            different += pixels[i] == other.pixels[i] ? 0 : 1;
        }
        return different;
    }
}
