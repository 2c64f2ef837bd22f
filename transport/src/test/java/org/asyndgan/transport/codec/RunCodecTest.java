package org.asyndgan.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.schemas.AvroDeadLetter;
import org.asyndgan.schemas.AvroFoldRecord;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroMaskUse;
import org.asyndgan.schemas.AvroPosition;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.schemas.AvroSiteGradient;
import org.asyndgan.schemas.AvroSiteManifest;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.AvroSyntheticSample;
import org.asyndgan.schemas.AvroTensor;
import org.asyndgan.schemas.Contract;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.schemas.SiteStatus;
import org.asyndgan.transport.Decoded;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Invalid records and the reasons for which they are refused. */
class RunCodecTest {

    private static final SiteId MERCY = new SiteId("mercy");

    private final RunCodec codec = new RunCodec("pilot", Dtype.UINT8, Dtype.FLOAT16);

    @Nested
    class RefusesAMask {

        @Test
        void ofAnotherRun() {
            assertRefused(mask().setRun("pilot2"), "belongs to run \"pilot2\", not to pilot");
        }

        @Test
        void ofAnotherSite() {
            assertRefused(mask().setSite("st-mary"), "names site \"st-mary\", but lies in the topic of site mercy");
        }

        @Test
        void ofASiteThatNobodyCanBeCalled() {
            assertRefused(
                    mask().setSite("../\n" + "x".repeat(1000)),
                    "names site \"../?" + "x".repeat(76) + "…\", but lies in the topic of site mercy");
        }

        @Test
        void withoutPixels() {
            assertRefused(mask().setHeight(0), "has height 0, not 1 to 2147483647");
            assertRefused(mask().setWidth(-2), "has width -2, not 1 to 2147483647");
        }

        @Test
        void withMoreOrFewerPixelsThanItSays() {
            assertRefused(mask().setHeight(65_536).setWidth(65_536), "has 4 labels for a mask of 65536 x 65536 pixels");
        }

        @Test
        void withALabelOutOfRange() {
            assertRefused(mask().setLabels(bytes(0, 1, 2, 0)), "has label 2 in a mask of 2 classes");
            assertRefused(mask().setLabels(bytes(0, 1, 255, 0)), "has label 255 in a mask of 2 classes");
        }

        @Test
        void withTooManyClasses() {
            assertRefused(mask().setClasses(129), "has classes 129, not 2 to 128");
        }

        @Test
        void withoutAnId() {
            assertRefused(
                    mask().setMask(" "),
                    "has mask id \" \", which is empty, longer than 200 characters or not printable");
        }

        private void assertRefused(AvroMask.Builder mask, String reason) {
            assertThat(codec.decode(MERCY, mask.build())).isEqualTo(new Decoded.Invalid<>(reason));
        }

        private AvroMask.Builder mask() {
            return AvroMask.newBuilder()
                    .setRun("pilot")
                    .setSite("mercy")
                    .setMask("m1")
                    .setHeight(2)
                    .setWidth(2)
                    .setClasses(2)
                    .setLabels(bytes(0, 1, 1, 0));
        }
    }

    @Nested
    class RefusesAGradient {

        @Test
        void ofAnotherSite() {
            assertRefused(gradient().setSite("x"), "names site \"x\", but lies in the topic of site mercy");
        }

        @Test
        void ofAnImpossibleVersion() {
            assertRefused(gradient().setIncarnation(0), "has incarnation 0, less than 1");
            assertRefused(gradient().setStep(-1), "has step -1, less than 0");
            assertRefused(gradient().setSequence(-1), "has sequence -1, less than 0");
        }

        @Test
        void inBytes() {
            assertRefused(
                    gradient().setGradient(tensor(Dtype.UINT8, List.of(1, 1, 1, 1), 0)),
                    "has a gradient of type UINT8 without factors, which cannot hold one");
        }

        @Test
        void withoutImages() {
            assertRefused(
                    gradient().setGradient(tensor(Dtype.FLOAT16, List.of(0, 1, 1, 1))),
                    "has a tensor of shape [0, 1, 1, 1], which has a length below 1");
        }

        @Test
        void ofThreeAxes() {
            assertRefused(
                    gradient().setGradient(tensor(Dtype.FLOAT16, List.of(1, 1, 1), 0, 0)),
                    "has a tensor of shape [1, 1, 1], not of 4 axes");
        }

        @Test
        void whoseReportIsNotOfThisWorld() {
            assertRefused(gradient().setDiscriminatorLoss(Double.NaN), "has discriminatorLoss NaN");
            assertRefused(gradient().setAdversarialLoss(Double.POSITIVE_INFINITY), "has adversarialLoss Infinity");
            assertRefused(gradient().setRealScore(1.5), "has realScore 1.5, not 0 to 1");
            assertRefused(gradient().setFakeScore(Double.NaN), "has fakeScore NaN, not 0 to 1");
            assertRefused(gradient().setComputeMillis(-5), "has computeMillis -5, less than 0");
        }

        private void assertRefused(AvroSiteGradient.Builder gradient, String reason) {
            assertThat(codec.decode(MERCY, gradient.build())).isEqualTo(new Decoded.Invalid<>(reason));
        }

        private AvroSiteGradient.Builder gradient() {
            return AvroSiteGradient.newBuilder()
                    .setRun("pilot")
                    .setSite("mercy")
                    .setIncarnation(1)
                    .setStep(4)
                    .setSequence(2)
                    .setGradient(tensor(Dtype.FLOAT16, List.of(1, 1, 1, 1), 0, 0))
                    .setDiscriminatorLoss(1)
                    .setAdversarialLoss(1)
                    .setRealScore(0.5)
                    .setFakeScore(0.5)
                    .setDiscriminatorSteps(3)
                    .setComputeMillis(10);
        }
    }

    @Nested
    class RefusesABatch {

        @Test
        void withAnotherNumberOfMasksThanImages() {
            assertRefused(batch().setMasks(List.of()), "has 0 masks for 1 images");
        }

        @Test
        void withATurnThatIsNone() {
            assertRefused(batch().setMasks(List.of(new AvroMaskUse("m1", 8))), "has flip 8, not 0 to 7");
        }

        @Test
        void withImagesOfTooManyAxes() {
            assertRefused(
                    batch().setImages(tensor(Dtype.UINT8, Collections.nCopies(5, 1), 0)),
                    "has a tensor of shape [1, 1, 1, 1, 1], not of 4 axes");
        }

        @Test
        void thatEndsTheRunAndHasImages() {
            assertRefused(batch().setFinished(true), "ends the run, but has 1 images");
        }

        @Test
        void exceptForTheEndOfARunAsVersion1WroteIt() {
            AvroSyntheticBatch old = batch().setMasks(List.of())
                    .setImages(tensor(Dtype.UINT8, List.of(0, 1, 1, 1)))
                    .setFinished(false)
                    .build();

            assertThat(codec.decode(MERCY, old))
                    .isEqualTo(new Decoded.Valid<>(new EndOfRun(
                            new BatchId(MERCY, old.getSequence()),
                            new GeneratorVersion(old.getIncarnation(), old.getStep()))));
        }

        private void assertRefused(AvroSyntheticBatch.Builder batch, String reason) {
            assertThat(codec.decode(MERCY, batch.build())).isEqualTo(new Decoded.Invalid<>(reason));
        }

        private AvroSyntheticBatch.Builder batch() {
            return AvroSyntheticBatch.newBuilder()
                    .setRun("pilot")
                    .setSite("mercy")
                    .setIncarnation(1)
                    .setStep(4)
                    .setSequence(2)
                    .setMasks(List.of(new AvroMaskUse("m1", 3)))
                    .setImages(tensor(Dtype.UINT8, List.of(1, 1, 1, 1), 0));
        }
    }

    @Nested
    class RefusesInTheTopicOfASite {

        @Test
        void anEventThatAnotherShouldHaveTold() {
            for (String source : List.of("generator", "site/st-mary", "site/mercy2", "")) {
                assertThat(codec.decode(MERCY, event().setSource(source).build()))
                        .isEqualTo(new Decoded.Invalid<>(
                                "names source \"" + source + "\", but lies in the topic of site mercy"));
            }
            assertThat(codec.decode(MERCY, event().setSource("site/mercy").build()))
                    .isInstanceOf(Decoded.Valid.class);
        }

        @Test
        void aDeadLetterAboutAnother() {
            assertThat(codec.decode(MERCY, letter().setSite("st-mary").build()))
                    .isEqualTo(new Decoded.Invalid<>("names site \"st-mary\", but lies in the topic of site mercy"));
            assertThat(codec.decode(MERCY, letter().setSite(null).build()))
                    .isEqualTo(new Decoded.Invalid<>("names site \"\", but lies in the topic of site mercy"));
            assertThat(codec.decode(MERCY, letter().setSite("mercy").build())).isInstanceOf(Decoded.Valid.class);
        }

        private AvroRunEvent.Builder event() {
            return AvroRunEvent.newBuilder()
                    .setRun("pilot")
                    .setAt(Instant.EPOCH)
                    .setType("answered")
                    .setStep(0)
                    .setValues(Map.of())
                    .setTexts(Map.of());
        }

        private AvroDeadLetter.Builder letter() {
            return AvroDeadLetter.newBuilder()
                    .setRun("pilot")
                    .setTopic("pilot.synthetic.mercy")
                    .setPartition(0)
                    .setOffset(1)
                    .setReason("is odd")
                    .setBytes(1);
        }
    }

    @Nested
    class RefusesAManifest {

        @Test
        void ofAnotherSiteThanItsTopic() {
            assertRefused(manifest().setSite("st-mary"), "names site \"st-mary\", but lies in the topic of site mercy");
        }

        @Test
        void withoutImages() {
            assertRefused(manifest().setImages(0), "has images 0, not 1 to 2147483647");
            assertRefused(manifest().setImages(3_000_000_000L), "has images 3000000000, not 1 to 2147483647");
        }

        @Test
        void withOneClass() {
            assertRefused(manifest().setClasses(1), "has classes 1, not 2 to 128");
        }

        @Test
        void withAnEndlessSession() {
            assertRefused(
                    manifest().setSession("s".repeat(5_000_000)),
                    "has session \"" + "s".repeat(80)
                            + "…\", which is empty, longer than 200 characters or not printable");
        }

        private void assertRefused(AvroSiteManifest.Builder manifest, String reason) {
            assertThat(codec.decode(MERCY, manifest.build())).isEqualTo(new Decoded.Invalid<>(reason));
        }

        private AvroSiteManifest.Builder manifest() {
            return AvroSiteManifest.newBuilder()
                    .setRun("pilot")
                    .setSite("mercy")
                    .setSession("s")
                    .setStatus(SiteStatus.JOINED)
                    .setImages(1)
                    .setMasks(1)
                    .setHeight(1)
                    .setWidth(1)
                    .setChannels(1)
                    .setClasses(2)
                    .setNormalisation("n")
                    .setHeartbeat(0);
        }
    }

    @Nested
    class RefusesAFoldRecord {

        @Test
        void withPositionsOfAnotherTopic() {
            assertRefused(
                    record().setPositions(List.of(new AvroPosition("pilot.synthetic.mercy", 0, 3L))),
                    "has a position in \"pilot.synthetic.mercy\", partition 0, which is no topic of gradients of this run");
            assertRefused(
                    record().setPositions(List.of(new AvroPosition("pilot.gradients.mercy", 1, 3L))),
                    "has a position in \"pilot.gradients.mercy\", partition 1, which is no topic of gradients of this run");
        }

        @Test
        void withAChecksumOfTooManyBits() {
            assertRefused(record().setChecksum(1L << 32), "has checksum 4294967296, not 32 bits");
        }

        private void assertRefused(AvroFoldRecord.Builder record, String reason) {
            assertThat(codec.decode(record.build())).isEqualTo(new Decoded.Invalid<>(reason));
        }

        private AvroFoldRecord.Builder record() {
            return AvroFoldRecord.newBuilder()
                    .setRun("pilot")
                    .setIncarnation(1)
                    .setStep(0)
                    .setFolds(List.of())
                    .setDrops(List.of())
                    .setMembers(List.of())
                    .setBatches(List.of())
                    .setPositions(List.of())
                    .setLearningRate(0)
                    .setChecksum(0)
                    .setFinished(false);
        }
    }

    @Nested
    class RefusesASample {

        @Test
        void whoseImageIsNotAsLargeAsItsMask() {
            assertRefused(
                    sample().setImage(tensor(Dtype.UINT8, List.of(1, 1, 3), 0, 0, 0)),
                    "has an image float32[1, 1, 3] for labels[1, 2] of 2 classes");
        }

        @Test
        void thatIsNotAmongItsRelease() {
            assertRefused(sample().setIndex(4), "has index 4, not 0 to 3");
            assertRefused(sample().setCount(0), "has count 0, not 1 to 2147483647");
            assertRefused(sample().setRelease(0), "has release 0, not 1 to 1");
            assertRefused(sample().setRelease(3).setReleases(2), "has release 3, not 1 to 2");
            assertRefused(sample().setReleases(0), "has releases 0, not 1 to 2147483647");
        }

        private void assertRefused(AvroSyntheticSample.Builder sample, String reason) {
            assertThat(codec.decode(sample.build())).isEqualTo(new Decoded.Invalid<>(reason));
        }

        private AvroSyntheticSample.Builder sample() {
            return AvroSyntheticSample.newBuilder()
                    .setRun("pilot")
                    .setIncarnation(1)
                    .setRelease(1)
                    .setStep(0)
                    .setSample("s")
                    .setIndex(0)
                    .setCount(4)
                    .setHeight(1)
                    .setWidth(2)
                    .setClasses(2)
                    .setLabels(bytes(0, 1))
                    .setImage(tensor(Dtype.UINT8, List.of(1, 1, 2), 0, 0));
        }
    }

    private static AvroTensor tensor(Dtype dtype, List<Integer> shape, int... data) {
        return new AvroTensor(shape, dtype, 1.0, null, bytes(data));
    }

    private static ByteBuffer bytes(int... data) {
        ByteBuffer bytes = ByteBuffer.allocate(data.length);
        for (int one : data) {
            bytes.put((byte) one);
        }
        return bytes.flip();
    }

    /** Through bytes, with the schema that is registered: its records have other names than the classes. */
    @Test
    void statementsOfPrivacyComeThroughTheWire() throws IOException {
        PrivacyStatement privacy = new PrivacyStatement("patient", 45, 3, 1e-5, 8, 0.1, 0.5);
        SiteId site = new SiteId("mercy");
        SiteManifest manifest = new SiteManifest(
                site,
                "session",
                SiteManifest.Presence.JOINED,
                10,
                2,
                4,
                4,
                1,
                2,
                "percentile",
                7,
                Optional.of(privacy));
        FoldRecord record = new FoldRecord(
                new GeneratorVersion(1, 0),
                List.of(),
                List.of(),
                List.of(new FoldRecord.MemberChange(site, FoldRecord.Status.JOINED, 10, Optional.of(privacy), 4711)),
                List.of(),
                Map.of(),
                0,
                0,
                false);

        assertThat(codec.decode(site, wired((AvroSiteManifest) codec.encode(manifest), AvroSiteManifest.class)))
                .isEqualTo(new Decoded.Valid<>(manifest));
        assertThat(codec.decode(wired((AvroFoldRecord) codec.encode(record), AvroFoldRecord.class)))
                .isEqualTo(new Decoded.Valid<>(record));
    }

    private static <T extends SpecificRecord> T wired(T message, Class<T> type) throws IOException {
        Schema registered = Contract.of(type);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<T>(registered).write(message, encoder);
        encoder.flush();
        return new SpecificDatumReader<T>(registered, message.getSchema())
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
