package org.asyndgan.transport;

import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened and must be closed: connections, native memory.
 *
 * <p>Closed in the reverse order, also where only some of it could be opened. One that cannot be closed is logged and
 * keeps no other from being closed, because by then the work is done or has failed for a reason of its own. Not
 * thread-safe.
 */
public final class Resources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final ArrayDeque<AutoCloseable> opened = new ArrayDeque<>();

    /** Takes charge of a resource. @return the same */
    public <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable resource = opened.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn(
                        "Not closed resource={} because=\"{}\"",
                        resource.getClass().getSimpleName(),
                        e.toString());
            }
        }
    }
}
