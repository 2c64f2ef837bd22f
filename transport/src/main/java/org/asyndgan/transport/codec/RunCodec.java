package org.asyndgan.transport.codec;

import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SyntheticSample;
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
import org.asyndgan.transport.schema.TrustedMessages;

/**
 * Every message of one run, as a value and as a record.
 *
 * <p>Decoding checks all that a record says by itself: run, site against the topic, shapes, lengths, types,
 * ranges. What needs the state of the run (is the batch open, is the norm sensible) is for {@code core}.
 *
 * <p>Thread-safe: it has no state.
 */
public final class RunCodec {

    /** Characters of the longest name or id that is read. */
    public static final int LONGEST_ID = Refusal.LONGEST_TEXT;

    private final String run;
    private final Dtype images;
    private final Dtype gradients;

    /**
     * @param run name of the run; records of another one are refused
     * @param images how images are written; any type is read
     * @param gradients how gradients are written; any type is read
     */
    public RunCodec(String run, Dtype images, Dtype gradients) {
        TrustedMessages.trust();
        this.run = run;
        this.images = images;
        this.gradients = gradients;
    }

    public SpecificRecord encode(SiteManifest manifest) {
        return ManifestCodec.encode(run, manifest);
    }

    public SpecificRecord encode(SharedMask mask) {
        return MaskCodec.encode(run, mask);
    }

    public SpecificRecord encode(SiteMessage message) {
        return BatchCodec.encode(run, images, message);
    }

    public SpecificRecord encode(SiteGradient gradient) {
        return GradientCodec.encode(run, gradients, gradient);
    }

    public SpecificRecord encode(FoldRecord record) {
        return FoldRecordCodec.encode(run, record);
    }

    public SpecificRecord encode(SyntheticSample sample) {
        return SampleCodec.encode(run, images, sample);
    }

    public SpecificRecord encode(Preview preview) {
        return PreviewCodec.encode(run, images, preview);
    }

    public SpecificRecord encode(RunEvent event) {
        return EventCodec.encode(run, event);
    }

    public SpecificRecord encode(DeadLetter letter) {
        return DeadLetterCodec.encode(run, letter);
    }

    /** @param topic the site whose topic the record lies in; so for every message that has a topic a site */
    public Decoded<SiteManifest> decode(SiteId topic, AvroSiteManifest manifest) {
        return Refusal.orValue(() -> ManifestCodec.decode(run, topic, manifest));
    }

    public Decoded<SharedMask> decode(SiteId topic, AvroMask mask) {
        return Refusal.orValue(() -> MaskCodec.decode(run, topic, mask));
    }

    public Decoded<SiteMessage> decode(SiteId topic, AvroSyntheticBatch batch) {
        return Refusal.orValue(() -> BatchCodec.decode(run, topic, batch));
    }

    public Decoded<SiteGradient> decode(SiteId topic, AvroSiteGradient gradient) {
        return Refusal.orValue(() -> GradientCodec.decode(run, topic, gradient));
    }

    public Decoded<FoldRecord> decode(AvroFoldRecord record) {
        return Refusal.orValue(() -> FoldRecordCodec.decode(run, record));
    }

    public Decoded<SyntheticSample> decode(AvroSyntheticSample sample) {
        return Refusal.orValue(() -> SampleCodec.decode(run, sample));
    }

    public Decoded<Preview> decode(AvroPreview preview) {
        return Refusal.orValue(() -> PreviewCodec.decode(run, preview));
    }

    /** An event in the centre's topic. */
    public Decoded<RunEvent> decode(AvroRunEvent event) {
        return Refusal.orValue(() -> EventCodec.decode(run, event));
    }

    public Decoded<RunEvent> decode(SiteId topic, AvroRunEvent event) {
        return Refusal.orValue(() -> EventCodec.decode(run, topic, event));
    }

    /** A dead letter in the centre's topic. */
    public Decoded<DeadLetter> decode(AvroDeadLetter letter) {
        return Refusal.orValue(() -> DeadLetterCodec.decode(run, letter));
    }

    public Decoded<DeadLetter> decode(SiteId topic, AvroDeadLetter letter) {
        return Refusal.orValue(() -> DeadLetterCodec.decode(run, topic, letter));
    }
}
