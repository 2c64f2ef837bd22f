package org.asyndgan.live;

import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.live.export.JsonLinesFile;
import org.asyndgan.live.export.MlflowRun;
import org.asyndgan.live.export.RunExport;
import org.asyndgan.live.export.TensorBoardFile;
import org.asyndgan.live.view.RunView;
import org.asyndgan.live.web.ShownRun;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.link.BatchSampler;
import org.asyndgan.transport.link.WatchInbox;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.worker.Agent;
import org.asyndgan.worker.Introduction;
import org.asyndgan.worker.WorkerContext;
import org.asyndgan.worker.WorkerException;
import org.asyndgan.worker.WorkerSpec;
import org.asyndgan.worker.setting.LinkProperties;
import org.asyndgan.worker.setting.Settings;

/** The live page's settings, and how its parts are put together. */
final class LiveSpec implements WorkerSpec {

    private final LinkSettings link;
    private final List<SiteId> sites;
    private final RunView view;
    private final LiveProperties properties;
    private final Introduction introduction;

    private LiveSpec(LinkProperties link, LiveProperties live, RunView view) {
        this.link = link.settings();
        this.sites = Settings.mapped(
                LiveProperties.PREFIX,
                () -> live.sites().stream().map(SiteId::new).toList());
        this.view = view;
        this.properties = live;
        this.introduction = Introduction.of("live", this.link, link, live);
    }

    /** @throws org.asyndgan.worker.setting.SettingsException if the settings cannot be or contradict each other */
    static LiveSpec of(Settings settings) {
        return new LiveSpec(
                settings.bind(LinkProperties.class),
                settings.bind(LiveProperties.class),
                settings.bean(ShownRun.class).view());
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public Agent open(WorkerContext context) {
        view.connection("connecting");
        context.connections().watch(link);
        List<RunExport> exports = exports(context);
        // Exports begin anew from the start; the view leaves out what it has seen.
        WatchInbox inbox =
                context.resources().add(new WatchInbox(link, sites, exports.isEmpty() ? view.positions() : Map.of()));
        return new LiveAgent(inbox, view, exports, sampling(context), context.progress());
    }

    /** The page shows a run without its batches where their topics are missing or refused, as in a run of an older version. */
    private Sampling sampling(WorkerContext context) {
        Sampling sampling = new Sampling(view, properties.sampleEvery(), context.clock());
        if (properties.sampleEvery().isZero()) {
            view.unsampled("Batches are not sampled (--sample-every=0s).");
            return sampling;
        }
        try {
            sampling.with(
                    context.resources().add(new BatchSampler(link, sites, Sampling.MOST_BYTES, Sampling.MOST_IMAGES)));
        } catch (TransportException fault) {
            if (fault.isRetriable()) {
                throw fault;
            }
            sampling.without(fault);
        }
        return sampling;
    }

    private List<RunExport> exports(WorkerContext context) {
        List<RunExport> exports = new ArrayList<>();
        try {
            if (properties.tensorboard() != null) {
                exports.add(context.resources().add(new TensorBoardFile(Path.of(properties.tensorboard()))));
            }
            if (properties.jsonLines() != null) {
                exports.add(context.resources().add(new JsonLinesFile(Path.of(properties.jsonLines()))));
            }
        } catch (UncheckedIOException | InvalidPathException e) {
            throw new WorkerException(
                    "ADG-512",
                    e.getMessage() + " (" + FileTrouble.reason(e)
                            + "). Name another place with --tensorboard or --jsonl.",
                    e);
        }
        try {
            if (properties.mlflow() != null) {
                exports.add(context.resources()
                        .add(new MlflowRun(
                                properties.mlflow(), link.topics().run(), System.getenv(), context.clock())));
            }
        } catch (UncheckedIOException unreached) {
            throw new WorkerException(
                    "ADG-512",
                    unreached.getMessage() + " ("
                            + unreached.getCause().getMessage()
                            + "). Start it, or name its address with --mlflow, such as http://mlflow:5000.",
                    unreached);
        }
        return exports;
    }
}
