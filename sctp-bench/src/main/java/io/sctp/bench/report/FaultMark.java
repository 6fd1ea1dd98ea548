package io.sctp.bench.report;

import io.sctp.bench.result.FaultResult;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Annotation;

/** Marks the time of a fault in a chart over time: a coloured area from top to bottom, with the fault as its title. */
final class FaultMark extends Annotation {
    private static final Color AREA = new Color(0xc0, 0x39, 0x2b, 38);
    private static final Color TEXT = new Color(0xc0, 0x39, 0x2b);
    private static final int FONT_SIZE = 11;
    private static final int MARGIN = 3;
    /** A killed peer has no end, so only its beginning shows. */
    private static final double MIN_WIDTH = 2;

    private final FaultResult fault;
    private final List<Double> intervalEnds;

    /**
     * A mark of a fault that has begun.
     *
     * @param intervalEnds the seconds at which the columns of a heat map end; empty if the axis is one of seconds
     */
    FaultMark(final FaultResult fault, final List<Double> intervalEnds) {
        super(false);
        this.fault = fault;
        this.intervalEnds = intervalEnds;
    }

    @Override
    public void paint(final Graphics2D graphics) {
        final double left = x(fault.fromS());
        final double right = fault.toS() == null ? left : x(fault.toS());
        // The library's names are those of the screen, whose coordinates grow downwards.
        final double top = getYAxisScreenValueForMin();
        bounds =
                new Rectangle2D.Double(left, top, Math.max(MIN_WIDTH, right - left), getYAxisScreenValueForMax() - top);
        graphics.setColor(AREA);
        graphics.fill(bounds);
        graphics.setColor(TEXT);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
        final int width = graphics.getFontMetrics().stringWidth(fault.fault());
        final boolean fits = left + MARGIN + width <= getXAxisScreenValueForMax();
        graphics.drawString(
                fault.fault(),
                (float) (fits ? left + MARGIN : left - MARGIN - width),
                (float) top + FONT_SIZE + MARGIN);
    }

    private double x(final double seconds) {
        if (intervalEnds.isEmpty()) {
            return getXAxisScreenValue(seconds);
        }
        final double left = getXAxisScreenValueForMin();
        return left + (getXAxisScreenValueForMax() - left) * column(intervalEnds, seconds) / intervalEnds.size();
    }

    /** The column, with its fraction, in which a time lies; the columns differ a little in length. */
    static double column(final List<Double> ends, final double seconds) {
        double from = 0;
        for (int i = 0; i < ends.size(); i++) {
            if (seconds < ends.get(i)) {
                return i + Math.max(0, seconds - from) / (ends.get(i) - from);
            }
            from = ends.get(i);
        }
        return ends.size();
    }
}
