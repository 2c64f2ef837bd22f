package org.asyndgan.imaging.dataset;

import java.nio.file.Path;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.ImageFile;
import org.asyndgan.imaging.image.IntensityWindow;
import org.asyndgan.imaging.image.RawImage;
import org.asyndgan.imaging.image.Resize;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * An image without labels, normalised and scaled as training images are, but whole: not cut to a window.
 *
 * @param file where it came from
 * @param height of the file's image
 * @param width of the file's image
 * @param image in [-1, 1], shape [C, H, W], H and W at least the settings' image size
 */
public record WorkingImage(Path file, int height, int width, FloatTensor image) {

    /**
     * Reads a PNG, TIFF or JPEG file.
     *
     * @param settings with the number of channels decided
     * @throws DatasetException ADG-206 if the file is no image, ADG-209 if it holds no window of the image size,
     *     ADG-210 if it has more channels than the settings
     */
    public static WorkingImage read(Path file, DatasetSettings settings) {
        RawImage raw = ImageFile.read(file).shown();
        if (raw.channels() > settings.channels()) {
            throw new DatasetException(
                    "ADG-210",
                    "Image " + file + " is in colour, but the network takes images of 1 channel. Convert it to grey, or"
                            + " use a network trained in colour.");
        }
        IntensityWindow window = settings.intensityScaling().window(raw);
        Resize size = settings.shorterSide() > 0
                ? Resize.shorterSide(raw.height(), raw.width(), settings.shorterSide())
                : new Resize(raw.height(), raw.width());
        FloatTensor image = size.of(raw, window, settings.channels());
        if (Math.min(image.dim(1), image.dim(2)) < settings.imageSize()) {
            throw new DatasetException(
                    "ADG-209",
                    "Image " + file + " is " + LoadedPair.size(raw) + " pixels and holds no window of "
                            + settings.imageSize() + " x " + settings.imageSize()
                            + ", which the network was trained on. Enlarge it, or use a network trained with fit resize.");
        }
        return new WorkingImage(file, raw.height(), raw.width(), image);
    }
}
