package org.asyndgan.generator.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.transport.link.AuditLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.worker.Agent;
import org.asyndgan.worker.Introduction;
import org.asyndgan.worker.WorkerContext;
import org.asyndgan.worker.WorkerException;
import org.asyndgan.worker.WorkerSpec;
import org.asyndgan.worker.setting.LinkProperties;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.state.InitialWeights;

/** The settings of a run that is to be computed again, and how the parts are put together. */
final class ReplaySpec implements WorkerSpec {

    private final GeneratorProperties properties;
    private final Introduction introduction;
    private final List<SiteId> sites;
    private final LinkSettings link;
    private final GeneratorReplay.How how;
    private final Consumer<String> lines;

    /** @throws org.asyndgan.worker.setting.SettingsException if the settings cannot be or contradict each other */
    ReplaySpec(Settings settings, GeneratorReplay.How how, Consumer<String> lines) {
        LinkProperties linkProperties = settings.bind(LinkProperties.class);
        this.properties = settings.bind(GeneratorProperties.class);
        this.sites = properties.siteIds();
        this.link = linkProperties.settings();
        this.introduction = Introduction.of("replay", link, properties, linkProperties);
        this.how = how;
        this.lines = lines;
        properties.settings();
        properties.network();
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public Agent open(WorkerContext context) {
        context.connections().watch(link);
        AuditLink log = context.resources().add(new AuditLink(link, sites));
        // Without a state there is no snapshot; nothing is ever written to this folder.
        Path state = Path.of(Optional.ofNullable(properties.state()).orElse("no-snapshots"));
        var snapshots = new SnapshotFolder(state, properties.keepSnapshots(), lines);
        if (how.tolerance().isEmpty()) {
            snapshots.saidOfTraining(GeneratorSpec.ENGINE).ifPresent(this::requireSameEngine);
        }
        CentralGenerator generator = GeneratorSpec.machine(
                properties,
                InitialWeights.lookedUpIn(state, GeneratorProperties.INITIAL_WEIGHTS, properties.initialWeights()),
                context.resources());
        return new ReplayAgent(
                generator,
                properties.shape(),
                log,
                snapshots,
                how,
                link.topics().run(),
                context.progress(),
                context.stop(),
                lines);
    }

    /** Another engine rounds otherwise: after minutes of computing, all that could be said is that weights differ. */
    private void requireSameEngine(String then) {
        String now = Engine.fingerprint();
        if (!now.equals(then)) {
            throw new WorkerException(
                    "ADG-324",
                    "Run " + link.topics().run() + " was computed by " + then + ", and this replay would be by " + now
                            + ", which rounds otherwise. Replay with the engine (--engine) and the number of threads"
                            + " that the run had, on a machine of the same type, or see how far the"
                            + " images come apart: --tolerance=0.02.",
                    null);
        }
    }
}
