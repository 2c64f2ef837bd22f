package org.asyndgan.worker.setting;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Where {@code /health} and {@code /prometheus} are served; both are open to whoever reaches the port.
 *
 * @param host to bind to
 * @param port 0 takes a free one and logs it
 * @param linger how long a worker that has done its work goes on serving, for its last numbers to be fetched
 */
@ConfigurationProperties(HttpProperties.PREFIX)
public record HttpProperties(
        @Bindable(defaultValue = "127.0.0.1") String host,
        @Bindable(defaultValue = "0") int port,
        @Bindable(defaultValue = "0s") Duration linger) {

    static final String PREFIX = "asyndgan.http";

    public HttpProperties {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " must be in 1 … 65535, or 0 for a free one");
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger " + linger + " must not be negative");
        }
    }
}
