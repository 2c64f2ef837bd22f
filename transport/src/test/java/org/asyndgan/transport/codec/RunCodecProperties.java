package org.asyndgan.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroDeadLetter;
import org.asyndgan.schemas.AvroFoldRecord;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroPreview;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.schemas.AvroSiteGradient;
import org.asyndgan.schemas.AvroSiteManifest;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.AvroSyntheticSample;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Decoded;

/** Every message comes back as it was, through its record and through that record's bytes. */
class RunCodecProperties {

    private static final SiteId MERCY = new SiteId("mercy");

    private final RunCodec codec = new RunCodec("pilot", Dtype.FLOAT32, Dtype.FLOAT32);

    @Property(tries = 100)
    void manifests(@ForAll("manifests") SiteManifest manifest) {
        assertSound(codec.decode(MERCY, (AvroSiteManifest) serde(codec.encode(manifest))), manifest);
    }

    @Property(tries = 100)
    void masks(@ForAll("labels") LabelMap labels, @ForAll("ids") String id) {
        SharedMask mask = new SharedMask(MERCY, id, labels);

        assertSound(codec.decode(MERCY, (AvroMask) serde(codec.encode(mask))), mask);
    }

    @Property(tries = 100)
    void batches(@ForAll("batches") SiteMessage message) {
        assertSound(codec.decode(MERCY, (AvroSyntheticBatch) serde(codec.encode(message))), message);
    }

    @Property(tries = 100)
    void gradients(
            @ForAll("versions") GeneratorVersion drawnBy,
            @ForAll("counts") long number,
            @ForAll("losses") double loss,
            @ForAll("scores") double score,
            @ForAll("images") FloatTensor values) {
        SiteGradient gradient = new SiteGradient(
                new BatchId(MERCY, number),
                drawnBy,
                values,
                new SiteReport(
                        loss,
                        -loss,
                        score,
                        1 - score,
                        number,
                        number / 2,
                        number % 2 == 0 ? OptionalDouble.empty() : OptionalDouble.of(-score)));

        assertSound(
                codec.decode(MERCY, (AvroSiteGradient) serde(codec.encode(gradient.withoutRealImages()))),
                gradient.withoutRealImages());
        assertSound(codec.decode(MERCY, (AvroSiteGradient) serde(codec.encode(gradient))), gradient);
    }

    @Property(tries = 100)
    void foldRecords(@ForAll("foldRecords") FoldRecord record) {
        assertSound(codec.decode((AvroFoldRecord) serde(codec.encode(record))), record);
    }

    @Property(tries = 100)
    void samples(@ForAll("samples") SyntheticSample sample) {
        assertSound(codec.decode((AvroSyntheticSample) serde(codec.encode(sample))), sample);
    }

    @Property(tries = 100)
    void previews(@ForAll("previews") Preview preview) {
        assertSound(codec.decode((AvroPreview) serde(codec.encode(preview))), preview);
    }

    @Property(tries = 100)
    void events(@ForAll("ids") String word, @ForAll("counts") long number, @ForAll("losses") double value) {
        RunEvent event = new RunEvent(
                "site/mercy",
                Instant.ofEpochMilli(number),
                word,
                number,
                Map.of("adversarialLoss." + word, value, "images", 3.0),
                Map.of("reason", word));

        assertSound(codec.decode((AvroRunEvent) serde(codec.encode(event))), event);
        assertSound(codec.decode(MERCY, (AvroRunEvent) serde(codec.encode(event))), event);
    }

    @Property(tries = 100)
    void deadLetters(@ForAll("ids") String word, @ForAll("counts") long number) {
        DeadLetter letter = new DeadLetter(
                "pilot.gradients.mercy",
                number,
                number % 2 == 0 ? Optional.of(word) : Optional.empty(),
                number % 3 == 0 ? Optional.of(MERCY) : Optional.empty(),
                new Rejection(Rejection.Kind.NORM, "has " + word),
                number,
                number % 5 == 0 ? "" : "00ff7a");

        assertSound(codec.decode((AvroDeadLetter) serde(codec.encode(letter))), letter);
    }

    private static <T> void assertSound(Decoded<T> decoded, T expected) {
        assertThat(decoded).isEqualTo(new Decoded.Valid<>(expected));
    }

    /** What a record is after it has been bytes. */
    private static SpecificRecord serde(SpecificRecord record) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
            return new SpecificDatumReader<SpecificRecord>(record.getSchema()).read(null, decoder);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars('é', 'ß')
                .ofMinLength(1)
                .ofMaxLength(200);
    }

    @Provide
    Arbitrary<Long> counts() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE / 2);
    }

    @Provide
    Arbitrary<Double> losses() {
        return Arbitraries.doubles().between(-1e9, 1e9);
    }

    @Provide
    Arbitrary<Double> scores() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Provide
    Arbitrary<GeneratorVersion> versions() {
        return Combinators.combine(Arbitraries.integers().greaterOrEqual(1), counts())
                .as(GeneratorVersion::new);
    }

    @Provide
    Arbitrary<LabelMap> labels() {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 9);
        Arbitrary<Integer> classes = Arbitraries.integers().between(2, LabelMap.MOST_CLASSES);
        return Combinators.combine(length, length, classes, Arbitraries.randoms())
                .as((height, width, k, random) -> {
                    byte[] indices = new byte[height * width];
                    for (int i = 0; i < indices.length; i++) {
                        indices[i] = (byte) random.nextInt(k);
                    }
                    return LabelMap.adopt(height, width, k, indices);
                });
    }

    @Provide
    Arbitrary<FloatTensor> images() {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 5);
        return Combinators.combine(length, length, length, length, Arbitraries.randoms())
                .as((b, c, h, w, random) -> {
                    float[] values = new float[b * c * h * w];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = 2 * random.nextFloat() - 1;
                    }
                    return FloatTensor.adopt(values, b, c, h, w);
                });
    }

    @Provide
    Arbitrary<SiteMessage> batches() {
        Arbitrary<SiteMessage> drawn = Combinators.combine(counts(), versions(), images(), ids())
                .as((sequence, version, images, id) -> new SyntheticBatch(
                        new BatchId(MERCY, sequence),
                        version,
                        java.util.stream.IntStream.range(0, images.dim(0))
                                .mapToObj(i -> new MaskUse(id, i))
                                .toList(),
                        images,
                        sequence % 3));
        Arbitrary<SiteMessage> end = Combinators.combine(counts(), versions())
                .as((sequence, version) -> new EndOfRun(new BatchId(MERCY, sequence), version));
        return Arbitraries.oneOf(drawn, end);
    }

    @Provide
    Arbitrary<SiteManifest> manifests() {
        Arbitrary<Integer> size = Arbitraries.integers().greaterOrEqual(1);
        return Combinators.combine(
                        ids(), ids(), size, size, counts(), Arbitraries.of(SiteManifest.Presence.values()), privacy())
                .as((session, intensityScaling, images, pixels, heartbeat, presence, privacy) -> new SiteManifest(
                        MERCY,
                        session,
                        presence,
                        images,
                        images,
                        pixels,
                        pixels,
                        3,
                        5,
                        intensityScaling,
                        heartbeat,
                        privacy));
    }

    private static Arbitrary<Optional<PrivacyStatement>> privacy() {
        Arbitrary<Double> above0 = Arbitraries.doubles().between(0.01, 1000);
        return Combinators.combine(Arbitraries.of("image", "patient"), above0, above0)
                .as((unit, epsilon, noise) ->
                        new PrivacyStatement(unit, 45, epsilon, 1e-5, noise, 1 / (1 + noise), epsilon / 2))
                .optional();
    }

    @Provide
    Arbitrary<Preview> previews() {
        return Combinators.combine(labels(), versions(), Arbitraries.integers().between(0, Preview.MOST - 1))
                .as((labels, version, probe) -> new Preview(
                        version, probe, MERCY, labels, labels.oneHot().rows(0, 1)));
    }

    @Provide
    Arbitrary<SyntheticSample> samples() {
        return Combinators.combine(
                        labels(), versions(), ids(), Arbitraries.integers().between(1, 1000))
                .as((labels, version, id, count) -> new SyntheticSample(
                        count,
                        count + 1,
                        version,
                        id,
                        count - 1,
                        count,
                        labels,
                        labels.oneHot().rows(0, 1)));
    }

    @Provide
    Arbitrary<FoldRecord> foldRecords() {
        return Combinators.combine(
                        versions(),
                        counts(),
                        ids(),
                        scores(),
                        Arbitraries.of(FoldRecord.Status.values()),
                        Arbitraries.of(Rejection.Kind.values()))
                .as((version, number, reason, weight, status, kind) -> new FoldRecord(
                        version,
                        List.of(new FoldRecord.Fold(
                                new BatchId(MERCY, number), number / 2, number / 3, weight, number, weight * 1e6)),
                        List.of(
                                new FoldRecord.Drop(new BatchId(MERCY, number), -1, new Rejection(kind, reason)),
                                new FoldRecord.Drop(new BatchId(MERCY, 0), number, new Rejection(kind, reason))),
                        List.of(new FoldRecord.MemberChange(new SiteId("st-mary"), status, 7)),
                        List.of(new BatchId(MERCY, number), new BatchId(new SiteId("a"), 1)),
                        Map.of(MERCY, number, new SiteId("st-mary"), 0L),
                        weight / 1000,
                        number & 0xFFFF_FFFFL,
                        number % 2 == 0,
                        number % 3,
                        number % 5));
    }
}
