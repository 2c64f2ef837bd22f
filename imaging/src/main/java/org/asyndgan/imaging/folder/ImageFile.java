package org.asyndgan.imaging.folder;

import java.nio.file.Path;
import java.util.function.Function;
import org.asyndgan.imaging.file.ImageDecoder;
import org.asyndgan.imaging.file.ImageHeader;
import org.asyndgan.imaging.file.StoredImage;
import org.asyndgan.imaging.file.UnreadableException;

/** Files of a data set, read by their content whatever their names; what is wrong is said with the file's name. */
public final class ImageFile {

    private ImageFile() {}

    /** @throws DatasetException ADG-206 if the file is no whole image of a kind that is read */
    public static StoredImage read(Path file) {
        return told(file, ImageDecoder::read);
    }

    /** @throws DatasetException ADG-206 if the file is no image */
    public static ImageHeader header(Path file) {
        return told(file, ImageDecoder::header);
    }

    private static <T> T told(Path file, Function<Path, T> reading) {
        try {
            return reading.apply(file);
        } catch (UnreadableException e) {
            throw new DatasetException(
                    "ADG-206", "File " + file + " cannot be read: " + e.getMessage() + ". " + e.remedy(), e);
        }
    }
}
