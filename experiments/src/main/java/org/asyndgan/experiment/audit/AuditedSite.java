package org.asyndgan.experiment.audit;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.nn.network.Network;

/**
 * A site as an auditor within its walls sees it.
 *
 * @param dataset whose training pairs D learnt from
 * @param heldOut pairs that nothing was trained on, of other patients
 * @param maskSource what the masks were that the site shared
 * @param masks those that it shared
 * @param patients of the training pairs, in their order; none where they are not all named
 * @param discriminator D with the weights it was trained to
 * @param settings that it was trained with
 */
public record AuditedSite(
        SiteId name,
        SiteDataset dataset,
        List<TrainingPair> heldOut,
        MaskSource maskSource,
        SharedMasks masks,
        List<String> patients,
        Network discriminator,
        DiscriminatorSettings settings) {

    /** Of many pairs these are enough for an interval. */
    private static final int MOST = 256;

    /** Pairs that D learnt from: as D was shown them, or where it was shown warped ones, as they were before. */
    List<TrainingPair> members() {
        List<List<String>> ids = masks.idsOfPairs();
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, dataset.trainSize()); i++) {
            pairs.add(
                    maskSource == MaskSource.OWN
                            ? masks.pair(new MaskUse(ids.get(i).get(0), 0))
                            : rounded(dataset.pair(i, 0)));
        }
        return pairs;
    }

    /** Pairs that nothing was trained on, rounded like the others. */
    List<TrainingPair> others() {
        return heldOut.stream().limit(MOST).map(AuditedSite::rounded).toList();
    }

    private static TrainingPair rounded(TrainingPair pair) {
        return new TrainingPair(EightBit.rounded(pair.image()), pair.labels());
    }
}
