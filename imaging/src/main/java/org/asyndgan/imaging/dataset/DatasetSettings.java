package org.asyndgan.imaging.dataset;

/**
 * What is done to images between the file and the network.
 *
 * @param imageSize N: the network sees squares of N x N pixels, at least 8
 * @param fit how an image becomes such a square
 * @param loadSize with {@link Fit#CROP}, the length in pixels to which an image's shorter side is
 *     scaled before a window is cut; 0 keeps the file's resolution. With {@link Fit#RESIZE} always 0
 * @param channels 1 (grey) or 3 (colour); {@link #AUTO_CHANNELS} takes 3 if any image is in colour
 * @param intensityScaling of the images, to [-1, 1]
 * @param augmentation of training pairs
 */
public record DatasetSettings(
        int imageSize,
        Fit fit,
        int loadSize,
        int channels,
        IntensityScaling intensityScaling,
        Augmentation augmentation) {

    /** As many channels as the images need. */
    public static final int AUTO_CHANNELS = 0;

    public DatasetSettings {
        if (imageSize < 8) {
            throw new IllegalArgumentException(
                    "An image size of " + imageSize + " pixels is too small for the networks; set it to 8 or more");
        }
        if (fit == Fit.RESIZE && loadSize != 0) {
            throw new IllegalArgumentException("A load size of " + loadSize
                    + " has no meaning with fit resize, which scales to the image size; set fit to crop");
        }
        if (fit == Fit.CROP && loadSize != 0 && loadSize < imageSize) {
            throw new IllegalArgumentException("Images scaled to a load size of " + loadSize
                    + " pixels hold no window of the image size, " + imageSize + "; set the load size to "
                    + imageSize + " or more, or to 0 for the files' own resolution");
        }
        if (channels != AUTO_CHANNELS && channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "Images have 1 or 3 channels, not " + channels + "; set 1, 3, or 0 to let the images decide");
        }
    }

    /** Whole images scaled to {@code imageSize}, percentile intensities, all eight symmetries. */
    public static DatasetSettings resized(int imageSize) {
        return new DatasetSettings(
                imageSize, Fit.RESIZE, 0, AUTO_CHANNELS, IntensityScaling.PERCENTILE, Augmentation.DIHEDRAL);
    }

    /** Windows of images whose shorter side is scaled to {@code loadSize}; 0 keeps their resolution. */
    public static DatasetSettings cropped(int imageSize, int loadSize) {
        return new DatasetSettings(
                imageSize, Fit.CROP, loadSize, AUTO_CHANNELS, IntensityScaling.PERCENTILE, Augmentation.DIHEDRAL);
    }

    /** The length an image's shorter side is scaled to; 0 where the file's resolution is kept. */
    int shorterSide() {
        return fit == Fit.RESIZE ? imageSize : loadSize;
    }

    public DatasetSettings withChannels(int newChannels) {
        return new DatasetSettings(imageSize, fit, loadSize, newChannels, intensityScaling, augmentation);
    }

    public DatasetSettings with(IntensityScaling newScaling) {
        return new DatasetSettings(imageSize, fit, loadSize, channels, newScaling, augmentation);
    }

    public DatasetSettings with(Augmentation newAugmentation) {
        return new DatasetSettings(imageSize, fit, loadSize, channels, intensityScaling, newAugmentation);
    }
}
