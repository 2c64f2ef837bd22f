package org.asyndgan.discriminator.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.worker.WorkerException;

/** What a site keeps to itself, each in a file of its state folder that its owner alone may read. */
enum SiteSecret {
    /** Keeps anybody outside from telling which mask is whose. */
    MASKS(
            "mask-secret",
            "The secret behind the masks' ids",
            "without it the site must join a new run, because masks lent under the old ids are lost"),

    /** Keeps anybody outside from telling which real pairs a step is made of. */
    PAIRS(
            "pair-secret",
            "The secret behind the site's choice of real pairs",
            "without it what the site repeats after a restart is not what it answered, so it must join a new run"),

    /** Coins and noise of training under differential privacy; beside the ledger, for all runs on the same images. */
    NOISE(
            "noise-secret",
            "The secret behind the noise of private training",
            "without it what the site repeats after a restart is not what it answered, so it must join a new run, and all"
                    + " that was spent stays spent");

    private static final int BYTES = 32;

    private final String file;
    private final String purpose;
    private final String loss;

    SiteSecret(String file, String purpose, String loss) {
        this.file = file;
        this.purpose = purpose;
        this.loss = loss;
    }

    /**
     * The secret in the state folder, drawn and written there at the first start.
     *
     * @throws WorkerException ADG-411 if the file cannot be written, or read again
     */
    byte[] keptIn(Path state) {
        Path path = state.resolve(file);
        try {
            if (Files.exists(path)) {
                return read(path);
            }
            byte[] fresh = new byte[BYTES];
            new SecureRandom().nextBytes(fresh);
            WholeFile.write(path, beside -> {
                Files.deleteIfExists(beside);
                Files.createFile(beside, ownerOnly());
                Files.writeString(beside, HexFormat.of().formatHex(fresh));
            });
            return fresh;
        } catch (IOException e) {
            throw unusable(path, FileTrouble.reason(e), e);
        }
    }

    /**
     * The secret of a run that has begun: it is not drawn anew.
     *
     * @throws WorkerException ADG-411 if the file is missing or cannot be read
     */
    byte[] foundIn(Path state) {
        Path path = state.resolve(file);
        try {
            return read(path);
        } catch (IOException e) {
            throw unusable(path, FileTrouble.reason(e), e);
        }
    }

    private byte[] read(Path path) throws IOException {
        byte[] secret;
        try {
            secret = HexFormat.of().parseHex(Files.readString(path).strip());
        } catch (IllegalArgumentException e) {
            throw unusable(path, "it is no hexadecimal number", e);
        }
        if (secret.length != BYTES) {
            throw unusable(path, "it has " + secret.length + " bytes instead of " + BYTES, null);
        }
        return secret;
    }

    private WorkerException unusable(Path path, String why, Exception cause) {
        return new WorkerException(
                "ADG-411",
                purpose + ", " + path + ", cannot be used: " + why + ". Restore it from a backup; " + loss + ".",
                cause);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A secret that is none to whoever knows the seed: for repeatable runs on one machine. */
    byte[] derivedFrom(long seed, SiteId site) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // As it was when masks had the only secret, so that their ids stay what they are.
            digest.update(
                    (this == MASKS ? "asyndgan mask seed" : "asyndgan " + file).getBytes(StandardCharsets.US_ASCII));
            digest.update(site.slug().getBytes(StandardCharsets.US_ASCII));
            return digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
