package org.asyndgan.transport.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroDrawnBatch;
import org.asyndgan.schemas.AvroDrop;
import org.asyndgan.schemas.AvroFold;
import org.asyndgan.schemas.AvroFoldRecord;
import org.asyndgan.schemas.AvroMember;
import org.asyndgan.schemas.AvroPosition;
import org.asyndgan.schemas.MemberStatus;
import org.asyndgan.transport.topic.Topics;

/** {@link FoldRecord} ↔ the record of the same name; positions are by site here and by topic there. */
final class FoldRecordCodec {

    private static final long LARGEST_CHECKSUM = 0xFFFF_FFFFL;

    private FoldRecordCodec() {}

    static AvroFoldRecord encode(String run, FoldRecord record) {
        return AvroFoldRecord.newBuilder()
                .setRun(run)
                .setIncarnation(record.made().incarnation())
                .setStep(record.made().step())
                .setFolds(record.folds().stream().map(FoldRecordCodec::encode).toList())
                .setDrops(record.drops().stream().map(FoldRecordCodec::encode).toList())
                .setMembers(
                        record.members().stream().map(FoldRecordCodec::encode).toList())
                .setBatches(record.batches().stream()
                        .map(batch -> new AvroDrawnBatch(batch.site().slug(), batch.sequence()))
                        .toList())
                .setPositions(record.positions().entrySet().stream()
                        .map(position -> new AvroPosition(topic(run, position.getKey()), 0, position.getValue()))
                        .toList())
                .setLearningRate(record.learningRate())
                .setChecksum(record.checksum())
                .setFinished(record.finished())
                .setSiteCap(record.siteCap())
                .setLength(record.length())
                .build();
    }

    private static String topic(String run, SiteId site) {
        return new Topics(run).gradients(site).name();
    }

    private static AvroFold encode(FoldRecord.Fold fold) {
        return AvroFold.newBuilder()
                .setSite(fold.batch().site().slug())
                .setSequence(fold.batch().sequence())
                .setDrawnAt(fold.drawnAt())
                .setLag(fold.lag())
                .setWeight(fold.weight())
                .setOffset(fold.offset())
                .setGradientNorm(fold.norm())
                .build();
    }

    private static AvroDrop encode(FoldRecord.Drop drop) {
        return new AvroDrop(
                drop.batch().site().slug(),
                drop.batch().sequence(),
                drop.offset(),
                drop.why().reason(),
                RejectionCodec.encode(drop.why().kind()));
    }

    private static AvroMember encode(FoldRecord.MemberChange change) {
        return new AvroMember(
                change.site().slug(),
                (long) change.images(),
                MemberStatus.valueOf(change.status().name()),
                PrivacyCodec.encode(change.privacy()),
                change.masksEnd());
    }

    static FoldRecord decode(String run, AvroFoldRecord record) throws Refusal {
        Refusal.unlessOf(run, record.getRun());
        Refusal.unless(
                record.getChecksum() >= 0 && record.getChecksum() <= LARGEST_CHECKSUM,
                () -> "has checksum " + record.getChecksum() + ", not 32 bits");
        return new FoldRecord(
                Refusal.version(record.getIncarnation(), record.getStep()),
                folds(record.getFolds()),
                drops(record.getDrops()),
                members(record.getMembers()),
                batches(record.getBatches()),
                positions(run, record.getPositions()),
                Refusal.finite("learningRate", record.getLearningRate()),
                record.getChecksum(),
                record.getFinished(),
                Refusal.finite("siteCap", record.getSiteCap()),
                Refusal.atLeast(0, "length", record.getLength()));
    }

    private static List<FoldRecord.Fold> folds(List<AvroFold> named) throws Refusal {
        List<FoldRecord.Fold> folds = new ArrayList<>();
        for (AvroFold fold : named) {
            folds.add(new FoldRecord.Fold(
                    batch(fold.getSite(), fold.getSequence()),
                    Refusal.atLeast(0, "drawnAt", fold.getDrawnAt()),
                    Refusal.atLeast(0, "lag", fold.getLag()),
                    Refusal.finite("weight", fold.getWeight()),
                    Refusal.atLeast(0, "offset", fold.getOffset()),
                    Refusal.finite("gradientNorm", fold.getGradientNorm())));
        }
        return folds;
    }

    private static List<FoldRecord.Drop> drops(List<AvroDrop> named) throws Refusal {
        List<FoldRecord.Drop> drops = new ArrayList<>();
        for (AvroDrop drop : named) {
            drops.add(new FoldRecord.Drop(
                    batch(drop.getSite(), drop.getSequence()),
                    Refusal.atLeast(-1, "offset", drop.getOffset()),
                    new Rejection(RejectionCodec.decode(drop.getKind()), drop.getReason())));
        }
        return drops;
    }

    private static List<FoldRecord.MemberChange> members(List<AvroMember> named) throws Refusal {
        List<FoldRecord.MemberChange> members = new ArrayList<>();
        for (AvroMember member : named) {
            members.add(new FoldRecord.MemberChange(
                    Refusal.site(member.getSite()),
                    FoldRecord.Status.valueOf(member.getStatus().name()),
                    Refusal.within(1, Integer.MAX_VALUE, "images", member.getImages()),
                    PrivacyCodec.decode(member.getPrivacy()),
                    Refusal.atLeast(FoldRecord.MemberChange.ALL_MASKS, "masksEnd", member.getMasksEnd())));
        }
        return members;
    }

    private static List<BatchId> batches(List<AvroDrawnBatch> named) throws Refusal {
        List<BatchId> batches = new ArrayList<>();
        for (AvroDrawnBatch batch : named) {
            batches.add(batch(batch.getSite(), batch.getSequence()));
        }
        return batches;
    }

    private static Map<SiteId, Long> positions(String run, List<AvroPosition> named) throws Refusal {
        Map<SiteId, Long> positions = new TreeMap<>();
        for (AvroPosition position : named) {
            String topic = position.getTopic();
            SiteId site = Refusal.site(topic.substring(topic.lastIndexOf('.') + 1));
            Refusal.unless(
                    topic.equals(topic(run, site)) && position.getPartition() == 0,
                    () -> "has a position in " + Refusal.quoted(topic) + ", partition " + position.getPartition()
                            + ", which is no topic of gradients of this run");
            positions.put(site, Refusal.atLeast(0, "position", position.getOffset()));
        }
        return positions;
    }

    private static BatchId batch(String site, long sequence) throws Refusal {
        return Refusal.batch(Refusal.site(site), sequence);
    }
}
