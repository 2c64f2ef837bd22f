package org.asyndgan.imaging.dataset;

import org.asyndgan.imaging.file.Orientation;
import org.asyndgan.imaging.file.StoredImage;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.ImageFile;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.image.RawImage;
import org.asyndgan.imaging.label.LabelReading;

/**
 * One pair as its files show it.
 *
 * @param file where it came from
 * @param image of 1 or 3 channels
 * @param label of 1 channel and the image's size; its values are not yet classes
 * @param traits what the files say beside their samples
 */
public record LoadedPair(PairFile file, RawImage image, RawImage label, Traits traits) {

    /**
     * What two files say beside their samples.
     *
     * @param isTurned whether the image or its label is shown in another way than it is stored
     * @param isFloat whether the image has floating-point samples
     * @param isWhiteZero whether the label says that 0 is white
     */
    public record Traits(boolean isTurned, boolean isFloat, boolean isWhiteZero) {}

    /**
     * @param labels how the site's labels become numbers
     * @throws DatasetException ADG-205 if the two differ in size; ADG-206 or 215 to 217 if one is no such image
     */
    public static LoadedPair read(PairFile file, LabelReading labels) {
        StoredImage storedImage = ImageFile.read(file.image());
        Orientation imageTurn = storedImage.orientation();
        boolean isFloat = storedImage.isFloat();
        RawImage image = storedImage.shown();
        StoredImage storedLabel = ImageFile.read(file.label());
        RawImage label = labels.numbers(storedLabel, file.label());
        if (image.height() != label.height() || image.width() != label.width()) {
            throw new DatasetException(
                    "ADG-205",
                    "Image " + file.image() + " is " + size(image) + " pixels" + turned(imageTurn)
                            + ", but its label " + file.label() + " is " + size(label)
                            + turned(storedLabel.orientation())
                            + ". Both show the same pixels; export them again at one size.");
        }
        boolean isTurned = imageTurn != Orientation.UPRIGHT || storedLabel.orientation() != Orientation.UPRIGHT;
        return new LoadedPair(file, image, label, new Traits(isTurned, isFloat, storedLabel.isWhiteZero()));
    }

    private static String turned(Orientation orientation) {
        return orientation == Orientation.UPRIGHT
                ? ""
                : " when turned as its EXIF orientation " + orientation.tag() + " says";
    }

    /** Width x height, the way image viewers say it. */
    public static String size(RawImage image) {
        return image.width() + " x " + image.height();
    }
}
