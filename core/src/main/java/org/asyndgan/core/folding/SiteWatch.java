package org.asyndgan.core.folding;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;

/**
 * What the sites have let be seen of themselves since the generator's worker began: manifests, signs of life, faults.
 *
 * <p>It is no part of the state: what follows from it is written to the journal as a change of the membership. Not
 * thread-safe.
 */
final class SiteWatch {

    private final FoldSettings settings;
    private final RunShape shape;
    private final InstantSource clock;
    private final TreeMap<SiteId, SiteManifest> manifests = new TreeMap<>();
    private final TreeMap<SiteId, Instant> heard = new TreeMap<>();
    private final TreeMap<SiteId, Integer> faults = new TreeMap<>();
    private final TreeMap<SiteId, Integer> strays = new TreeMap<>();
    private final TreeMap<SiteId, Long> masksEnd = new TreeMap<>();
    private final Set<String> refused = new HashSet<>();

    SiteWatch(FoldSettings settings, RunShape shape, InstantSource clock) {
        this.settings = settings;
        this.shape = shape;
        this.clock = clock;
    }

    void heardOf(SiteId site) {
        heard.put(site, clock.instant());
    }

    void faulted(SiteId site) {
        faults.merge(site, 1, Integer::sum);
    }

    /** After a restart a site's unfolded answers are read again, as many as may be in flight; more are its fault. */
    void strayed(SiteId site) {
        if (strays.merge(site, 1, Integer::sum) > settings.inFlight()) {
            faulted(site);
        }
    }

    void answeredWell(SiteId site) {
        faults.remove(site);
        strays.remove(site);
    }

    /** @return why the site cannot take part, the first time in each session */
    Optional<Rejection> presented(SiteManifest manifest) {
        Optional<Rejection> fault = shape.faultOf(manifest);
        if (fault.isPresent()) {
            return refused.add(manifest.site() + " " + manifest.session()) ? fault : Optional.empty();
        }
        manifests.put(manifest.site(), manifest);
        heardOf(manifest.site());
        return Optional.empty();
    }

    /** @return why the site's masks are not taken, the first time */
    Optional<Rejection> shared(SharedMask mask, long offset, ObjLongConsumer<SharedMask> library) {
        Optional<Rejection> fault = shape.faultOf(mask);
        if (fault.isPresent()) {
            return refused.add(mask.site().slug()) ? fault : Optional.empty();
        }
        library.accept(mask, offset);
        masksEnd.merge(mask.site(), offset + 1, Math::max);
        return Optional.empty();
    }

    /** What the next record has to say of the membership. */
    List<MemberChange> changes(FoldState state) {
        List<MemberChange> changes = new ArrayList<>();
        manifests.forEach((site, manifest) -> {
            Member member = state.membership().sites().get(site);
            next(site, member, manifest, state)
                    .filter(next -> member == null || next != member.status())
                    .ifPresent(next -> changes.add(new MemberChange(
                            site,
                            next,
                            manifest.images(),
                            manifest.privacy(),
                            member == null ? masksEnd.get(site) : member.masksEnd())));
        });
        return changes;
    }

    private Optional<Status> next(SiteId site, Member member, SiteManifest manifest, FoldState state) {
        boolean isPresent = manifest.presence() == SiteManifest.Presence.JOINED;
        if (member == null) {
            boolean isReady = isPresent && state.masksOf(site) >= manifest.masks();
            return isReady ? Optional.of(Status.JOINED) : Optional.empty();
        }
        if (member.status() == Status.SUSPENDED) {
            return Optional.empty();
        }
        if (faults.getOrDefault(site, 0) >= settings.faultsUntilSuspended()) {
            return Optional.of(Status.SUSPENDED);
        }
        if (!isPresent) {
            return Optional.of(Status.LEFT);
        }
        boolean isSilent = heard.get(site).plus(settings.silence()).isBefore(clock.instant());
        if (member.isActive()) {
            return isSilent ? Optional.of(Status.SILENT) : Optional.empty();
        }
        return isSilent ? Optional.empty() : Optional.of(Status.RETURNED);
    }
}
