package org.asyndgan.imaging.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.asyndgan.imaging.dataset.TestImages;
import org.asyndgan.imaging.file.TiffBytes;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelReadingTest {

    // The palette of PASCAL VOC at 0, 1 and 7: black, maroon, and a grey; 2 to 6 are coloured too.
    private static final int[] VOC = {0, 0x800000, 0x008000, 0x808000, 0x000080, 0x800080, 0x008080, 0x808080};

    @TempDir
    private Path root;

    @Test
    void keepsTheIndicesOfAllFilesWhereThePaletteHasColours() {
        pair("a", TestImages.indexed(2, VOC, 0, 1, 7, 7));
        pair("b", TestImages.indexed(2, VOC, 0, 0, 7, 7));

        DatasetSummary.Site site = summary(LabelMapping.NONE);

        assertThat(site.labelValues()).containsExactly(0, 1, 7);
        assertThat(site.notes()).containsExactly("labels are the indices of their palettes");
    }

    @Test
    void keepsIndicesAlsoWhereTheFirstFileHasNoColour() {
        pair("a", TestImages.indexed(2, new int[] {0, 0, 0xFFFFFF}, 0, 0, 2, 2));
        pair("b", TestImages.indexed(2, new int[] {0, 0xFF0000, 0xFFFFFF}, 0, 1, 2, 2));

        assertThat(summary(LabelMapping.NONE).labelValues()).containsExactly(0, 1, 2);
    }

    @Test
    void takesGreyPalettesForTheirGreys() {
        // Index 0 is white, 1 black, as converters from GIF write.
        pair("a", TestImages.indexed(2, new int[] {0xFFFFFF, 0}, 1, 1, 1, 0));

        DatasetSummary.Site site = summary(LabelMapping.NONE);

        assertThat(site.labelValues()).containsExactly(0, 255);
        assertThat(site.foreground()).isEqualTo(0.25);
    }

    @Test
    void refusesPalettesThatShowAnIndexInTwoColours() {
        pair("a", TestImages.indexed(2, new int[] {0, 0xFF0000, 0x00FF00}, 0, 1, 0, 0));
        pair("b", TestImages.indexed(2, new int[] {0, 0x00FF00, 0xFF0000}, 0, 0, 1, 0));

        refused("Label " + label("b") + " shows index 1 of its palette as #00ff00, but " + label("a")
                + " shows it as #ff0000. An index is a class and must mean the same in all files: save the site's labels"
                + " with one palette, or as grey. (ADG-216)");
    }

    @Test
    void refusesALabelInColour() {
        TestImages.rgb(image("a"), 2, new int[12]);
        TestImages.rgb(label("a"), 2, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0);

        refused("Label " + label("a") + " is in colour. A label holds one number a pixel, its class: save it as grey or"
                + " with a palette. (ADG-215)");
    }

    @Test
    void refusesAJpeg() {
        TestImages.grey(image("a"), 2, 0, 0, 0, 0);
        Path jpeg = root.resolve("mercy/labels/a.jpg");
        TestImages.grey(jpeg, 2, 0, 0, 255, 255);

        refused("Label " + jpeg + " is a JPEG, which changes the values near every edge, so that they are no classes."
                + " Export the labels again as PNG or TIFF. (ADG-217)");
    }

    @Test
    void dropsAnAlphaChannelThatSaysNothing() {
        TestImages.grey(image("a"), 2, 0, 0, 0, 0);
        TestImages.rgba(label("a"), 2, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 255, 0, 0, 0, 255);

        assertThat(summary(LabelMapping.NONE).labelValues()).containsExactly(0, 9);
    }

    @Test
    void takesATransparentBackgroundForBackground() {
        TestImages.grey(image("a"), 2, 0, 0, 0, 0);
        TestImages.rgba(label("a"), 2, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0);

        assertThat(summary(LabelMapping.NONE).labelValues()).containsExactly(0, 255);
    }

    @Test
    void refusesMarksInTheAlphaChannelAlone() {
        TestImages.grey(image("a"), 2, 0, 0, 0, 0);
        TestImages.rgba(label("a"), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0);

        refused("Label " + label("a") + " has its marks in the alpha channel alone; its colour is the same everywhere."
                + " Flatten it onto black and save it as grey without alpha. (ADG-215)");
    }

    @Test
    void refusesMarksThatAreHalfTransparent() {
        TestImages.grey(image("a"), 2, 0, 0, 0, 0);
        TestImages.rgba(label("a"), 2, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 128, 0, 0, 0, 0);

        refused("Label " + label("a") + " is partly transparent where it has values, so that it does not say which of"
                + " them count. Flatten it onto black and save it as grey without alpha. (ADG-215)");
    }

    @Test
    void takesMasksWithWhiteZeroAsStoredAndSaysSo() {
        TestImages.grey(image("a"), 8, new int[16]);
        TiffBytes.of(2, 8, 1, 0b0100_0000, 0).tag(262, 0).write(root.resolve("mercy/labels/a.tif"));

        DatasetSummary.Site site = summary(LabelMapping.NONE);

        assertThat(site.foreground()).isEqualTo(1.0 / 16);
        assertThat(site.notes()).containsExactly("1 labels say that 0 is white and are taken as stored");
    }

    @Test
    void mapsValuesAsToldBeforeTheyAreClasses() {
        pairOfGrey("a", 0, 255, 7, 9);

        assertThat(summary(LabelMapping.parse(List.of("255=1", "7-9=2"))).labelValues())
                .containsExactly(0, 1, 2);
    }

    @Test
    void mapsManyNumberedObjectsToOneClass() {
        int[] numbers = new int[400];
        Arrays.setAll(numbers, p -> p);
        TestImages.grey(image("a"), 20, new int[400]);
        TestImages.grey16(label("a"), 20, numbers);

        assertThat(summary(LabelMapping.parse(List.of("1-65535=1"))).labelValues())
                .containsExactly(0, 1);
    }

    @Test
    void mapsTheValuesOfOneSiteAlone() {
        pairOfGrey("a", 0, 255, 255, 255);
        TestImages.site(root.resolve("st-mary"), 1);

        DatasetSummary summary =
                DatasetSummary.of(DatasetFolder.open(root).with(LabelMapping.parse(List.of("mercy:255=1"))));

        assertThat(summary.sites())
                .extracting(DatasetSummary.Site::labelValues)
                .containsExactly(List.of(0, 1), List.of(0, 255));
    }

    @Test
    void refusesRulesForASiteThatIsNotThere() {
        TestImages.site(root.resolve("mercy"), 1);

        assertThatThrownBy(() -> DatasetFolder.open(root).with(LabelMapping.parse(List.of("Mercy:255=1"))))
                .hasMessage("The rules for label values name the site Mercy, but " + root + " has only mercy. Write the"
                        + " site as its folder is called. (ADG-219)");
    }

    @Test
    void refusesWhatIsNoRule() {
        assertThatThrownBy(() -> LabelMapping.parse(List.of("255:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"255:1\" is no rule for label values; write VALUE=CLASS, such as 255=1, FROM-TO=CLASS for"
                        + " a range, and SITE: before it for one site alone");
    }

    private void pair(String name, java.awt.image.BufferedImage label) {
        TestImages.grey(image(name), label.getWidth(), new int[label.getWidth() * label.getHeight()]);
        TestImages.write(label(name), label);
    }

    private void pairOfGrey(String name, int... label) {
        TestImages.grey(image(name), 2, new int[4]);
        TestImages.grey(label(name), 2, label);
    }

    private Path image(String name) {
        return root.resolve("mercy/images").resolve(name + ".png");
    }

    private Path label(String name) {
        return root.resolve("mercy/labels").resolve(name + ".png");
    }

    private DatasetSummary.Site summary(LabelMapping mapping) {
        return DatasetSummary.of(DatasetFolder.open(root).with(mapping)).sites().get(0);
    }

    private void refused(String message) {
        assertThatThrownBy(() -> summary(LabelMapping.NONE))
                .isInstanceOf(DatasetException.class)
                .hasMessage(message);
    }
}
