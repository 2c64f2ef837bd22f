package org.asyndgan.command.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunForecast;
import org.asyndgan.command.plan.RunMasks;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.process.Arguments;
import org.asyndgan.command.process.Launcher;
import org.asyndgan.command.process.LocalCluster;
import org.asyndgan.command.process.WorkerProcess;
import org.asyndgan.command.process.WorkerProcesses;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.command.progress.TrainingWatch;
import org.asyndgan.command.report.ReportFiles;
import org.asyndgan.command.report.RunReport;
import org.asyndgan.command.report.Verdict;
import org.asyndgan.core.convergence.Convergence;
import org.asyndgan.core.folding.Until;
import org.asyndgan.transport.link.EventInbox;
import org.asyndgan.transport.link.PreviewInbox;
import org.asyndgan.worker.StopSignal;

/**
 * Leads one run on this machine from its start to its report.
 *
 * <p>Broker and registry belong to this process; every worker is a child process of its own. Whatever ends a
 * run, everything it started is ended before this process is: workers first, then registry and broker. A worker
 * that fails is not started again: the run ends with what it said.
 */
public final class LocalRun {

    private static final Duration TURN = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);
    private static final int STOPPED = 130;
    private static final String GENERATOR = "generator";
    private static final String SEGMENTER = "segmenter";

    private final RunSettings settings;
    private final LocalData data;
    private final RunFolder folder;
    private final Optional<RunForecast> forecast;
    private final Screen screen;
    private final InstantSource clock;
    private final LivePageOptions livePage;
    private final Instant start;
    private final TrainingWatch watch = new TrainingWatch();
    private final Growth growth = new Growth();
    private LocalCluster cluster;
    private PreviewInbox previews;
    private WorkerProcess generator;
    private WorkerProcess segmenter;
    private boolean isConvergenceTold;

    /** @param forecast of its times; nothing where they were not told before it began, as in a resumed run */
    public LocalRun(
            RunSettings settings,
            LocalData data,
            RunFolder folder,
            Optional<RunForecast> forecast,
            Screen screen,
            InstantSource clock,
            LivePageOptions livePage) {
        this.settings = settings;
        this.data = data;
        this.folder = folder;
        this.forecast = forecast;
        this.screen = screen;
        this.clock = clock;
        this.livePage = livePage;
        this.start = clock.instant();
    }

    /**
     * Leads the run to its end.
     *
     * @return exit code: 0 with a report, 130 if somebody stopped it
     * @throws RunException if a worker or the folder failed
     */
    public int lead() {
        settings.keepIn(folder);
        try (StopSignal stop = StopSignal.ofThisProcess()) {
            try (LocalCluster cluster = LocalCluster.prepare(folder, settings.name());
                    WorkerProcesses processes = new WorkerProcesses();
                    LivePage page = new LivePage(livePage)) {
                return lead(cluster, processes, page, stop);
            } finally {
                screen.close();
            }
        }
    }

    private int lead(LocalCluster cluster, WorkerProcesses processes, LivePage page, StopSignal stop) {
        this.cluster = cluster;
        Arguments arguments = new Arguments(settings, data, folder, cluster.brokers(), cluster.registry(), true);
        Launcher launcher = new Launcher(folder);
        boolean isReleased = folder.isReleased();
        screen.stage("Starting Kafka and the schema registry"
                + (isReleased
                        ? ""
                        : "; beside them the generator and " + data.sites().size()
                                + " sites, each a process of its own"));
        if (!isReleased) {
            startTraining(launcher, processes, arguments);
        }
        cluster.start();
        cluster.provision(settings, data);
        processes.letConnect();
        Runnable startOthers = () -> {
            segmenter = processes.add(launcher.start(SEGMENTER, arguments.segmenter()));
            page.start(launcher, arguments);
        };
        if (isReleased) {
            screen.stage("The generator has done its part: going on with the comparison");
            startOthers.run();
        }
        Arms arms =
                new Arms(launcher, processes, arguments, folder, settings.baselines() ? data.siteNames() : List.of());
        try (EventInbox events = new EventInbox(cluster.link(), data.siteIds());
                PreviewInbox previews = new PreviewInbox(cluster.link())) {
            this.previews = previews;
            boolean isDrawn = isReleased
                    || (train(events, processes, page, startOthers, stop) && release(events, processes, stop));
            boolean ended = isDrawn && compare(events, processes, page, arms, stop);
            if (!ended) {
                screen.stage("Stopping");
                return STOPPED;
            }
        }
        screen.stage("Writing the report");
        report(arms);
        return 0;
    }

    private void startTraining(Launcher launcher, WorkerProcesses processes, Arguments arguments) {
        generator = processes.add(launcher.startEarly(GENERATOR, arguments.generator()));
        for (String site : data.siteNames()) {
            processes.add(launcher.startEarly("site-" + site, arguments.site(site)));
        }
    }

    /** @param startOthers starts whoever is not needed for a step, once the others no longer need the cores to start */
    private boolean train(
            EventInbox events, WorkerProcesses processes, LivePage page, Runnable startOthers, StopSignal stop) {
        long most = settings.training().steps();
        boolean begun = follow(events, processes, stop, () -> watch.step() > 0 || generator.isDone());
        if (begun) {
            folder.markBegun();
            startOthers.run();
            screen.stage("Training the generator: "
                    + (settings.training().until() == Until.CONVERGED ? "at most " : "") + most + " steps of "
                    + settings.training().batchSize() + " images a site, "
                    + settings.training().mode().name().toLowerCase(Locale.ROOT));
        }
        return begun
                && follow(events, processes, stop, () -> {
                    page.tell(screen);
                    long steps = watch.steps().orElse(most);
                    tellOfConvergence(steps);
                    screen.progress("steps", watch.step(), steps, uNets(), losses() + "  images: " + state(steps));
                    return watch.step() >= steps || generator.isDone();
                });
    }

    private Duration uNets() {
        return forecast.map(known -> known.uNets(settings, watch.step(), watch.stepsPerSecond()))
                .orElse(Duration.ZERO);
    }

    private void tellOfConvergence(long steps) {
        if (watch.convergedAt().isPresent() && !isConvergenceTold) {
            isConvergenceTold = true;
            screen.note("The images get no better since about step "
                    + watch.convergedAt().getAsLong() * 2 / 3 + ": the run ends at step " + steps + " instead of "
                    + settings.training().steps() + ", and until then the learning rate falls");
        }
    }

    private String state(long steps) {
        return Convergence.of(watch.looks(), Map.of(), false, steps).brief();
    }

    private String losses() {
        return watch.losses().entrySet().stream()
                .map(loss -> String.format(Locale.ROOT, "%s %.2f", loss.getKey(), loss.getValue()))
                .collect(Collectors.joining(" "));
    }

    private boolean release(EventInbox events, WorkerProcesses processes, StopSignal stop) {
        screen.stage("Releasing synthetic images, one a mask");
        boolean isReleased = follow(events, processes, stop, generator::isDone);
        if (isReleased) {
            folder.markReleased();
        }
        return isReleased;
    }

    private boolean compare(EventInbox events, WorkerProcesses processes, LivePage page, Arms arms, StopSignal stop) {
        screen.stage("Training " + (arms.count() + 1) + " U-Nets: on the synthetic images"
                + (arms.count() > 0 ? ", and on real ones to compare with" : ""));
        long all = settings.segmentation().steps() * (arms.count() + 1);
        int cores = Runtime.getRuntime().availableProcessors();
        boolean isOver = follow(events, processes, stop, () -> {
            page.tell(screen);
            arms.startUpTo(Math.max(1, segmenter.isAlive() ? cores - 1 : cores));
            screen.progress("steps", Math.min(all, segmentationSteps() + arms.steps()), all, "");
            return arms.areDone() && segmenter.isDone();
        });
        return isOver && hearScore(events, processes, stop);
    }

    /** A process that is gone may have said its last words to the broker a moment ago. */
    private boolean hearScore(EventInbox events, WorkerProcesses processes, StopSignal stop) {
        Instant limit = clock.instant().plus(LAST_WORDS);
        return follow(
                events,
                processes,
                stop,
                () -> watch.score().isPresent() || clock.instant().isAfter(limit));
    }

    private long segmentationSteps() {
        return segmenter.isDone()
                ? settings.segmentation().steps()
                : Math.round(watch.value(SEGMENTER, "segmentationStep").orElse(0.0));
    }

    /** Takes events in until the stage is over. @return false if somebody asked for the end before */
    private boolean follow(EventInbox events, WorkerProcesses processes, StopSignal stop, BooleanSupplier isOver) {
        while (!isOver.getAsBoolean()) {
            cluster.requireHealthy();
            processes.requireHealthy();
            if (stop.isRequested()) {
                return false;
            }
            var telemetry = events.poll();
            telemetry.forEach(watch::see);
            previews.poll().forEach(preview -> {
                watch.see(preview);
                growth.see(preview);
            });
            if (telemetry.isEmpty()) {
                stop.await(TURN);
            }
        }
        return !stop.isRequested();
    }

    private void report(Arms arms) {
        var ofRun = new ReportOfRun(settings, data, folder, watch);
        RealPartners partners = new RealPartners(data, RunMasks.of(settings));
        RunReport report = ofRun.report(
                cluster, arms.scores(), partners.contrast(), start, Duration.between(start, clock.instant()));
        Path page = ReportFiles.write(folder.path(), report, SampleStrip.of(cluster.link(), partners), growth.rows());
        screen.note(Verdict.of(report));
        screen.note("Read " + page);
    }
}
