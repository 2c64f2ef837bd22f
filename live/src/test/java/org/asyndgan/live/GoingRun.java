package org.asyndgan.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.transport.link.EventOutbox;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.link.PreviewOutbox;
import org.asyndgan.transport.log.LinkSettings;

/** What a run's generator writes to the topics that the live page reads, step by step, without any training. */
final class GoingRun implements AutoCloseable {

    private static final int SIDE = 16;
    private static final int PREVIEW_EVERY = 10;
    private static final double STEPS = 100;

    private final List<SiteId> sites;
    private final List<SiteId> answering;
    private final GeneratorLink generator;
    private final EventOutbox events;
    private final PreviewOutbox previews;
    private long step;

    GoingRun(LinkSettings link, List<SiteId> sites) {
        this.sites = sites;
        this.answering = new ArrayList<>(sites);
        this.generator = new GeneratorLink(link, sites);
        this.events = new EventOutbox(link, link.topics().events(), "generator");
        this.previews = new PreviewOutbox(link);
    }

    /** All sites join. */
    void begin() {
        emit("started", Map.of("steps", STEPS), Map.of());
        commit(
                List.of(),
                sites.stream()
                        .map(site -> new FoldRecord.MemberChange(site, FoldRecord.Status.JOINED, 40))
                        .toList());
    }

    /** Steps to which every site answers that is not silent, with a preview every tenth. */
    void steps(long first, long last) {
        for (step = first; step <= last; step++) {
            Map<String, Double> values = new TreeMap<>(Map.of("steps", STEPS));
            answering.forEach(site -> values.put("adversarialLoss." + site.slug(), 1.0 / step));
            commit(
                    answering.stream()
                            .map(site -> new FoldRecord.Fold(
                                    new BatchId(site, step - 1), step - 1, 0, 1.0 / answering.size(), step, 1))
                            .toList(),
                    List.of());
            emit("stepped", values, Map.of());
            if (step % PREVIEW_EVERY == 0) {
                previews.publish(new Preview(
                        new GeneratorVersion(1, step),
                        0,
                        sites.get(0),
                        LabelMap.of(SIDE, SIDE, 2, new byte[SIDE * SIDE]),
                        FloatTensor.zeros(1, SIDE, SIDE)));
            }
        }
        step = last;
    }

    /** The generator gives up waiting for a site, by a step of its own. */
    void silent(SiteId site) {
        step++;
        answering.remove(site);
        commit(List.of(), List.of(new FoldRecord.MemberChange(site, FoldRecord.Status.SILENT, 40)));
        emit("member", Map.of("images", 40.0), Map.of("site", site.slug(), "status", "silent"));
    }

    void released(int number) {
        emit("released", Map.of("release", (double) number), Map.of());
    }

    private void commit(List<FoldRecord.Fold> folds, List<FoldRecord.MemberChange> members) {
        Map<SiteId, Long> positions = sites.stream().collect(Collectors.toMap(site -> site, site -> 0L));
        generator.commit(
                new FoldRecord(
                        new GeneratorVersion(1, step),
                        folds,
                        List.of(),
                        members,
                        List.of(),
                        positions,
                        0.001,
                        0,
                        false),
                List.of());
    }

    private void emit(String type, Map<String, Double> values, Map<String, String> texts) {
        events.emit(new RunEvent("generator", Instant.now(), type, step, values, texts));
    }

    @Override
    public void close() {
        previews.close();
        events.close();
        generator.close();
    }
}
