package org.asyndgan.worker;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.asyndgan.transport.link.Connectivity;
import org.asyndgan.transport.link.LinkSettings;

/** The two far ends that a worker cannot do without, for {@code /health}. Thread-safe. */
@Singleton
public final class Connections {

    private volatile Optional<Connectivity> watched = Optional.empty();

    Connections() {}

    /**
     * Begins to watch broker and registry, over connections of their own.
     *
     * @param resources closes these connections
     */
    public void watch(LinkSettings link, Resources resources) {
        watched = Optional.of(resources.add(new Connectivity(link)));
    }

    /** Nothing before the worker has begun to connect. */
    Optional<Connectivity.Answer> broker() {
        return watched.map(Connectivity::broker);
    }

    /** Nothing before the worker has begun to connect. */
    Optional<Connectivity.Answer> registry() {
        return watched.map(Connectivity::registry);
    }
}
