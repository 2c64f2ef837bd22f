package org.asyndgan.generator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.Resources;
import org.asyndgan.worker.StopSignal;
import org.asyndgan.worker.WorkerException;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.state.InitialWeights;
import org.asyndgan.worker.telemetry.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayAgentTest {

    @TempDir
    private Path state;

    private final StopSignal stop = new StopSignal();

    @Test
    void endsAfterTheStepInWhichItIsStopped() {
        Journal journal = new Journal(100, stop);
        try (ApplicationContext context = Settings.contextOf(Map.of());
                Resources resources = new Resources()) {
            ReplayAgent replay = new ReplayAgent(
                    generator(resources),
                    new RunShape(1, 16, 16, 2),
                    journal,
                    new SnapshotFolder(state, 1, warning -> {}),
                    new GeneratorReplay.How(false, OptionalDouble.empty()),
                    "nuclei",
                    context.getBean(Progress.class),
                    stop,
                    line -> {});

            assertThatThrownBy(replay::begin)
                    .isInstanceOf(WorkerException.class)
                    .hasMessage("The replay of run nuclei was stopped before its end, so it says nothing. Give the same"
                            + " command again to replay it. (ADG-321)");
        }
        assertThat(journal.handedOver).isEqualTo(2);
    }

    private CentralGenerator generator(Resources resources) {
        var properties = Settings.bind(
                Map.of(
                        "asyndgan.generator.sites", "a,b",
                        "asyndgan.generator.image-size", "16",
                        "asyndgan.generator.width", "1",
                        "asyndgan.generator.blocks", "1"),
                GeneratorProperties.class);
        return GeneratorSpec.machine(
                properties,
                InitialWeights.lookedUpIn(state, GeneratorProperties.INITIAL_WEIGHTS, properties.initialWeights()),
                resources);
    }

    /** Records in which nothing was folded; the process is told to end while the second is on its way. */
    private static final class Journal implements RunLog {

        private final int records;
        private final StopSignal stop;
        private int handedOver;

        Journal(int records, StopSignal stop) {
            this.records = records;
            this.stop = stop;
        }

        @Override
        public long replay(long position, Consumer<FoldRecord> taker) {
            for (int i = 0; i < records; i++) {
                handedOver++;
                if (handedOver == 2) {
                    stop.request("the process was told to end");
                }
                taker.accept(new FoldRecord(
                        GeneratorVersion.INITIAL, List.of(), List.of(), List.of(), List.of(), Map.of(), 0, 0, false));
            }
            return records;
        }

        @Override
        public void masks(ObjLongConsumer<SharedMask> taker) {}

        @Override
        public void remaining(Consumer<FoldRecord> taker) {}

        @Override
        public SiteGradient read(SiteId site, long offset) {
            throw new IllegalStateException("No record names a gradient");
        }

        @Override
        public void answers(SiteId site, long end, Consumer<Arrival> answers) {}
    }
}
