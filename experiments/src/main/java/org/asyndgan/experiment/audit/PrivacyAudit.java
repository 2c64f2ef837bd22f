package org.asyndgan.experiment.audit;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.drawing.SiteCode;
import org.asyndgan.nn.network.Network;

/** All attacks on one site of a run. */
public final class PrivacyAudit {

    private PrivacyAudit() {}

    /** Attacks a site whose discriminator answers in this process. */
    public static Findings of(AuditedSite site, Network generator, SiteCode code) {
        return of(site, generator, code, new SiteInMemory(site));
    }

    /**
     * Attacks a site.
     *
     * @param site with at least 4 training pairs and 2 that were held out
     * @param generator with the weights that the release was drawn with
     * @param code by which it is told whose mask it is given
     * @param asked the site as its generator meets it
     */
    public static Findings of(AuditedSite site, Network generator, SiteCode code, QuestionedSite asked) {
        CuriousGenerator curious = new CuriousGenerator(site, asked);
        List<Attack> attacks = new ArrayList<>();
        ReleaseAttack release =
                new ReleaseAttack(generator, code, site.members().get(0));
        attacks.add(release.on(site));
        release.byDensity(site).ifPresent(attacks::add);
        attacks.addAll(curious.membership());
        attacks.add(DiscriminatorAttack.on(site));
        MaskLinkage linkage = MaskLinkage.of(site);
        attacks.add(linkage.membership());
        List<Hits> hits = new ArrayList<>(List.of(curious.matching(), curious.pixels(), linkage.ofTheCase()));
        linkage.ofThePatient().ifPresent(hits::add);
        return new Findings(site.name().slug(), attacks, hits);
    }

    /**
     * What the attacks on a site came to.
     *
     * @param attacks on membership
     * @param hits of attacks that rebuild or match
     */
    public record Findings(String site, List<Attack> attacks, List<Hits> hits) {

        public Findings {
            attacks = List.copyOf(attacks);
            hits = List.copyOf(hits);
        }
    }
}
