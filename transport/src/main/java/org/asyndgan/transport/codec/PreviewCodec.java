package org.asyndgan.transport.codec;

import org.asyndgan.core.protocol.Preview;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroPreview;
import org.asyndgan.schemas.Dtype;

/** {@link Preview} ↔ the record of the same name. */
final class PreviewCodec {

    private PreviewCodec() {}

    static AvroPreview encode(String run, Dtype dtype, Preview preview) {
        LabelMap labels = preview.labels();
        return AvroPreview.newBuilder()
                .setRun(run)
                .setIncarnation(preview.drawnBy().incarnation())
                .setStep(preview.drawnBy().step())
                .setProbe(preview.probe())
                .setSite(preview.site().slug())
                .setHeight(labels.height())
                .setWidth(labels.width())
                .setClasses(labels.classes())
                .setLabels(LabelsCodec.encode(labels))
                .setImage(TensorCodec.encode(preview.image(), dtype))
                .build();
    }

    static Preview decode(String run, AvroPreview preview) throws Refusal {
        Refusal.unlessOf(run, preview.getRun());
        LabelMap labels =
                LabelsCodec.decode(preview.getHeight(), preview.getWidth(), preview.getClasses(), preview.getLabels());
        FloatTensor image = TensorCodec.decode(preview.getImage(), 3, 1);
        Refusal.unless(
                image.dim(1) == labels.height() && image.dim(2) == labels.width(),
                () -> "has an image " + image + " for " + labels);
        Refusal.unless(image.dim(0) == 1 || image.dim(0) == 3, () -> "has an image of " + image.dim(0) + " channels");
        return new Preview(
                Refusal.version(preview.getIncarnation(), preview.getStep()),
                Refusal.within(0, Preview.MOST - 1, "probe", preview.getProbe()),
                Refusal.site(preview.getSite()),
                labels,
                image);
    }
}
