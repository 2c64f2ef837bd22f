package org.asyndgan.transport.codec;

import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.schemas.AvroMask;

/** {@link SharedMask} ↔ {@link AvroMask}. */
final class MaskCodec {

    private MaskCodec() {}

    static AvroMask encode(String run, SharedMask mask) {
        LabelMap labels = mask.labels();
        return AvroMask.newBuilder()
                .setRun(run)
                .setSite(mask.site().slug())
                .setMask(mask.id())
                .setHeight(labels.height())
                .setWidth(labels.width())
                .setClasses(labels.classes())
                .setLabels(LabelsCodec.encode(labels))
                .build();
    }

    static SharedMask decode(String run, SiteId topic, AvroMask mask) throws Refusal {
        Refusal.unlessOf(run, mask.getRun());
        return new SharedMask(
                Refusal.sameSite(topic, mask.getSite()),
                Refusal.text("mask id", mask.getMask()),
                LabelsCodec.decode(mask.getHeight(), mask.getWidth(), mask.getClasses(), mask.getLabels()));
    }
}
