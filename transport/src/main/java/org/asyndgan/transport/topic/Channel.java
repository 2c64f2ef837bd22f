package org.asyndgan.transport.topic;

import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.schemas.DeadLetter;
import org.asyndgan.schemas.FoldRecord;
import org.asyndgan.schemas.Mask;
import org.asyndgan.schemas.RunEvent;
import org.asyndgan.schemas.SiteGradient;
import org.asyndgan.schemas.SiteManifest;
import org.asyndgan.schemas.SyntheticBatch;
import org.asyndgan.schemas.SyntheticSample;

/** What is said in a run: one kind of message a channel. */
public enum Channel {
    /** Sites to generator: who takes part. */
    SITES("sites", SiteManifest.class, false, Keeping.LATEST),
    /** Site to generator: masks to draw from. */
    MASKS("masks", Mask.class, true, Keeping.LATEST),
    /** Generator to site: images to judge. */
    SYNTHETIC("synthetic", SyntheticBatch.class, true, Keeping.A_WHILE),
    /** Site to generator: the judgement. */
    GRADIENTS("gradients", SiteGradient.class, true, Keeping.A_WHILE),
    /** Generator to itself and to auditors: what each step was made of. */
    JOURNAL("journal", FoldRecord.class, false, Keeping.LONG),
    /** Generator to segmenter: released pairs. */
    SAMPLES("samples", SyntheticSample.class, false, Keeping.A_WHILE),
    /** All to dashboards. */
    EVENTS("events", RunEvent.class, false, Keeping.A_WHILE),
    /** All to people: records that were refused. */
    DEAD("dead", DeadLetter.class, false, Keeping.LONG);

    /** How long records stay. */
    enum Keeping {
        /** The newest of each key, for ever. */
        LATEST,
        A_WHILE,
        LONG
    }

    private final String word;
    private final Class<? extends SpecificRecord> message;
    private final boolean perSite;
    private final Keeping keeping;

    Channel(String word, Class<? extends SpecificRecord> message, boolean perSite, Keeping keeping) {
        this.word = word;
        this.message = message;
        this.perSite = perSite;
        this.keeping = keeping;
    }

    /** The message that travels here. */
    public Class<? extends SpecificRecord> message() {
        return message;
    }

    /** Whether each site has a topic of its own, since access is granted by topic. */
    public boolean isPerSite() {
        return perSite;
    }

    String word() {
        return word;
    }

    Keeping keeping() {
        return keeping;
    }
}
