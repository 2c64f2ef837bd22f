package org.asyndgan.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunMasks;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.discriminator.worker.SiteMasks;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.asyndgan.imaging.inspect.Inspection;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealPartnersTest {

    private static final int SIDE = 16;
    private static final long SEED = 3;

    /** Sites may be given other settings than the run's. */
    private static final Map<String, String> GIVEN =
            Map.of("asyndgan.site.seed", Long.toString(SEED), "asyndgan.site.views-per-pair", "2");

    @TempDir
    Path folder;

    /** Images that are no squares are shown in windows, which follow from the sites' seed and the site. */
    @ParameterizedTest
    @EnumSource(Fit.class)
    void findsTheVeryImageBehindEachMaskOfASite(Fit fit) throws IOException {
        writePairs("mercy");
        writePairs("north");
        LocalData data = data(fit);
        RealPartners partners = new RealPartners(data, new RunMasks(SEED + 1, 1, GIVEN));

        for (SiteFolder site : data.sites()) {
            SharedMasks masks = SiteMasks.of(new SiteId(site.name()), data.load(site), MaskSource.OWN, SEED, 2, SEED);
            for (SharedMask mask : masks.all()) {
                RealPartners.Partner partner = partners.of(mask.labels());
                assertThat(partner.isExact()).isTrue();
                assertThat(partner.site()).isEqualTo(site.name());
                assertThat(partner.pair().image())
                        .isEqualTo(masks.pair(new MaskUse(mask.id(), 0)).image());
            }
        }
    }

    private LocalData data(Fit fit) {
        DatasetFolder files = DatasetFolder.open(folder);
        DatasetSummary summary = DatasetSummary.of(files);
        return new LocalData(
                files,
                summary,
                Inspection.of(files, summary),
                files.trainingSites(),
                new RunSettings.Images(SIDE, fit, 0, 1, IntensityScaling.NONE, 2));
    }

    /** Noise, whose windows are all different. */
    private void writePairs(String site) throws IOException {
        SplittableRandom random = new SplittableRandom(site.hashCode());
        for (int pair = 0; pair < 3; pair++) {
            BufferedImage image = new BufferedImage(2 * SIDE, 3 * SIDE, BufferedImage.TYPE_BYTE_GRAY);
            BufferedImage labels = new BufferedImage(2 * SIDE, 3 * SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int y = 0; y < 3 * SIDE; y++) {
                for (int x = 0; x < 2 * SIDE; x++) {
                    image.getRaster().setSample(x, y, 0, random.nextInt(256));
                    labels.getRaster().setSample(x, y, 0, random.nextBoolean() ? 255 : 0);
                }
            }
            for (var one : Map.of("images", image, "labels", labels).entrySet()) {
                Path file = folder.resolve(site).resolve(one.getKey()).resolve(pair + ".png");
                Files.createDirectories(file.getParent());
                assertThat(ImageIO.write(one.getValue(), "png", file.toFile())).isTrue();
            }
        }
    }
}
