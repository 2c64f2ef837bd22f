package org.asyndgan.discriminator.page;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a page must know to change something; drawn anew at each start. */
@SitePage
@Singleton
final class PageToken {

    private static final int BYTES = 16;

    private final String text;

    PageToken() {
        byte[] drawn = new byte[BYTES];
        new SecureRandom().nextBytes(drawn);
        this.text = HexFormat.of().formatHex(drawn);
    }

    /** For the page alone. */
    String text() {
        return text;
    }

    boolean is(String given) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "a page's token";
    }
}
