package org.asyndgan.imaging.dataset;

import org.asyndgan.imaging.file.ImageHeader;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.ImageFile;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.Crop;
import org.asyndgan.imaging.image.Resize;

/**
 * Heap that a site's pairs take, told from the heads of their images alone.
 *
 * @param kept all pairs at working size: 2 bytes a sample and 1 a label
 * @param reading the largest pair while it is read: its file's samples twice, and 8 bytes a pixel for its labels and their
 *     objects
 * @param heldOut pairs held out, as the networks see them: 4 bytes a sample and 1 a label
 */
public record PairMemory(long kept, long reading, long heldOut) {

    /** @throws DatasetException ADG-206 if a file is no image */
    public static PairMemory of(SiteFolder folder, DatasetSettings settings) {
        long kept = 0;
        long reading = 0;
        long windows = 0;
        for (PairFile pair : folder.pairs()) {
            ImageHeader header = ImageFile.header(pair.image());
            Resize working = settings.shorterSide() > 0
                    ? Resize.shorterSide(header.height(), header.width(), settings.shorterSide())
                    : new Resize(header.height(), header.width());
            long pixels = (long) header.height() * header.width();
            kept += (long) working.height() * working.width() * (2L * channels(settings) + 1);
            reading = Math.max(reading, 2 * header.decodedBytes() + 8 * pixels);
            if (pair.split() != Split.TRAIN) {
                windows += settings.fit() == Fit.RESIZE
                        ? 1
                        : Crop.grid(working.height(), working.width(), settings.imageSize())
                                .size();
            }
        }
        return new PairMemory(kept, reading, windows * ofOnePair(settings));
    }

    /** Bytes of one pair as the networks see it. */
    public static long ofOnePair(DatasetSettings settings) {
        return (long) settings.imageSize() * settings.imageSize() * (4L * channels(settings) + 1);
    }

    private static int channels(DatasetSettings settings) {
        return settings.channels() == DatasetSettings.AUTO_CHANNELS ? 3 : settings.channels();
    }

    /** The most that a site takes while it is loaded. */
    public long loading() {
        return kept + reading;
    }
}
