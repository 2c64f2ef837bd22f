package org.asyndgan.imaging.dataset;

import org.asyndgan.imaging.image.RawImage;

/**
 * One pair as its files hold it.
 *
 * @param file where it came from
 * @param image of 1 or 3 channels
 * @param label of 1 channel and the image's size; its values are not yet classes
 */
record LoadedPair(PairFile file, RawImage image, RawImage label) {

    /** @throws DatasetException ADG-205 if the two differ in size; ADG-206 or 215 if one is no such image */
    static LoadedPair read(PairFile file) {
        RawImage image = ImageFile.readImage(file.image());
        RawImage label = ImageFile.readLabel(file.label());
        if (image.height() != label.height() || image.width() != label.width()) {
            throw new DatasetException(
                    "ADG-205",
                    "Image " + file.image() + " is " + size(image) + " pixels, but its label " + file.label() + " is "
                            + size(label) + ". Both show the same pixels; export them again at one size.");
        }
        return new LoadedPair(file, image, label);
    }

    /** Width x height, the way image viewers say it. */
    static String size(RawImage image) {
        return image.width() + " x " + image.height();
    }
}
