package org.asyndgan.imaging.dataset;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.image.Crop;
import org.asyndgan.imaging.image.IntensityWindow;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.RawImage;
import org.asyndgan.imaging.image.Resize;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.tensor.FloatTensor;

/** A pair at working size, its image in 16 bits a sample. */
final class WorkingPair {

    private static final float STEPS = 65535;

    private final int channels;
    private final char[] samples;
    private final LabelMap labels;

    WorkingPair(FloatTensor image, LabelMap labels) {
        this(image.dim(0), new char[image.size()], labels);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sample(image.at(i));
        }
    }

    private WorkingPair(int channels, char[] samples, LabelMap labels) {
        this.channels = channels;
        this.samples = samples;
        this.labels = labels;
    }

    private static char sample(float value) {
        return (char) Math.round((value + 1) / 2 * STEPS);
    }

    static WorkingPair of(LoadedPair pair, ClassTable classes, DatasetSettings settings) {
        RawImage raw = pair.image();
        requireChannels(pair, settings.channels());
        IntensityWindow window = settings.intensityScaling().window(raw);
        LabelMap labels = classes.read(pair.label(), pair.file().label().toString());
        if (settings.shorterSide() > 0) {
            Resize resize = Resize.shorterSide(raw.height(), raw.width(), settings.shorterSide());
            return new WorkingPair(resize.of(raw, window, settings.channels()), resize.of(labels));
        }
        if (Math.min(raw.height(), raw.width()) < settings.imageSize()) {
            throw new DatasetException(
                    "ADG-209",
                    "Image " + pair.file().image() + " is " + LoadedPair.size(raw)
                            + " pixels and holds no window of " + settings.imageSize() + " x "
                            + settings.imageSize() + ". Lower the image size, or set fit to resize.");
        }
        char[] samples = new char[samples(pair.file(), settings.channels(), raw.height(), raw.width())];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sample(window.of(raw.at(i % raw.size())));
        }
        return new WorkingPair(settings.channels(), samples, labels);
    }

    /** C · H · W: of a grey image in a run of colour three times what its file holds. */
    static int samples(PairFile file, int channels, int height, int width) {
        try {
            return Math.multiplyExact(Math.multiplyExact(channels, height), width);
        } catch (ArithmeticException tooMany) {
            throw new DatasetException(
                    "ADG-206",
                    "Image " + file.image() + " is " + width + " x " + height + " pixels, more in " + channels
                            + " channels than can be held at once. Cut it into smaller images, or set fit to resize.",
                    tooMany);
        }
    }

    private static void requireChannels(LoadedPair pair, int channels) {
        if (pair.image().channels() > channels) {
            throw new DatasetException(
                    "ADG-210",
                    "Image " + pair.file().image() + " is in colour, but the run's images have 1 channel. Set"
                            + " channels to 3 at every site, or convert the image to grey.");
        }
    }

    FloatTensor image(Crop window) {
        int side = window.side();
        float[] values = new float[channels * side * side];
        for (int i = 0; i < values.length; i++) {
            int row = i / (side * side) * labels.height() + window.top() + i / side % side;
            values[i] = samples[row * labels.width() + window.left() + i % side] / STEPS * 2 - 1;
        }
        return FloatTensor.adopt(values, channels, side, side);
    }

    /** Every sample and label, and the sizes. */
    void addTo(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * Integer.BYTES + samples.length * Character.BYTES);
        bytes.putInt(channels)
                .putInt(labels.height())
                .putInt(labels.width())
                .asCharBuffer()
                .put(samples);
        digest.update(bytes.clear());
        digest.update(labels.toArray());
    }

    LabelMap labels() {
        return labels;
    }
}
