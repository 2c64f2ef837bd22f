package org.asyndgan.imaging.inspect;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.imaging.folder.Doubt;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.RawImage;

/** Finds images that are there twice, by the digests of their samples; images of one value alone do not count. */
final class ImageTwins {

    private static final int MOST_NOTES = 3;

    private final Map<BigInteger, Place> seen = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private int across;
    private int within;

    /** Where an image was seen first. */
    private record Place(String site, String name, Split split) {

        @Override
        public String toString() {
            return site + "/" + name;
        }
    }

    void add(String site, PairFile file, RawImage image) {
        if (image.isUniform()) {
            return;
        }
        Place place = new Place(site, file.name(), file.split());
        Place twin = seen.putIfAbsent(digest(image), place);
        if (twin == null) {
            return;
        }
        boolean isAcross = (twin.split() == Split.TEST) != (place.split() == Split.TEST);
        across += isAcross ? 1 : 0;
        within += isAcross ? 0 : 1;
        if (notes.size() < MOST_NOTES) {
            notes.add("The same picture twice: " + twin + " and " + place);
        }
    }

    private static BigInteger digest(RawImage image) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(image.toString().getBytes(StandardCharsets.UTF_8));
            image.digestInto(digest);
            return new BigInteger(1, digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** Which images are there twice, the first few. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Without the names of images, so that they may be logged. */
    List<Doubt> doubts() {
        List<Doubt> doubts = new ArrayList<>();
        if (across > 0) {
            doubts.add(Doubt.serious(across + " images are pixel for pixel the same in training and test; a test would"
                    + " reward remembering them. Remove one of each two."));
        }
        if (within > 0) {
            doubts.add(Doubt.aside(within + " images are there more than once, pixel for pixel."));
        }
        return doubts;
    }
}
