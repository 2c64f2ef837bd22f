package org.asyndgan.segmentation.worker;

import java.util.Arrays;
import java.util.List;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.segmentation.SampleInbox;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.worker.WorkerException;

/** Lets in only released images that are as the held-out real ones are read. */
final class FittingSamples implements SampleInbox {

    private final SampleInbox inbox;
    private final TrainingPair real;

    /** @param real one of the held-out pairs */
    FittingSamples(SampleInbox inbox, TrainingPair real) {
        this.inbox = inbox;
        this.real = real;
    }

    @Override
    public List<SyntheticSample> poll() {
        List<SyntheticSample> arrived = inbox.poll();
        arrived.forEach(this::require);
        return arrived;
    }

    private void require(SyntheticSample sample) {
        boolean fits = Arrays.equals(sample.image().shape(), real.image().shape())
                && sample.labels().classes() == real.labels().classes();
        if (!fits) {
            throw new WorkerException(
                    "ADG-601",
                    "The released images are " + sample.image() + " with "
                            + sample.labels().classes() + " classes, but the test images are read as " + real.image()
                            + " with " + real.labels().classes()
                            + ". Set asyndgan.segmenter.image-size, channels and label-values as the run has them.",
                    null);
        }
    }
}
