package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskRecombinationTest {

    /** A lesion at the same place beside the middle of its outline, cut where the outline ends; the old one is healed. */
    @Test
    void putsTheLesionOfOneCaseIntoTheOutlineOfAnother() {
        LabelMap outline = mask(3, "0000", "0120", "0110", "0000");
        LabelMap found = mask(3, "1110", "1112", "1110", "0000");

        // Middles (row 1, column 1) of both: the lesion stays at row 1, column 3, where there is no outline.
        assertThat(MaskRecombination.joined(outline, found)).isEqualTo(mask(3, "0000", "0110", "0110", "0000"));

        LabelMap left = mask(3, "1100", "2100", "1100", "0000");
        // Its middle is row 1, column 0; the outline's is row 1, column 1: the lesion moves one to the right.
        assertThat(MaskRecombination.joined(outline, left)).isEqualTo(mask(3, "0000", "0210", "0110", "0000"));
    }

    @Test
    void healsWithTheCommonestClassAround() {
        LabelMap outline = mask(4, "1222", "1232", "1222", "1111");

        assertThat(MaskRecombination.joined(outline, mask(4, "0000", "0000", "0000", "0000")))
                .isEqualTo(mask(4, "1222", "1222", "1222", "1111"));
    }

    private static LabelMap mask(int classes, String... rows) {
        byte[] labels = new byte[rows.length * rows[0].length()];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = (byte) (rows[p / rows[0].length()].charAt(p % rows[0].length()) - '0');
        }
        return LabelMap.of(rows.length, rows[0].length(), classes, labels);
    }
}
