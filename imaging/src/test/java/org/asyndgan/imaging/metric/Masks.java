package org.asyndgan.imaging.metric;

import org.asyndgan.imaging.image.LabelMap;

/** Masks drawn in text: one line a row, a digit is a class, a dot the background. */
final class Masks {

    private Masks() {}

    static LabelMap labels(int classes, String... rows) {
        byte[] indices = new byte[rows.length * rows[0].length()];
        for (int p = 0; p < indices.length; p++) {
            char c = rows[p / rows[0].length()].charAt(p % rows[0].length());
            indices[p] = (byte) (c == '.' ? 0 : c - '0');
        }
        return LabelMap.adopt(rows.length, rows[0].length(), classes, indices);
    }

    static boolean[] mask(String... rows) {
        LabelMap labels = labels(10, rows);
        boolean[] mask = new boolean[labels.size()];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = labels.at(p) > 0;
        }
        return mask;
    }
}
