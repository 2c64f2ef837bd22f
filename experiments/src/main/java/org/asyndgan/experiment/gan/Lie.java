package org.asyndgan.experiment.gan;

import java.util.Arrays;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.nn.tensor.FloatTensor;

/** What a site answers instead of the gradient that it computed. */
public enum Lie {
    /** It tells the truth. */
    NONE("nobody lies"),
    /** As long as the truth, and the other way. */
    FLIPPED("sign flipped"),
    /** The truth, 100 times as loud. */
    LOUD("100 times"),
    /** The other way, 100 times as loud as the truth. */
    OPPOSED("flipped, 100 times"),
    /** The same at each pixel of each image: brighter. */
    CONSTANT("1 at each pixel");

    private static final float LOUDNESS = 100;

    private final String words;

    Lie(String words) {
        this.words = words;
    }

    /** As a table calls it. */
    public String words() {
        return words;
    }

    /** What becomes of an answer. */
    public SiteGradient of(SiteGradient answer) {
        FloatTensor truth = answer.gradient();
        FloatTensor told =
                switch (this) {
                    case NONE -> truth;
                    case FLIPPED -> truth.times(-1);
                    case LOUD -> truth.times(LOUDNESS);
                    case OPPOSED -> truth.times(-LOUDNESS);
                    case CONSTANT -> ones(truth);
                };
        return new SiteGradient(answer.batch(), answer.drawnBy(), told, answer.report());
    }

    private static FloatTensor ones(FloatTensor shaped) {
        float[] ones = new float[shaped.size()];
        Arrays.fill(ones, 1);
        return FloatTensor.adopt(ones, shaped.shape());
    }
}
