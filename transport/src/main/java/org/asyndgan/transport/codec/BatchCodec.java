package org.asyndgan.transport.codec;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroMaskUse;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.Dtype;

/**
 * {@link SyntheticBatch} ↔ the record of the same name.
 *
 * <p>The batch that ends a run is the one without images: shape [0, C, H, W].
 */
final class BatchCodec {

    private BatchCodec() {}

    static AvroSyntheticBatch encode(String run, Dtype dtype, SyntheticBatch batch) {
        if (batch.finished() != (batch.size() == 0)) {
            throw new IllegalArgumentException("Batch " + batch.id() + " has " + batch.size()
                    + " images; the batch that ends a run has none, and no other");
        }
        return AvroSyntheticBatch.newBuilder()
                .setRun(run)
                .setIncarnation(batch.drawnBy().incarnation())
                .setStep(batch.drawnBy().step())
                .setSite(batch.id().site().slug())
                .setSequence(batch.id().sequence())
                .setMasks(batch.masks().stream().map(BatchCodec::encode).toList())
                .setImages(TensorCodec.encode(batch.images(), dtype))
                .build();
    }

    private static AvroMaskUse encode(MaskUse use) {
        return new AvroMaskUse(use.mask(), use.flip());
    }

    static SyntheticBatch decode(String run, SiteId topic, AvroSyntheticBatch batch) throws Refusal {
        Refusal.unlessOf(run, batch.getRun());
        SiteId site = Refusal.sameSite(topic, batch.getSite());
        List<MaskUse> masks = masks(batch.getMasks());
        FloatTensor images = TensorCodec.decode(batch.getImages(), 4, 0);
        Refusal.unless(
                images.dim(0) == masks.size(), () -> "has " + masks.size() + " masks for " + images.dim(0) + " images");
        return new SyntheticBatch(
                Refusal.batch(site, batch.getSequence()),
                Refusal.version(batch.getIncarnation(), batch.getStep()),
                masks,
                images,
                masks.isEmpty());
    }

    private static List<MaskUse> masks(List<AvroMaskUse> named) throws Refusal {
        List<MaskUse> masks = new ArrayList<>();
        for (AvroMaskUse use : named) {
            masks.add(new MaskUse(Refusal.text("mask id", use.getMask()), Refusal.within(0, 7, "flip", use.getFlip())));
        }
        return masks;
    }
}
