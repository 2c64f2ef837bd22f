package org.asyndgan.core.generator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotOutput;
import org.asyndgan.core.convergence.Look;
import org.asyndgan.core.drawing.PendingBatch;
import org.asyndgan.core.folding.Member;
import org.asyndgan.core.folding.Membership;
import org.asyndgan.core.folding.RunLength;
import org.asyndgan.core.folding.RunProgress;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.release.BestWeights;
import org.asyndgan.nn.optimizer.AdamState;

/**
 * All that the next step of the generator depends on, beside the log.
 *
 * @param progress where the run stands beside its weights
 * @param weights of the version
 * @param average moving average of the weights
 * @param retainedWeights weights by step, of every version with pending batches
 * @param distances newest smoothed distance of each site that has measured one
 * @param best the weights with the smallest distances so far
 * @param norms of each site's last parameter gradients, the oldest first
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole between machine and snapshot, never compared
record GeneratorState(
        RunProgress progress,
        float[] weights,
        float[] average,
        AdamState optimizer,
        Map<Long, float[]> retainedWeights,
        Collection<PendingBatch> pending,
        Map<SiteId, Double> distances,
        Optional<BestWeights> best,
        Map<SiteId, List<Double>> norms) {

    void write(SnapshotOutput out) throws IOException {
        out.section("version", part -> {
            writeVersion(part, progress.version());
            part.writeBoolean(progress.isFinished());
        });
        out.section("weights", part -> FloatsIo.write(part, weights));
        out.section("average", part -> FloatsIo.write(part, average));
        out.section("optimizer", part -> FloatsIo.write(part, optimizer));
        out.section("retained weights", this::writeRetainedWeights);
        out.section("pending batches", this::writePending);
        out.section("members", this::writeMembers);
        out.section("positions", part -> writeOffsets(part, progress.positions()));
        out.section("distances", this::writeDistances);
        out.section("best weights", part -> {
            part.writeBoolean(best.isPresent());
            if (best.isPresent()) {
                best.get().write(part);
            }
        });
        out.section("site norms", this::writeNorms);
        out.section("length", part -> {
            part.writeLong(progress.length().steps());
            part.writeLong(progress.length().since());
        });
        out.section("looks", this::writeLooks);
        out.section("mask ends", part -> writeOffsets(part, maskEnds()));
    }

    private void writeRetainedWeights(DataOutputStream out) throws IOException {
        out.writeInt(retainedWeights.size());
        for (var entry : retainedWeights.entrySet()) {
            out.writeLong(entry.getKey());
            FloatsIo.write(out, entry.getValue());
        }
    }

    private void writePending(DataOutputStream out) throws IOException {
        out.writeInt(pending.size());
        for (PendingBatch batch : pending) {
            out.writeUTF(batch.id().site().slug());
            out.writeLong(batch.id().sequence());
            writeVersion(out, batch.drawnBy());
            out.writeInt(batch.masks().size());
            for (MaskUse use : batch.masks()) {
                out.writeUTF(use.mask());
                out.writeByte(use.flip());
            }
        }
    }

    private void writeMembers(DataOutputStream out) throws IOException {
        out.writeInt(members().size());
        for (var entry : members().entrySet()) {
            out.writeUTF(entry.getKey().slug());
            out.writeUTF(entry.getValue().status().name());
            out.writeInt(entry.getValue().images());
            out.writeLong(entry.getValue().nextSequence());
        }
    }

    private Map<SiteId, Member> members() {
        return progress.membership().sites();
    }

    private Map<SiteId, Long> maskEnds() {
        Map<SiteId, Long> ends = new TreeMap<>();
        members().forEach((site, member) -> ends.put(site, member.masksEnd()));
        return ends;
    }

    private static void writeOffsets(DataOutputStream out, Map<SiteId, Long> offsets) throws IOException {
        out.writeInt(offsets.size());
        for (var entry : offsets.entrySet()) {
            out.writeUTF(entry.getKey().slug());
            out.writeLong(entry.getValue());
        }
    }

    private void writeDistances(DataOutputStream out) throws IOException {
        out.writeInt(distances.size());
        for (var entry : distances.entrySet()) {
            out.writeUTF(entry.getKey().slug());
            out.writeDouble(entry.getValue());
        }
    }

    private void writeNorms(DataOutputStream out) throws IOException {
        out.writeInt(norms.size());
        for (var entry : norms.entrySet()) {
            out.writeUTF(entry.getKey().slug());
            out.writeInt(entry.getValue().size());
            for (double norm : entry.getValue()) {
                out.writeDouble(norm);
            }
        }
    }

    private void writeLooks(DataOutputStream out) throws IOException {
        out.writeInt(progress.looks().size());
        for (Look look : progress.looks()) {
            out.writeLong(look.step());
            out.writeInt(look.contrast().size());
            for (var ofSite : look.contrast().entrySet()) {
                out.writeUTF(ofSite.getKey());
                out.writeDouble(ofSite.getValue());
            }
        }
    }

    static GeneratorState read(SnapshotInput in) throws IOException {
        Version version = in.section("version", part -> new Version(readVersion(part), part.readBoolean()));
        float[] weights = in.section("weights", FloatsIo::read);
        float[] average = in.section("average", FloatsIo::read);
        AdamState optimizer = in.section("optimizer", FloatsIo::readAdam);
        Map<Long, float[]> retained = in.section("retained weights", GeneratorState::readRetainedWeights);
        List<PendingBatch> pending = in.section("pending batches", GeneratorState::readPending);
        Map<SiteId, Member> members = in.section("members", GeneratorState::readMembers);
        Map<SiteId, Long> positions = in.section("positions", GeneratorState::readOffsets);
        Map<SiteId, Double> distances =
                in.addedSection("distances", GeneratorState::readDistances).orElse(Map.of());
        Optional<BestWeights> best =
                in.addedSection("best weights", GeneratorState::readBest).orElse(Optional.empty());
        Map<SiteId, List<Double>> norms =
                in.addedSection("site norms", GeneratorState::readNorms).orElse(Map.of());
        RunLength length = in.addedSection("length", part -> new RunLength(part.readLong(), part.readLong()))
                .orElse(RunLength.UNDECIDED);
        List<Look> looks = in.addedSection("looks", GeneratorState::readLooks).orElse(List.of());
        Map<SiteId, Long> ends =
                in.addedSection("mask ends", GeneratorState::readOffsets).orElse(Map.of());
        members.replaceAll((site, member) -> member.withMasksEnd(ends.getOrDefault(site, MemberChange.ALL_MASKS)));
        RunProgress progress = new RunProgress(
                version.made(), version.isFinished(), new Membership(members), positions, length, looks);
        return new GeneratorState(progress, weights, average, optimizer, retained, pending, distances, best, norms);
    }

    private static Map<Long, float[]> readRetainedWeights(DataInputStream in) throws IOException {
        Map<Long, float[]> retainedWeights = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            retainedWeights.put(in.readLong(), FloatsIo.read(in));
        }
        return retainedWeights;
    }

    private static List<PendingBatch> readPending(DataInputStream in) throws IOException {
        List<PendingBatch> pending = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            BatchId id = new BatchId(new SiteId(in.readUTF()), in.readLong());
            GeneratorVersion drawnBy = readVersion(in);
            List<MaskUse> masks = new ArrayList<>();
            for (int uses = in.readInt(); uses > 0; uses--) {
                masks.add(new MaskUse(in.readUTF(), in.readByte()));
            }
            pending.add(new PendingBatch(id, drawnBy, masks));
        }
        return pending;
    }

    private static Map<SiteId, Member> readMembers(DataInputStream in) throws IOException {
        Map<SiteId, Member> members = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.put(
                    new SiteId(in.readUTF()),
                    new Member(Status.valueOf(in.readUTF()), in.readInt(), in.readLong(), MemberChange.ALL_MASKS));
        }
        return members;
    }

    private static Map<SiteId, Long> readOffsets(DataInputStream in) throws IOException {
        Map<SiteId, Long> offsets = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            offsets.put(new SiteId(in.readUTF()), in.readLong());
        }
        return offsets;
    }

    private static Map<SiteId, Double> readDistances(DataInputStream in) throws IOException {
        Map<SiteId, Double> distances = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            distances.put(new SiteId(in.readUTF()), in.readDouble());
        }
        return distances;
    }

    private static Map<SiteId, List<Double>> readNorms(DataInputStream in) throws IOException {
        Map<SiteId, List<Double>> norms = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            SiteId site = new SiteId(in.readUTF());
            List<Double> kept = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                kept.add(in.readDouble());
            }
            norms.put(site, kept);
        }
        return norms;
    }

    private static List<Look> readLooks(DataInputStream in) throws IOException {
        List<Look> looks = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            long step = in.readLong();
            Map<String, Double> contrast = new TreeMap<>();
            for (int sites = in.readInt(); sites > 0; sites--) {
                contrast.put(in.readUTF(), in.readDouble());
            }
            looks.add(new Look(step, OptionalDouble.empty(), contrast));
        }
        return looks;
    }

    private static Optional<BestWeights> readBest(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(BestWeights.read(in)) : Optional.empty();
    }

    private static void writeVersion(DataOutputStream out, GeneratorVersion version) throws IOException {
        out.writeInt(version.incarnation());
        out.writeLong(version.step());
    }

    private static GeneratorVersion readVersion(DataInputStream in) throws IOException {
        return new GeneratorVersion(in.readInt(), in.readLong());
    }

    @Override
    public String toString() {
        return "GeneratorState[" + progress.version() + ", parameters=" + weights.length + ", pending=" + pending.size()
                + "]";
    }

    private record Version(GeneratorVersion made, boolean isFinished) {}
}
