package org.asyndgan.discriminator.worker;

import org.asyndgan.core.site.SiteLoop;
import org.asyndgan.discriminator.page.Wishes;
import org.asyndgan.discriminator.page.Wishes.Wish;
import org.asyndgan.worker.Agent;

/** A site's loop from its recovery to its leave, which people at the site may wish for. */
final class SiteAgent implements Agent {

    private static final long PAUSE_MILLIS = 200;

    private final SiteLoop loop;
    private final SiteTelemetry telemetry;
    private final Wishes wishes;

    SiteAgent(SiteLoop loop, SiteTelemetry telemetry, Wishes wishes) {
        this.loop = loop;
        this.telemetry = telemetry;
        this.wishes = wishes;
    }

    @Override
    public void begin() {
        loop.recover();
    }

    @Override
    public int turn() {
        if (wishes.newest() == Wish.TAKE_PART) {
            loop.resume();
            return loop.turn();
        }
        if (wishes.newest() == Wish.PAUSE && !loop.isFinished()) {
            loop.pause();
            wishes.awaitOtherThan(Wish.PAUSE, PAUSE_MILLIS);
        }
        return 0;
    }

    @Override
    public boolean isDone() {
        return loop.isFinished() || wishes.newest() == Wish.LEAVE;
    }

    @Override
    public void finish() {
        if (loop.isFinished()) {
            loop.leave();
        } else {
            leave();
        }
    }

    @Override
    public void leave() {
        loop.leave();
        telemetry.stopped();
    }
}
