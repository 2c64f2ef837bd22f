package org.asyndgan.experiment.gan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.experiment.ExperimentException;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The synthetic pairs that a GAN ended in, and their file: images in 8 bits, as a run over Kafka releases them.
 *
 * @param pairs at least one, all of one shape
 */
public record SyntheticSet(List<TrainingPair> pairs) {

    private static final int MAGIC = 0x41444753; // ADGS

    public SyntheticSet {
        pairs = List.copyOf(pairs);
    }

    /**
     * Writes the file whole or not at all.
     *
     * @throws ExperimentException ADG-624 if it cannot be written
     */
    public void write(Path file) {
        try {
            WholeFile.write(file, this::writeTo);
        } catch (IOException e) {
            throw new ExperimentException(
                    "ADG-624",
                    "The synthetic pairs cannot be written to " + file + " (" + FileTrouble.reason(e)
                            + "). Free space or fix the folder's permissions, and give the same command again: the GAN's"
                            + " training is kept.",
                    e);
        }
    }

    private void writeTo(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            TrainingPair first = pairs.get(0);
            out.writeInt(MAGIC);
            out.writeInt(pairs.size());
            out.writeInt(first.image().dim(0));
            out.writeInt(first.labels().height());
            out.writeInt(first.labels().width());
            out.writeInt(first.labels().classes());
            for (TrainingPair pair : pairs) {
                out.write(pair.labels().toArray());
                out.write(EightBit.encode(pair.image()));
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws ExperimentException ADG-624 if it cannot be read
     */
    public static SyntheticSet read(Path file) {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("it does not begin as such a file does");
            }
            int count = in.readInt();
            int channels = in.readInt();
            int height = in.readInt();
            int width = in.readInt();
            int classes = in.readInt();
            List<TrainingPair> pairs = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                LabelMap labels = LabelMap.adopt(height, width, classes, in.readNBytes(height * width));
                FloatTensor image = EightBit.decode(in.readNBytes(channels * height * width), channels, height, width);
                pairs.add(new TrainingPair(image, labels));
            }
            return new SyntheticSet(pairs);
        } catch (IOException | IllegalArgumentException damaged) {
            throw new ExperimentException(
                    "ADG-624",
                    "The synthetic pairs in " + file + " cannot be read: " + damaged.getMessage()
                            + ". Delete the file, and its GAN will be trained again.",
                    damaged);
        }
    }
}
