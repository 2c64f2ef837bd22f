package org.asyndgan.core.site.mask;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;

/**
 * The masks that a site shares, and which real pair each of them belongs to.
 *
 * <p>An id is the beginning of SHA-256 over the site's secret and a counter: without the secret it says
 * nothing of file, patient or order, and with it a restarted site finds its masks again.
 */
public final class SharedMasks {

    private static final int ID_BYTES = 16;

    private final SiteId site;
    private final SiteDataset dataset;
    private final Optional<MaskMorph> morph;
    private final Map<String, View> views = new TreeMap<>();

    /** Of a site that shares its own masks. */
    public SharedMasks(SiteId site, SiteDataset dataset, byte[] secret, int viewsPerPair, Seed seed) {
        this(site, dataset, MaskSource.OWN, secret, viewsPerPair, seed);
    }

    /**
     * @param dataset without augmentation of its own: the generator chooses the symmetry
     * @param source what the masks are; morphed ones have other ids
     * @param secret known to this site alone, at least 16 bytes
     * @param viewsPerPair masks shared of every training pair: 1 for whole images, more for windows cut
     *     from larger ones
     * @param seed of the windows
     */
    public SharedMasks(
            SiteId site, SiteDataset dataset, MaskSource source, byte[] secret, int viewsPerPair, Seed seed) {
        this.site = site;
        this.dataset = dataset;
        this.morph = source == MaskSource.MORPHED ? Optional.of(new MaskMorph(dataset, secret)) : Optional.empty();
        String purpose = source == MaskSource.MORPHED ? "asyndgan morphed mask" : "asyndgan mask";
        for (int pair = 0; pair < dataset.trainSize(); pair++) {
            for (int view = 0; view < viewsPerPair; view++) {
                int number = pair * viewsPerPair + view;
                views.put(
                        id(purpose, secret, number),
                        new View(number, pair, seed.at(number).value()));
            }
        }
    }

    private static String id(String purpose, byte[] secret, int number) {
        return HexFormat.of().formatHex(hash(purpose, secret, number), 0, ID_BYTES);
    }

    /** SHA-256: what belongs to a number, and says nothing of it to whoever lacks the secret. */
    static byte[] hash(String purpose, byte[] secret, int number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(purpose.getBytes(StandardCharsets.US_ASCII));
            digest.update(secret);
            return digest.digest(
                    ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Number of masks shared. */
    public int count() {
        return views.size();
    }

    /** CRC-32C over the ids of all masks: another one where secret, pairs or views are others. */
    public long checksum() {
        CRC32C crc = new CRC32C();
        views.keySet().forEach(id -> crc.update(id.getBytes(StandardCharsets.US_ASCII)));
        return crc.getValue();
    }

    /** All masks, in the order of their ids, which is no order of the files. */
    public List<SharedMask> all() {
        List<SharedMask> masks = new ArrayList<>(views.size());
        views.forEach((id, view) -> masks.add(new SharedMask(site, id, mask(view))));
        return masks;
    }

    /** Pixels of each class in all masks, K numbers. */
    public long[] pixels() {
        long[] sums = {};
        for (SharedMask mask : all()) {
            int[] counts = mask.labels().histogram();
            sums = Arrays.copyOf(sums, counts.length);
            for (int k = 0; k < counts.length; k++) {
                sums[k] += counts[k];
            }
        }
        return sums;
    }

    /** The ids of all masks, in their order. */
    public List<String> ids() {
        return List.copyOf(views.keySet());
    }

    /** The ids of the masks of each training pair, in the order of the data set. */
    public List<List<String>> idsOfPairs() {
        List<List<String>> ids = new ArrayList<>();
        for (int pair = 0; pair < dataset.trainSize(); pair++) {
            ids.add(new ArrayList<>());
        }
        views.forEach((id, view) -> ids.get(view.pair()).add(id));
        return ids;
    }

    /** Says whether a mask with this id is shared by this site. */
    public boolean contains(String mask) {
        return views.containsKey(mask);
    }

    /** A mask as it was used. */
    public LabelMap labels(MaskUse use) {
        View view = views.get(use.mask());
        return new Dihedral(use.flip()).of(mask(view));
    }

    private LabelMap mask(View view) {
        return morph.map(own -> own.mask(view.number(), view.pair(), view.seed()))
                .orElseGet(() -> dataset.mask(view.pair(), view.seed()));
    }

    /**
     * The real pair behind a mask, as the mask was used, its image rounded to 8 bits like synthetic ones. Behind a morphed mask it is
     * the pair that lent the outline, warped in a way of its own.
     */
    public TrainingPair pair(MaskUse use) {
        View view = views.get(use.mask());
        TrainingPair drawn = dataset.pair(view.pair(), view.seed());
        TrainingPair pair = morph.map(own -> own.warped(view.number(), drawn)).orElse(drawn);
        Dihedral symmetry = new Dihedral(use.flip());
        return new TrainingPair(EightBit.rounded(symmetry.of(pair.image())), symmetry.of(pair.labels()));
    }

    private record View(int number, int pair, long seed) {}
}
