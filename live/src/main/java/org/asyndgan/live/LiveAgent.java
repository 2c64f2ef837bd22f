package org.asyndgan.live;

import java.util.List;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.live.export.RunExport;
import org.asyndgan.live.view.Position;
import org.asyndgan.live.view.ProbeImage;
import org.asyndgan.live.view.RunView;
import org.asyndgan.transport.link.WatchInbox;
import org.asyndgan.transport.link.WatchInbox.Seen;
import org.asyndgan.worker.Agent;
import org.asyndgan.worker.telemetry.Progress;

/** Carries what the run's topics hold into the view. It never ends by itself. */
final class LiveAgent implements Agent {

    private final WatchInbox inbox;
    private final RunView view;
    private final List<RunExport> exports;
    private final Sampling sampling;
    private final Progress progress;

    LiveAgent(WatchInbox inbox, RunView view, List<RunExport> exports, Sampling sampling, Progress progress) {
        this.inbox = inbox;
        this.view = view;
        this.exports = exports;
        this.sampling = sampling;
        this.progress = progress;
    }

    @Override
    public void begin() {
        view.connection("connected");
        progress.did("read the run's topics", "records of the run");
    }

    @Override
    public int turn() {
        List<Seen> news = inbox.poll();
        news.forEach(this::show);
        if (news.isEmpty()) {
            exports.forEach(RunExport::flush);
        }
        sampling.turn();
        return news.size();
    }

    private void show(Seen seen) {
        Position position = new Position(seen.topic(), seen.offset());
        if (seen.value() instanceof RunEvent event) {
            view.event(position, event);
            exports.forEach(export -> export.event(event));
        } else if (seen.value() instanceof FoldRecord record) {
            view.record(position, record, seen.at());
        } else if (seen.value() instanceof Preview preview) {
            ProbeImage image = image(preview);
            view.preview(position, image, seen.at());
            exports.forEach(export -> export.preview(image, seen.at()));
        }
    }

    private static ProbeImage image(Preview preview) {
        return new ProbeImage(
                preview.drawnBy().step(),
                preview.probe(),
                preview.site().slug(),
                preview.labels(),
                preview.image().dim(0),
                EightBit.encode(preview.image()));
    }

    @Override
    public boolean isDone() {
        return false;
    }

    @Override
    public void finish() {
        throw new IllegalStateException("The live page has no end of its own");
    }

    @Override
    public void leave() {
        view.connection("stopped");
    }
}
