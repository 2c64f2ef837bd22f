package org.asyndgan.core.generator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.nn.optimizer.AdamState;

/**
 * All that the next step of the generator depends on, beside the log.
 *
 * @param weights of the version
 * @param average moving average of the weights
 * @param retainedWeights weights by step, of every version with pending batches
 * @param positions next offset to read in each site's gradient topic
 * @param distances newest smoothed distance of each site that has told one
 * @param best the weights with the smallest distances so far
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole between machine and snapshot, never compared
record GeneratorState(
        GeneratorVersion version,
        boolean finished,
        float[] weights,
        float[] average,
        AdamState optimizer,
        Map<Long, float[]> retainedWeights,
        Collection<PendingBatch> pending,
        Map<SiteId, Member> members,
        Map<SiteId, Long> positions,
        Map<SiteId, Double> distances,
        Optional<BestWeights> best) {

    void write(DataOutputStream out) throws IOException {
        writeVersion(out, version);
        out.writeBoolean(finished);
        FloatsIo.write(out, weights);
        FloatsIo.write(out, average);
        FloatsIo.write(out, optimizer);
        out.writeInt(retainedWeights.size());
        for (var entry : retainedWeights.entrySet()) {
            out.writeLong(entry.getKey());
            FloatsIo.write(out, entry.getValue());
        }
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
        out.writeInt(members.size());
        for (var entry : members.entrySet()) {
            out.writeUTF(entry.getKey().slug());
            out.writeUTF(entry.getValue().status().name());
            out.writeInt(entry.getValue().images());
            out.writeLong(entry.getValue().nextSequence());
        }
        out.writeInt(positions.size());
        for (var entry : positions.entrySet()) {
            out.writeUTF(entry.getKey().slug());
            out.writeLong(entry.getValue());
        }
        out.writeInt(distances.size());
        for (var entry : distances.entrySet()) {
            out.writeUTF(entry.getKey().slug());
            out.writeDouble(entry.getValue());
        }
        out.writeBoolean(best.isPresent());
        if (best.isPresent()) {
            best.get().write(out);
        }
    }

    static GeneratorState read(DataInputStream in) throws IOException {
        GeneratorVersion version = readVersion(in);
        boolean finished = in.readBoolean();
        float[] weights = FloatsIo.read(in);
        float[] average = FloatsIo.read(in);
        AdamState optimizer = FloatsIo.readAdam(in);
        Map<Long, float[]> retainedWeights = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            retainedWeights.put(in.readLong(), FloatsIo.read(in));
        }
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
        Map<SiteId, Member> members = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.put(
                    new SiteId(in.readUTF()), new Member(Status.valueOf(in.readUTF()), in.readInt(), in.readLong()));
        }
        Map<SiteId, Long> positions = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            positions.put(new SiteId(in.readUTF()), in.readLong());
        }
        Map<SiteId, Double> distances = new TreeMap<>();
        Optional<BestWeights> best = Optional.empty();
        if (in.available() > 0) { // snapshots of versions without distances end here
            for (int left = in.readInt(); left > 0; left--) {
                distances.put(new SiteId(in.readUTF()), in.readDouble());
            }
            best = in.readBoolean() ? Optional.of(BestWeights.read(in)) : Optional.empty();
        }
        return new GeneratorState(
                version,
                finished,
                weights,
                average,
                optimizer,
                retainedWeights,
                pending,
                members,
                positions,
                distances,
                best);
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
        return "GeneratorState[" + version + ", parameters=" + weights.length + ", pending=" + pending.size() + "]";
    }
}
