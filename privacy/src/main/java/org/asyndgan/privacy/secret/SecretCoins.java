package org.asyndgan.privacy.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random numbers by purpose and step that follow from a secret, so that a step can be repeated, and from nothing else, so
 * that nobody without the secret tells them from chance.
 *
 * <p>Each purpose and step has a stream of its own: AES-256 in counter mode under the key HMAC-SHA256(secret, purpose,
 * step). Immutable.
 */
public final class SecretCoins {

    private static final int LEAST_BYTES = 16;
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec secret;

    /** @param secret at least 16 bytes that were drawn by a cryptographic generator */
    public SecretCoins(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "A secret of " + secret.length + " bytes can be guessed; give at least " + LEAST_BYTES);
        }
        this.secret = new SecretKeySpec(secret, MAC);
    }

    /** A stream from its beginning; not for several threads. */
    public RandomGenerator at(String purpose, long step) {
        return at(purpose, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    }

    /**
     * A stream that belongs to all that has come before, from its beginning; not for several threads.
     *
     * @param history what tells this use of the purpose from every other
     */
    public RandomGenerator at(String purpose, byte[] history) {
        try {
            byte[] key = mark(purpose, history);
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            return new Stream(cipher);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has AES and HMAC-SHA256", e);
        }
    }

    /** HMAC-SHA256 of a purpose and a history: 32 bytes that tell nothing of either to whoever lacks the secret. */
    public byte[] mark(String purpose, byte[] history) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(history);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HMAC-SHA256", e);
        }
    }

    /** The key stream, eight bytes a number. */
    private static final class Stream implements RandomGenerator {

        private static final int BUFFER_BYTES = 8192;
        private static final byte[] ZEROS = new byte[BUFFER_BYTES];

        private final Cipher cipher;
        private ByteBuffer ready = ByteBuffer.allocate(0);

        private Stream(Cipher cipher) {
            this.cipher = cipher;
        }

        @Override
        public long nextLong() {
            if (!ready.hasRemaining()) {
                ready = ByteBuffer.wrap(cipher.update(ZEROS));
            }
            return ready.getLong();
        }
    }
}
