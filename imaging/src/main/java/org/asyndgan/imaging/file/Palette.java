package org.asyndgan.imaging.file;

import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Locale;

/** The colours of an indexed image, by index; transparency is not part of it. */
public final class Palette {

    private final int[] colours;

    private Palette(int[] colours) {
        this.colours = colours;
    }

    static Palette of(IndexColorModel model) {
        int[] colours = new int[model.getMapSize()];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = model.getRGB(i) & 0xFF_FFFF;
        }
        return new Palette(colours);
    }

    /** Number of entries. */
    public int size() {
        return colours.length;
    }

    int red(int index) {
        return colours[index] >> 16;
    }

    int green(int index) {
        return colours[index] >> 8 & 0xFF;
    }

    int blue(int index) {
        return colours[index] & 0xFF;
    }

    /** Says whether any entry is no grey: such a palette shows classes, a palette of greys brightness. */
    public boolean isColoured() {
        return Arrays.stream(colours)
                .anyMatch(colour -> (colour >> 16) != (colour & 0xFF) || (colour >> 8 & 0xFF) != (colour & 0xFF));
    }

    /** Says whether two palettes show an index alike; an index that one of them lacks is not shown alike. */
    public boolean agreesAt(int index, Palette other) {
        return index < colours.length && index < other.colours.length && colours[index] == other.colours[index];
    }

    /** The colour of an index as web pages write it, such as {@code #ff0000}; "nothing" beyond the palette. */
    public String colour(int index) {
        return index < colours.length ? String.format(Locale.ROOT, "#%06x", colours[index]) : "nothing";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Palette that && Arrays.equals(colours, that.colours);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(colours);
    }

    /** The number of entries alone. */
    @Override
    public String toString() {
        return "palette of " + colours.length + " colours";
    }
}
