package org.asyndgan.core.simulation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.label.ClassTable;

/** Folders of a few 8 x 8 images with squares in them, one folder a site. */
public final class TinySites {

    private static final int SIZE = 8;

    private TinySites() {}

    /** Site {@code i} gets {@code 5 + 3 i} pairs, every fifth of them for testing. */
    public static List<Path> in(Path root, String... names) {
        List<Path> folders = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            folders.add(site(root.resolve(names[i]), 5 + 3 * i, new SplittableRandom(i)));
        }
        return folders;
    }

    /** One of the folders as a site reads it, with images of so many pixels a side. */
    public static SiteDataset read(Path folder, int size) {
        return SiteDataset.load(
                SiteFolder.open(folder),
                new ClassTable(List.of(0, 255)),
                DatasetSettings.resized(size).withChannels(1).with(Augmentation.NONE));
    }

    private static Path site(Path folder, int pairs, SplittableRandom random) {
        try {
            Files.createDirectories(folder.resolve("images"));
            Files.createDirectories(folder.resolve("labels"));
            for (int n = 0; n < pairs; n++) {
                BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
                BufferedImage label = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
                int left = random.nextInt(4);
                int top = random.nextInt(4);
                for (int at = 0; at < SIZE * SIZE; at++) {
                    int x = at % SIZE;
                    int y = at / SIZE;
                    boolean inside = x >= left && x < left + 4 && y >= top && y < top + 4;
                    image.getRaster().setSample(x, y, 0, (inside ? 180 : 20) + random.nextInt(50));
                    label.getRaster().setSample(x, y, 0, inside ? 255 : 0);
                }
                String name = String.format("%04d.png", n);
                ImageIO.write(
                        image, "png", folder.resolve("images").resolve(name).toFile());
                ImageIO.write(
                        label, "png", folder.resolve("labels").resolve(name).toFile());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
