package org.asyndgan.core.site.privacy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SyntheticBatch;

/**
 * All that the state of a D depends on, as a chain of SHA-256: what its training began with, then each batch it has
 * answered. Two equal ones belong to equal bits on the same engine. Immutable.
 */
public final class TrainingHistory {

    private static final int BYTES = 32;

    /** Of a training without privacy, which needs none. */
    public static final TrainingHistory NONE = new TrainingHistory(new byte[0]);

    private final byte[] hash;

    private TrainingHistory(byte[] hash) {
        this.hash = hash;
    }

    /** @param origins run, images, initial weights, settings, engine: whatever the first step depends on beside its batch */
    public static TrainingHistory beginning(String... origins) {
        MessageDigest digest = sha256();
        for (String origin : origins) {
            byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return new TrainingHistory(digest.digest());
    }

    /**
     * The history after one more batch: its id, what drew it, its masks, every bit of its images, and the length of the run,
     * by which the learning rate of the step falls, once it has been decided.
     */
    public TrainingHistory then(SyntheticBatch batch) {
        MessageDigest digest = sha256();
        digest.update(hash);
        ByteBuffer head = ByteBuffer.allocate(4 * Long.BYTES);
        head.putLong(batch.id().sequence()).putLong(batch.drawnBy().incarnation());
        head.putLong(batch.drawnBy().step()).putLong(batch.size());
        digest.update(head.flip());
        for (MaskUse use : batch.masks()) {
            digest.update(use.mask().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) use.flip());
        }
        ByteBuffer images = ByteBuffer.allocate(batch.images().size() * Float.BYTES);
        images.asFloatBuffer().put(batch.images().buffer());
        digest.update(images);
        if (batch.length() > 0) {
            digest.update(
                    ByteBuffer.allocate(Long.BYTES).putLong(batch.length()).flip());
        }
        return new TrainingHistory(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    public boolean isNone() {
        return hash.length == 0;
    }

    /** A copy of the hash, 32 bytes. */
    public byte[] bytes() {
        return hash.clone();
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeByte(hash.length);
        out.write(hash);
    }

    public static TrainingHistory read(DataInputStream in) throws IOException {
        int length = in.readByte();
        if (length == 0) {
            return NONE;
        }
        if (length != BYTES) {
            throw new IOException("A history has " + length + " bytes instead of " + BYTES);
        }
        return new TrainingHistory(in.readNBytes(BYTES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingHistory that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** The beginning of the hash. */
    @Override
    public String toString() {
        return isNone() ? "no history" : HexFormat.of().formatHex(hash, 0, 4);
    }
}
