package org.asyndgan.transport.codec;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroMaskUse;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.Dtype;

/**
 * {@link SiteMessage} ↔ the record {@code SyntheticBatch}.
 *
 * <p>The record that ends a run says so and has no images, by which alone version 1 of the record ends one.
 */
final class BatchCodec {

    private static final FloatTensor NO_IMAGES = FloatTensor.zeros(0, 1, 1, 1);

    private BatchCodec() {}

    static AvroSyntheticBatch encode(String run, Dtype dtype, SiteMessage message) {
        if (message instanceof SyntheticBatch batch) {
            return record(run, batch.id(), batch.drawnBy())
                    .setMasks(batch.masks().stream().map(BatchCodec::encode).toList())
                    .setImages(TensorCodec.encode(batch.images(), dtype))
                    .setLength(batch.length())
                    .build();
        }
        return record(run, message.id(), ((EndOfRun) message).version())
                .setMasks(List.of())
                .setImages(TensorCodec.encode(NO_IMAGES, dtype))
                .setFinished(true)
                .build();
    }

    private static AvroSyntheticBatch.Builder record(String run, BatchId id, GeneratorVersion by) {
        return AvroSyntheticBatch.newBuilder()
                .setRun(run)
                .setIncarnation(by.incarnation())
                .setStep(by.step())
                .setSite(id.site().slug())
                .setSequence(id.sequence());
    }

    private static AvroMaskUse encode(MaskUse use) {
        return new AvroMaskUse(use.mask(), use.flip());
    }

    static SiteMessage decode(String run, SiteId topic, AvroSyntheticBatch batch) throws Refusal {
        Refusal.unlessOf(run, batch.getRun());
        SiteId site = Refusal.sameSite(topic, batch.getSite());
        List<MaskUse> masks = masks(batch.getMasks());
        FloatTensor images = TensorCodec.decode(batch.getImages(), 4, 0);
        BatchId id = Refusal.batch(site, batch.getSequence());
        GeneratorVersion version = Refusal.version(batch.getIncarnation(), batch.getStep());
        Refusal.unless(
                images.dim(0) == masks.size(), () -> "has " + masks.size() + " masks for " + images.dim(0) + " images");
        Refusal.unless(
                masks.isEmpty() || !batch.getFinished(), () -> "ends the run, but has " + images.dim(0) + " images");
        long length = Refusal.atLeast(0, "length", batch.getLength());
        return masks.isEmpty() ? new EndOfRun(id, version) : new SyntheticBatch(id, version, masks, images, length);
    }

    private static List<MaskUse> masks(List<AvroMaskUse> named) throws Refusal {
        List<MaskUse> masks = new ArrayList<>();
        for (AvroMaskUse use : named) {
            masks.add(new MaskUse(Refusal.text("mask id", use.getMask()), Refusal.within(0, 7, "flip", use.getFlip())));
        }
        return masks;
    }
}
