package org.asyndgan.imaging.dataset;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.imaging.image.RawImage;

/** Finds images that are there twice, by the digests of their samples; images of one value alone do not count. */
final class ImageTwins {

    private final Map<BigInteger, Place> seen = new HashMap<>();
    private final List<String> across = new ArrayList<>();
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
        if (twin != null && (twin.split() == Split.TEST) != (place.split() == Split.TEST)) {
            across.add(place + " is " + twin);
        } else if (twin != null) {
            within++;
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

    List<Doubt> doubts() {
        List<Doubt> doubts = new ArrayList<>();
        if (!across.isEmpty()) {
            doubts.add(Doubt.serious(across.size() + " images are pixel for pixel the same in training and test ("
                    + across.get(0) + "); a test would reward remembering them. Remove one of each two."));
        }
        if (within > 0) {
            doubts.add(Doubt.aside(within + " images are there more than once, pixel for pixel."));
        }
        return doubts;
    }
}
