package org.asyndgan.core.generator;

import static org.asyndgan.core.checkpoint.CollectionsIo.readList;
import static org.asyndgan.core.checkpoint.CollectionsIo.readMap;
import static org.asyndgan.core.checkpoint.CollectionsIo.writeList;
import static org.asyndgan.core.checkpoint.CollectionsIo.writeMap;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.asyndgan.core.checkpoint.CollectionsIo.Writing;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotInput.Reading;
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
        out.section(
                "retained weights",
                part -> writeMap(part, retainedWeights, DataOutputStream::writeLong, FloatsIo::write));
        out.section("pending batches", part -> writeList(part, pending, GeneratorState::writeBatch));
        out.section("members", part -> writeBySite(part, members(), GeneratorState::writeMember));
        out.section("positions", part -> writeBySite(part, progress.positions(), DataOutputStream::writeLong));
        out.section("distances", part -> writeBySite(part, distances, DataOutputStream::writeDouble));
        out.section("best weights", part -> {
            part.writeBoolean(best.isPresent());
            if (best.isPresent()) {
                best.get().write(part);
            }
        });
        out.section(
                "site norms",
                part -> writeBySite(part, norms, (to, kept) -> writeList(to, kept, DataOutputStream::writeDouble)));
        out.section("length", part -> {
            part.writeLong(progress.length().steps());
            part.writeLong(progress.length().since());
        });
        out.section("looks", part -> writeList(part, progress.looks(), GeneratorState::writeLook));
        out.section("mask ends", part -> writeBySite(part, members(), (to, member) -> to.writeLong(member.masksEnd())));
        out.section(
                "members since", part -> writeBySite(part, members(), (to, member) -> to.writeLong(member.since())));
    }

    private Map<SiteId, Member> members() {
        return progress.membership().sites();
    }

    private static <T> void writeBySite(DataOutputStream out, Map<SiteId, T> all, Writing<T> each) throws IOException {
        writeMap(out, all, (part, site) -> part.writeUTF(site.slug()), each);
    }

    private static void writeBatch(DataOutputStream out, PendingBatch batch) throws IOException {
        out.writeUTF(batch.id().site().slug());
        out.writeLong(batch.id().sequence());
        writeVersion(out, batch.drawnBy());
        writeList(out, batch.masks(), (part, use) -> {
            part.writeUTF(use.mask());
            part.writeByte(use.flip());
        });
    }

    private static void writeMember(DataOutputStream out, Member member) throws IOException {
        out.writeUTF(member.status().name());
        out.writeInt(member.images());
        out.writeLong(member.nextSequence());
    }

    private static void writeLook(DataOutputStream out, Look look) throws IOException {
        out.writeLong(look.step());
        writeMap(out, look.contrast(), DataOutputStream::writeUTF, DataOutputStream::writeDouble);
    }

    static GeneratorState read(SnapshotInput in) throws IOException {
        Version version = in.section("version", part -> new Version(readVersion(part), part.readBoolean()));
        float[] weights = in.section("weights", FloatsIo::read);
        float[] average = in.section("average", FloatsIo::read);
        AdamState optimizer = in.section("optimizer", FloatsIo::readAdam);
        Map<Long, float[]> retainedWeights =
                in.section("retained weights", part -> readMap(part, DataInputStream::readLong, FloatsIo::read));
        List<PendingBatch> pending = in.section("pending batches", part -> readList(part, GeneratorState::readBatch));
        Map<SiteId, Member> members = in.section("members", part -> readBySite(part, GeneratorState::readMember));
        Map<SiteId, Long> positions = in.section("positions", part -> readBySite(part, DataInputStream::readLong));
        Map<SiteId, Double> distances = in.addedSection(
                        "distances", part -> readBySite(part, DataInputStream::readDouble))
                .orElse(Map.of());
        Optional<BestWeights> best =
                in.addedSection("best weights", GeneratorState::readBest).orElse(Optional.empty());
        Map<SiteId, List<Double>> norms = in.addedSection(
                        "site norms", part -> readBySite(part, kept -> readList(kept, DataInputStream::readDouble)))
                .orElse(Map.of());
        RunLength length = in.addedSection("length", part -> new RunLength(part.readLong(), part.readLong()))
                .orElse(RunLength.UNDECIDED);
        List<Look> looks = in.addedSection("looks", part -> readList(part, GeneratorState::readLook))
                .orElse(List.of());
        Map<SiteId, Long> ends = in.addedSection("mask ends", part -> readBySite(part, DataInputStream::readLong))
                .orElse(Map.of());
        Map<SiteId, Long> since = in.addedSection("members since", part -> readBySite(part, DataInputStream::readLong))
                .orElse(Map.of());
        members.replaceAll((site, member) -> member.withMasksEnd(ends.getOrDefault(site, MemberChange.ALL_MASKS))
                .withSince(since.getOrDefault(site, 0L)));
        RunProgress progress = new RunProgress(
                version.made(), version.isFinished(), new Membership(members), positions, length, looks);
        return new GeneratorState(
                progress, weights, average, optimizer, retainedWeights, pending, distances, best, norms);
    }

    private static PendingBatch readBatch(DataInputStream in) throws IOException {
        return new PendingBatch(
                new BatchId(readSite(in), in.readLong()),
                readVersion(in),
                readList(in, part -> new MaskUse(part.readUTF(), part.readByte())));
    }

    /** Where its masks end, and since when it is in the run, stand in sections of their own. */
    private static Member readMember(DataInputStream in) throws IOException {
        return new Member(Status.valueOf(in.readUTF()), in.readInt(), in.readLong(), MemberChange.ALL_MASKS, 0);
    }

    private static Look readLook(DataInputStream in) throws IOException {
        return new Look(
                in.readLong(), OptionalDouble.empty(), readMap(in, DataInput::readUTF, DataInputStream::readDouble));
    }

    private static <T> Map<SiteId, T> readBySite(DataInputStream in, Reading<T> each) throws IOException {
        return readMap(in, GeneratorState::readSite, each);
    }

    private static Optional<BestWeights> readBest(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(BestWeights.read(in)) : Optional.empty();
    }

    private static SiteId readSite(DataInputStream in) throws IOException {
        return new SiteId(in.readUTF());
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
