package org.asyndgan.transport.topic;

import java.util.Locale;
import org.asyndgan.schemas.Dtype;

/**
 * The largest record that can come up in each channel of a run, before compression.
 *
 * <p>Known before the first step, so that a topic's limit fails a run at its start and not at its thousandth step.
 * Ids count with at most 64 characters, names with what {@link Topics} allows.
 *
 * @param batch images in a batch, B
 * @param channels C of an image
 * @param height H, pixels
 * @param width W, pixels
 * @param images element type of synthetic images
 * @param gradients element type of gradients
 * @param sites that can take part
 * @param inFlight batches that can be under way for each site
 */
public record RecordSizes(
        int batch, int channels, int height, int width, Dtype images, Dtype gradients, int sites, int inFlight) {

    /** Batch and record header of Kafka, the five bytes of Confluent, key and all scalar fields of any message. */
    private static final long FRAME = 1024;

    /** A mask's id with its length, and its flip. */
    private static final long MASK_USE = 72;

    /** The factor of a map of gradients, where each element is a byte. */
    private static final long FACTOR = 8;

    /** A fold, a drop with its reason, a drawn batch: what the journal says of one gradient. */
    private static final long JOURNAL_ENTRY = 1024;

    /** A change of membership and a position. */
    private static final long JOURNAL_SITE = 512;

    /** Texts and numbers of an event or a dead letter, its 1 KiB head included. */
    private static final long REPORT = 64 << 10;

    public RecordSizes {
        if (Math.min(Math.min(batch, channels), Math.min(height, width)) < 1 || Math.min(sites, inFlight) < 1) {
            throw new IllegalArgumentException("Batches of [" + batch + ", " + channels + ", " + height + ", " + width
                    + "], " + inFlight + " at once for " + sites + " sites, cannot be; every number must be 1 or more");
        }
    }

    /** Bytes of the largest record in the channel; an upper bound, of tensors at most a few per cent above the truth. */
    long largest(Channel channel) {
        return FRAME
                + switch (channel) {
                    case SITES -> 0;
                    case MASKS -> pixels();
                    case SYNTHETIC -> batch * (channels * pixels() * bytes(images) + MASK_USE);
                    case GRADIENTS ->
                        (long) batch
                                * channels
                                * (pixels() * bytes(gradients) + (gradients == Dtype.UINT8 ? FACTOR : 0));
                    case JOURNAL -> sites * (inFlight * JOURNAL_ENTRY + JOURNAL_SITE);
                    case SAMPLES, PREVIEWS -> pixels() + channels * pixels() * bytes(images);
                    case EVENTS, DEAD -> REPORT;
                };
    }

    /** What makes a record of the channel as large as it is, such as {@code 8 x 1 x 64 x 64 FLOAT16}. */
    String describe(Channel channel) {
        return switch (channel) {
            case SYNTHETIC -> "%d x %s %s".formatted(batch, image(), images);
            case GRADIENTS -> "%d x %s %s".formatted(batch, image(), gradients);
            case SAMPLES, PREVIEWS -> "%s %s".formatted(image(), images);
            case MASKS -> "%d x %d labels".formatted(height, width);
            case SITES, JOURNAL, EVENTS, DEAD -> "%d sites, %d batches at once".formatted(sites, inFlight);
        };
    }

    /** Bytes for people: {@code 12.0 MiB}. */
    static String readable(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    private String image() {
        return channels + " x " + height + " x " + width;
    }

    private long pixels() {
        return (long) height * width;
    }

    private static long bytes(Dtype dtype) {
        return switch (dtype) {
            case UINT8 -> 1;
            case FLOAT16 -> 2;
            case FLOAT32 -> 4;
        };
    }
}
