package io.sctp.userspace;

/** System properties that are whole numbers. Thread-safe. */
final class NumberProperty {
    private NumberProperty() {}

    /**
     * Returns the value of a property that is set.
     *
     * @throws IllegalArgumentException if it is not a number from {@code least} to {@code most}: a user's setting is
     *     never ignored
     */
    static int read(final String name, final int least, final int most) {
        final String wanted = System.getProperty(name);
        try {
            final int number = Integer.parseInt(wanted);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(
                "the property " + name + " is '" + wanted + "', not a number from " + least + " to " + most);
    }
}
