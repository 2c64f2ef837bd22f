package org.asyndgan.imaging.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.asyndgan.imaging.dataset.TestImages;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetSummaryTest {

    @TempDir
    Path root;

    @Test
    void agreesOnTheClassesOfAllSites() {
        int[] label = new int[64];
        label[0] = 128;
        TestImages.grey(root.resolve("mercy/images/a.png"), 8, new int[64]);
        TestImages.grey(root.resolve("mercy/labels/a.png"), 8, label);
        TestImages.site(root.resolve("st-mary"), 1);

        assertThat(summary().classes()).hasToString("0, 128, 255");
    }

    @Test
    void makesTheBackgroundClass0WhetherItOccursOrNot() {
        int[] label = new int[64];
        Arrays.fill(label, 7);
        TestImages.grey(root.resolve("mercy/images/a.png"), 8, new int[64]);
        TestImages.grey(root.resolve("mercy/labels/a.png"), 8, label);

        assertThat(summary().classes()).hasToString("0, 7");
    }

    /** 1 to 128 are as many as there can be, but 0 is a class too. */
    @Test
    void countsTheBackgroundThatDoesNotOccur() {
        int[] label = new int[128];
        Arrays.setAll(label, i -> i + 1);
        TestImages.grey(root.resolve("mercy/images/a.png"), 16, new int[128]);
        TestImages.grey(root.resolve("mercy/labels/a.png"), 16, label);

        assertThatThrownBy(this::summary)
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("The labels under " + root + " hold 128 different values beside 0, but a value"
                        + " is a class and there can be 128.");
    }

    @Test
    void saysWhatEachSiteHolds() {
        TestImages.site(root.resolve("mercy"), 6);

        DatasetSummary.Site mercy = summary().sites().get(0);

        assertThat(mercy.train()).isEqualTo(5);
        assertThat(mercy.test()).isEqualTo(1);
        assertThat(mercy.sizes()).containsExactly(entry("8 x 8", 6));
        assertThat(mercy.darkest()).isZero();
        assertThat(mercy.brightest()).isEqualTo(200);
        assertThat(mercy.labelValues()).containsExactly(0, 255);
        assertThat(mercy.foreground()).isCloseTo(1.0 / 64, within(1e-12));
        assertThat(mercy.bits()).isEqualTo(8);
    }

    @Test
    void knowsTheLeastAndTheUsualShorterSideOfAllSites() {
        TestImages.site(root.resolve("mercy"), 3);
        TestImages.grey(root.resolve("st-mary/images/a.png"), 4, new int[4 * 6]);
        TestImages.grey(root.resolve("st-mary/labels/a.png"), 4, new int[4 * 6]);
        TestImages.grey(root.resolve("st-mary/images/b.png"), 16, new int[16 * 20]);
        TestImages.grey(root.resolve("st-mary/labels/b.png"), 16, new int[16 * 20]);

        assertThat(summary().leastShorterSide()).isEqualTo(4);
        assertThat(summary().usualShorterSide()).isEqualTo(8);
    }

    @Test
    void needsThreeChannelsIfAnyImageIsInColour() {
        int[] colour = new int[192];
        colour[0] = 9;
        TestImages.site(root.resolve("mercy"), 1);
        TestImages.rgb(root.resolve("mercy/images/99.png"), 8, colour);
        TestImages.grey(root.resolve("mercy/labels/99.png"), 8, new int[64]);

        assertThat(summary().channels()).isEqualTo(3);
    }

    @Test
    void refusesLabelsThatMarkNothing() {
        TestImages.grey(root.resolve("mercy/images/a.png"), 8, new int[64]);
        TestImages.grey(root.resolve("mercy/labels/a.png"), 8, new int[64]);

        assertThatThrownBy(this::summary)
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        "The labels under " + root + " hold only the value 0, the background. At least one label must"
                                + " mark something with another value. (ADG-214)");
    }

    @Test
    void refusesLabelsThatAreNoClasses() {
        int[] label = new int[256];
        Arrays.setAll(label, i -> i);
        TestImages.grey(root.resolve("mercy/images/a.png"), 16, new int[256]);
        TestImages.grey(root.resolve("mercy/labels/a.png"), 16, label);

        assertThatThrownBy(this::summary)
                .isInstanceOf(DatasetException.class)
                .hasMessage("With label " + root.resolve("mercy/labels/a.png") + " the labels of its site hold 256"
                        + " different values, but a value is a class and there can be 128. If values number single objects"
                        + " (instance masks), make them one class with --label-map 1-65535=1; if the labels went through a"
                        + " JPEG or were scaled, export them again with one value a class. (ADG-214)");
    }

    private DatasetSummary summary() {
        return DatasetSummary.of(DatasetFolder.open(root));
    }
}
