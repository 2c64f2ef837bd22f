package org.asyndgan.worker.setting;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How a worker lives as a process.
 *
 * @param exitWithParent stops the worker when the process that started it is gone
 * @param awaitStart lets it get ready, but not connect before a line comes on its standard input
 * @param threads that compute; 0 leaves it to OMP_NUM_THREADS or takes all processors. Part of what
 *     makes a run repeatable to the bit
 */
@ConfigurationProperties(ProcessProperties.PREFIX)
public record ProcessProperties(
        @Bindable(defaultValue = "false") boolean exitWithParent,
        @Bindable(defaultValue = "false") boolean awaitStart,
        @Bindable(defaultValue = "0") int threads) {

    static final String PREFIX = "asyndgan";

    public ProcessProperties {
        if (threads < 0) {
            throw new IllegalArgumentException(
                    "threads " + threads + " must be at least 1, or 0 for OMP_NUM_THREADS or all processors");
        }
    }
}
