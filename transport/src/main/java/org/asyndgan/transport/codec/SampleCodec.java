package org.asyndgan.transport.codec;

import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroSyntheticSample;
import org.asyndgan.schemas.Dtype;

/** {@link SyntheticSample} ↔ the record of the same name. */
final class SampleCodec {

    private SampleCodec() {}

    static AvroSyntheticSample encode(String run, Dtype dtype, SyntheticSample sample) {
        LabelMap labels = sample.labels();
        return AvroSyntheticSample.newBuilder()
                .setRun(run)
                .setIncarnation(sample.drawnBy().incarnation())
                .setRelease(sample.release())
                .setReleases(sample.releases())
                .setStep(sample.drawnBy().step())
                .setSample(sample.id())
                .setIndex(sample.index())
                .setCount(sample.count())
                .setHeight(labels.height())
                .setWidth(labels.width())
                .setClasses(labels.classes())
                .setLabels(LabelsCodec.encode(labels))
                .setImage(TensorCodec.encode(sample.image(), dtype))
                .build();
    }

    static SyntheticSample decode(String run, AvroSyntheticSample sample) throws Refusal {
        Refusal.unlessOf(run, sample.getRun());
        int count = Refusal.within(1, Integer.MAX_VALUE, "count", sample.getCount());
        LabelMap labels =
                LabelsCodec.decode(sample.getHeight(), sample.getWidth(), sample.getClasses(), sample.getLabels());
        FloatTensor image = TensorCodec.decode(sample.getImage(), 3, 1);
        int releases = Refusal.within(1, Integer.MAX_VALUE, "releases", sample.getReleases());
        Refusal.unless(
                image.dim(1) == labels.height() && image.dim(2) == labels.width(),
                () -> "has an image " + image + " for " + labels);
        return new SyntheticSample(
                Refusal.within(1, releases, "release", sample.getRelease()),
                releases,
                Refusal.version(sample.getIncarnation(), sample.getStep()),
                Refusal.text("sample id", sample.getSample()),
                Refusal.within(0, count - 1, "index", sample.getIndex()),
                count,
                labels,
                image);
    }
}
