package org.asyndgan.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.live.view.RunView;
import org.asyndgan.live.view.SentBatch;
import org.asyndgan.live.view.SentImage;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.link.BatchSampler;
import org.asyndgan.transport.link.SampledBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a batch of one site into the view now and then. What fails here stops nothing else. */
final class Sampling {

    /** A larger record is left out. */
    static final int MOST_BYTES = 8 << 20;

    /** Images of a batch that are shown. */
    static final int MOST_IMAGES = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);

    private final RunView view;
    private final Duration every;
    private final InstantSource clock;
    private Optional<BatchSampler> sampler = Optional.empty();
    private Instant next = Instant.MIN;

    Sampling(RunView view, Duration every, InstantSource clock) {
        this.view = view;
        this.every = every;
        this.clock = clock;
    }

    void with(BatchSampler batches) {
        sampler = Optional.of(batches);
    }

    void without(TransportException fault) {
        LOG.warn("Batches are not sampled because=\"{}\"", fault.getMessage());
        view.unsampled("Batches cannot be shown: " + fault.getMessage());
        sampler = Optional.empty();
    }

    /** Looks at one site, if it is time. */
    void turn() {
        if (sampler.isEmpty() || clock.instant().isBefore(next)) {
            return;
        }
        try {
            sampler.get().look().map(Sampling::shown).ifPresent(view::sent);
        } catch (TransportException fault) {
            if (!fault.isRetriable()) {
                without(fault);
            }
        }
        next = clock.instant().plus(every);
    }

    private static SentBatch shown(SampledBatch batch) {
        return new SentBatch(
                batch.id().site().slug(),
                batch.id().sequence(),
                batch.drawnBy().incarnation(),
                batch.drawnBy().step(),
                batch.at().toEpochMilli(),
                batch.size(),
                batch.images().stream()
                        .map(image -> new SentImage(
                                image.mask(),
                                image.image().dim(0),
                                image.image().dim(1),
                                image.image().dim(2),
                                EightBit.encode(image.image())))
                        .toList());
    }
}
