package org.asyndgan.discriminator.worker;

import org.asyndgan.core.discriminator.SiteLoop;
import org.asyndgan.worker.Duty;

/** A site's loop from its recovery to its leave. */
final class SiteDuty implements Duty {

    private final SiteLoop loop;
    private final SiteNews news;

    SiteDuty(SiteLoop loop, SiteNews news) {
        this.loop = loop;
        this.news = news;
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
        news.stopped();
    }
}
