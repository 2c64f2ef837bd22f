package org.asyndgan.transport.codec;

import java.util.OptionalDouble;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.schemas.AvroSiteGradient;
import org.asyndgan.schemas.AvroTensor;
import org.asyndgan.schemas.Dtype;

/**
 * {@link SiteGradient} ↔ the record of the same name.
 *
 * <p>Elements that are NaN or infinite get through, for the generator to count as the site's fault.
 */
final class GradientCodec {

    private GradientCodec() {}

    static AvroSiteGradient encode(String run, Dtype dtype, SiteGradient gradient) {
        SiteReport report = gradient.report();
        return AvroSiteGradient.newBuilder()
                .setRun(run)
                .setIncarnation(gradient.drawnBy().incarnation())
                .setStep(gradient.drawnBy().step())
                .setSite(gradient.site().slug())
                .setSequence(gradient.batch().sequence())
                .setGradient(tensor(dtype, gradient))
                .setDiscriminatorLoss(report.discriminatorLoss().orElse(0))
                .setAdversarialLoss(report.adversarialLoss())
                .setRealScore(report.realScore().orElse(0))
                .setFakeScore(report.fakeScore())
                .setDiscriminatorSteps(report.discriminatorSteps())
                .setComputeMillis(report.computeMillis().orElse(0))
                .setDistance(report.distance().isPresent() ? report.distance().getAsDouble() : null)
                .setRealScoresKept(report.discriminatorLoss().isEmpty())
                .build();
    }

    private static AvroTensor tensor(Dtype dtype, SiteGradient gradient) {
        return dtype == Dtype.UINT8
                ? GradientBytes.encode(gradient.gradient(), gradient.batch())
                : TensorCodec.encode(gradient.gradient(), dtype);
    }

    static SiteGradient decode(String run, SiteId topic, AvroSiteGradient gradient) throws Refusal {
        Refusal.unlessOf(run, gradient.getRun());
        SiteId site = Refusal.sameSite(topic, gradient.getSite());
        return new SiteGradient(
                Refusal.batch(site, gradient.getSequence()),
                Refusal.version(gradient.getIncarnation(), gradient.getStep()),
                gradient.getGradient().getDtype() == Dtype.UINT8
                        ? GradientBytes.decode(gradient.getGradient())
                        : TensorCodec.decode(gradient.getGradient(), 4, 1),
                report(gradient));
    }

    private static SiteReport report(AvroSiteGradient gradient) throws Refusal {
        SiteReport report = new SiteReport(
                Refusal.finite("discriminatorLoss", gradient.getDiscriminatorLoss()),
                Refusal.finite("adversarialLoss", gradient.getAdversarialLoss()),
                score("realScore", gradient.getRealScore()),
                score("fakeScore", gradient.getFakeScore()),
                Refusal.atLeast(0, "discriminatorSteps", gradient.getDiscriminatorSteps()),
                Refusal.atLeast(0, "computeMillis", gradient.getComputeMillis()),
                distance(gradient.getDistance()));
        return gradient.getRealScoresKept() ? report.withoutRealImages() : report;
    }

    private static OptionalDouble distance(Double distance) throws Refusal {
        return distance == null ? OptionalDouble.empty() : OptionalDouble.of(Refusal.finite("distance", distance));
    }

    private static double score(String name, double score) throws Refusal {
        Refusal.unless(score >= 0 && score <= 1, () -> "has " + name + " " + score + ", not 0 to 1");
        return score;
    }
}
