package org.asyndgan.live.web;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.asyndgan.live.LiveProperties;
import org.asyndgan.live.view.RunView;
import org.asyndgan.worker.setting.LinkProperties;

/** The one run that this process shows. */
@LivePage
@Singleton
public final class ShownRun {

    private final RunView view;

    ShownRun(LinkProperties link, LiveProperties live, InstantSource clock) {
        this.view = new RunView(link.settings().topics().run(), live.sites(), Long.toString(clock.millis(), 36));
    }

    public RunView view() {
        return view;
    }
}
