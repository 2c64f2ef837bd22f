package org.asyndgan.worker.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageFilesTest {

    private final PageFiles files = new PageFiles(PageFilesTest.class, "/", Set.of("index.html"));

    @Test
    void serveNothingThatIsNotNamed() {
        for (String name : Set.of("application.yml", "../application.yml", "page.css/", "vendor/", "")) {
            assertThat(files.of(name).code()).as(name).isEqualTo(404);
        }
    }

    @Test
    void areAllThere() {
        for (String name : PageFiles.SHARED) {
            assertThat(files.of(name).body()).as(name).isNotNull();
        }
    }

    @Test
    void holdTheVendoredLibraryAsItWasPublished() throws Exception {
        assertThat(sha256("vendor/uplot-1.6.32/uPlot.iife.min.js"))
                .isEqualTo("19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f");
        assertThat(sha256("vendor/uplot-1.6.32/uPlot.min.css"))
                .isEqualTo("df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04");
    }

    private static String sha256(String name) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(PageFiles.shared(name).getBytes(StandardCharsets.UTF_8)));
    }
}
