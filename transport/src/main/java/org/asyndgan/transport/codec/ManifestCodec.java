package org.asyndgan.transport.codec;

import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteManifest.Presence;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.schemas.AvroSiteManifest;
import org.asyndgan.schemas.SiteStatus;

/** {@link SiteManifest} ↔ the record of the same name. */
final class ManifestCodec {

    private static final int MOST = Integer.MAX_VALUE;

    private ManifestCodec() {}

    static AvroSiteManifest encode(String run, SiteManifest manifest) {
        return AvroSiteManifest.newBuilder()
                .setRun(run)
                .setSite(manifest.site().slug())
                .setSession(manifest.session())
                .setStatus(SiteStatus.valueOf(manifest.presence().name()))
                .setImages(manifest.images())
                .setMasks(manifest.masks())
                .setHeight(manifest.height())
                .setWidth(manifest.width())
                .setChannels(manifest.channels())
                .setClasses(manifest.classes())
                .setNormalisation(manifest.intensityScaling())
                .setHeartbeat(manifest.heartbeat())
                .setPrivacy(PrivacyCodec.encode(manifest.privacy()))
                .build();
    }

    static SiteManifest decode(String run, SiteId topic, AvroSiteManifest manifest) throws Refusal {
        Refusal.unlessOf(run, manifest.getRun());
        return new SiteManifest(
                Refusal.sameSite(topic, manifest.getSite()),
                Refusal.text("session", manifest.getSession()),
                Presence.valueOf(manifest.getStatus().name()),
                Refusal.within(1, MOST, "images", manifest.getImages()),
                Refusal.within(1, MOST, "masks", manifest.getMasks()),
                Refusal.within(1, MOST, "height", manifest.getHeight()),
                Refusal.within(1, MOST, "width", manifest.getWidth()),
                Refusal.within(1, MOST, "channels", manifest.getChannels()),
                Refusal.within(2, LabelMap.MOST_CLASSES, "classes", manifest.getClasses()),
                Refusal.text("normalisation", manifest.getNormalisation()),
                Refusal.atLeast(0, "heartbeat", manifest.getHeartbeat()),
                PrivacyCodec.decode(manifest.getPrivacy()));
    }
}
