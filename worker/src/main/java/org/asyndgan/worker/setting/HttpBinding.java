package org.asyndgan.worker.setting;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.HttpServerConfiguration;
import jakarta.inject.Singleton;

/** Puts the HTTP server where our own settings want it. */
@Singleton
final class HttpBinding implements BeanCreatedEventListener<HttpServerConfiguration> {

    /** How Micronaut is told to take a free port. */
    private static final int FREE = -1;

    private final HttpProperties properties;

    HttpBinding(HttpProperties properties) {
        this.properties = properties;
    }

    @Override
    public HttpServerConfiguration onCreated(BeanCreatedEvent<HttpServerConfiguration> event) {
        HttpServerConfiguration server = event.getBean();
        server.setHost(properties.host());
        server.setPort(properties.port() == 0 ? FREE : properties.port());
        return server;
    }
}
