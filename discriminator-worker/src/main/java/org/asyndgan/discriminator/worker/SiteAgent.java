package org.asyndgan.discriminator.worker;

import org.asyndgan.core.site.SiteLoop;
import org.asyndgan.worker.Agent;

/** A site's loop from its recovery to its leave. */
final class SiteAgent implements Agent {

    private final SiteLoop loop;
    private final SiteTelemetry telemetry;

    SiteAgent(SiteLoop loop, SiteTelemetry telemetry) {
        this.loop = loop;
        this.telemetry = telemetry;
    }

    @Override
    public void begin() {
        loop.recover();
    }

    @Override
    public int turn() {
        return loop.turn();
    }

    @Override
    public boolean isDone() {
        return loop.isFinished();
    }

    @Override
    public void finish() {
        loop.leave();
    }

    @Override
    public void leave() {
        loop.leave();
        telemetry.stopped();
    }
}
