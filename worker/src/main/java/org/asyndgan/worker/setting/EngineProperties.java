package org.asyndgan.worker.setting;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Who computes the networks of a worker. Part of what makes a run repeatable to the bit.
 *
 * @param backend {@code nd4j}, or {@code torch} where its module is on the class path
 * @param device {@code cpu} or {@code cuda}; of torch alone
 */
@ConfigurationProperties(EngineProperties.PREFIX)
public record EngineProperties(
        @Bindable(defaultValue = "nd4j") String backend, @Bindable(defaultValue = "cpu") String device) {

    static final String PREFIX = "asyndgan.engine";
}
