package org.asyndgan.discriminator.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.worker.WorkerException;

/** The secret that keeps anybody outside a site from telling which mask is whose. */
final class MaskSecret {

    private static final String FILE = "mask-secret";
    private static final int BYTES = 32;

    private MaskSecret() {}

    /**
     * The secret in the state folder, drawn and written there at the first start, readable by its owner
     * alone.
     *
     * @throws WorkerException if the file cannot be written, or read again
     */
    static byte[] keptIn(Path state) {
        Path file = state.resolve(FILE);
        try {
            byte[] fresh = new byte[BYTES];
            new SecureRandom().nextBytes(fresh);
            try {
                Files.createFile(file, ownerOnly());
                Files.writeString(file, HexFormat.of().formatHex(fresh));
                return fresh;
            } catch (FileAlreadyExistsException e) {
                return read(file);
            }
        } catch (IOException e) {
            throw unusable(file, e.toString(), e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        byte[] secret;
        try {
            secret = HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw unusable(file, "it is no hexadecimal number", e);
        }
        if (secret.length != BYTES) {
            throw unusable(file, "it has " + secret.length + " bytes instead of " + BYTES, null);
        }
        return secret;
    }

    private static WorkerException unusable(Path file, String why, Exception cause) {
        return new WorkerException(
                "ADG-411",
                "The secret behind the masks' ids, " + file + ", cannot be used: " + why
                        + ". Restore it from a backup; without it the site must join a new run, because masks lent under"
                        + " the old ids are lost.",
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
    static byte[] derivedFrom(long seed, SiteId site) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("asyndgan mask seed".getBytes(StandardCharsets.US_ASCII));
            digest.update(site.slug().getBytes(StandardCharsets.US_ASCII));
            return digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
