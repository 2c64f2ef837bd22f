package org.asyndgan.core.site;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotOutput;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.imaging.metric.RandomFeatures;
import org.asyndgan.nn.optimizer.AdamState;

/**
 * What a snapshot of a site holds.
 *
 * @param position next offset to read in the topic of synthetic batches
 * @param steps that the discriminator has taken
 * @param newestImages features of the newest synthetic images, {@link RandomFeatures#COUNT} of each
 * @param history that D has come from, where it is trained under differential privacy
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole, never compared
record SiteSnapshot(
        long position,
        long steps,
        float[] weights,
        AdamState optimizer,
        List<double[]> newestImages,
        TrainingHistory history) {

    void write(SnapshotOutput out) throws IOException {
        out.section("position", part -> part.writeLong(position));
        out.section("steps", part -> part.writeLong(steps));
        out.section("weights", part -> FloatsIo.write(part, weights));
        out.section("optimizer", part -> FloatsIo.write(part, optimizer));
        out.section("newest images", this::writeImages);
        out.section("history", history::write);
    }

    private void writeImages(DataOutputStream out) throws IOException {
        out.writeInt(newestImages.size());
        for (double[] image : newestImages) {
            for (double feature : image) {
                out.writeDouble(feature);
            }
        }
    }

    static SiteSnapshot read(SnapshotInput in) throws IOException {
        return new SiteSnapshot(
                in.section("position", DataInputStream::readLong),
                in.section("steps", DataInputStream::readLong),
                in.section("weights", FloatsIo::read),
                in.section("optimizer", FloatsIo::readAdam),
                // Where they are missing they are gathered anew.
                in.addedSection("newest images", SiteSnapshot::readImages).orElse(List.of()),
                in.addedSection("history", TrainingHistory::read).orElse(TrainingHistory.NONE));
    }

    private static List<double[]> readImages(DataInputStream in) throws IOException {
        List<double[]> images = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            double[] image = new double[RandomFeatures.COUNT];
            for (int feature = 0; feature < image.length; feature++) {
                image[feature] = in.readDouble();
            }
            images.add(image);
        }
        return images;
    }

    @Override
    public String toString() {
        return "SiteSnapshot[position=" + position + ", steps=" + steps + "]";
    }
}
