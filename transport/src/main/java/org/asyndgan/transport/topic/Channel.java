package org.asyndgan.transport.topic;

import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.schemas.AvroDeadLetter;
import org.asyndgan.schemas.AvroFoldRecord;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroPreview;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.schemas.AvroSiteGradient;
import org.asyndgan.schemas.AvroSiteManifest;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.AvroSyntheticSample;

/**
 * What is said in a run: one kind of message a channel.
 *
 * <p>Access is granted by topic, so whatever a site writes or reads goes by a topic of its own.
 */
public enum Channel {
    /** Site to generator: that it takes part, and with what. */
    SITES("sites", AvroSiteManifest.class, Whose.SITES, Keeping.LATEST),
    /** Site to generator: masks to draw from; a restart needs those that the site joined with, whatever it shares later. */
    MASKS("masks", AvroMask.class, Whose.SITES, Keeping.ALL),
    /** Generator to site: images to answer. */
    SYNTHETIC("synthetic", AvroSyntheticBatch.class, Whose.SITES, Keeping.A_WHILE),
    /** Site to generator: the gradients of its loss. */
    GRADIENTS("gradients", AvroSiteGradient.class, Whose.SITES, Keeping.A_WHILE),
    /** Generator to itself and to auditors: what each step was made of. */
    JOURNAL("journal", AvroFoldRecord.class, Whose.CENTRE, Keeping.LONG),
    /** Generator to segmenter: released pairs. */
    SAMPLES("samples", AvroSyntheticSample.class, Whose.CENTRE, Keeping.A_WHILE),
    /** Generator to the live page: the same few masks drawn again and again. */
    PREVIEWS("previews", AvroPreview.class, Whose.CENTRE, Keeping.LATEST_A_WHILE),
    /** All to dashboards. */
    EVENTS("events", AvroRunEvent.class, Whose.EVERYBODY, Keeping.A_WHILE),
    /** All to people: records that were refused. */
    DEAD("dead", AvroDeadLetter.class, Whose.EVERYBODY, Keeping.LONG);

    /** Who has a topic of the channel. */
    enum Whose {
        /** The run has one. */
        CENTRE,
        /** Each site has one. */
        SITES,
        /** The centre has one, and so has each site. */
        EVERYBODY
    }

    /** How long records stay. */
    enum Keeping {
        /** For ever, all of them. */
        ALL,
        /** The newest of each key, for ever. */
        LATEST,
        A_WHILE,
        /** The newest of each key, for a while. */
        LATEST_A_WHILE,
        LONG
    }

    private final String word;
    private final Class<? extends SpecificRecord> message;
    private final Whose whose;
    private final Keeping keeping;

    Channel(String word, Class<? extends SpecificRecord> message, Whose whose, Keeping keeping) {
        this.word = word;
        this.message = message;
        this.whose = whose;
        this.keeping = keeping;
    }

    /** The message that travels here. */
    public Class<? extends SpecificRecord> message() {
        return message;
    }

    /** Says whether the centre has a topic of the channel. */
    boolean isCentral() {
        return whose != Whose.SITES;
    }

    /** Says whether each site has a topic of the channel. */
    boolean isPerSite() {
        return whose != Whose.CENTRE;
    }

    String word() {
        return word;
    }

    Keeping keeping() {
        return keeping;
    }
}
