package org.asyndgan.live;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the live page.
 *
 * @param sites of the run, whose events are shown too
 * @param tensorboard folder in which an event file of TensorBoard is written; none where it is not given
 * @param jsonLines file in which every event is written as a line of JSON; none where it is not given
 * @param mlflow address of an MLflow tracking server at which the run is told as one of its runs; none where it is not given
 * @param sampleEvery how often the newest batch of one site is looked at; never where it is 0
 * @param serving set by {@link LiveWorker}, not by users
 */
@ConfigurationProperties(LiveProperties.PREFIX)
public record LiveProperties(
        @Nullable List<String> sites,
        @Nullable String tensorboard,
        @Nullable String jsonLines,
        @Nullable String mlflow,
        @Bindable(defaultValue = "5s") Duration sampleEvery,
        @Bindable(defaultValue = "false") boolean serving) {

    static final String PREFIX = "asyndgan.live";

    public LiveProperties {
        if (sampleEvery.isNegative()) {
            throw new IllegalArgumentException("Batches cannot be sampled every " + sampleEvery + "; set " + PREFIX
                    + ".sample-every to some seconds, or to 0s for never");
        }
        sites = sites == null ? List.of() : List.copyOf(sites);
    }
}
