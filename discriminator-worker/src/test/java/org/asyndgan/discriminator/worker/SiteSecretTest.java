package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.asyndgan.core.protocol.SiteId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteSecretTest {

    @TempDir
    Path state;

    @Test
    void isDrawnOnceAndKept() {
        byte[] first = SiteSecret.PAIRS.keptIn(state);

        assertThat(SiteSecret.PAIRS.keptIn(state)).isEqualTo(first);
        assertThat(SiteSecret.PAIRS.foundIn(state)).isEqualTo(first).hasSize(32);
        assertThat(SiteSecret.MASKS.keptIn(state)).isNotEqualTo(first);
    }

    @Test
    void isNotDrawnAnewInTheMiddleOfARun() {
        assertThatThrownBy(() -> SiteSecret.PAIRS.foundIn(state))
                .hasMessageStartingWith("The secret behind the site's choice of real pairs, ")
                .hasMessageEndingWith(
                        "Restore it from a backup; without it what the site repeats after a restart is not what"
                                + " it answered, so it must join a new run. (ADG-411)");
    }

    @Test
    void refusesAFileThatIsCutOff() throws Exception {
        Files.writeString(state.resolve("pair-secret"), "00ff");

        assertThatThrownBy(() -> SiteSecret.PAIRS.keptIn(state)).hasMessageContaining("it has 2 bytes instead of 32");
    }

    @Test
    void derivedOnesDifferByPurposeSiteAndSeed() {
        SiteId mercy = new SiteId("mercy");

        byte[] first = SiteSecret.PAIRS.derivedFrom(1, mercy);

        assertThat(SiteSecret.PAIRS.derivedFrom(1, mercy)).isEqualTo(first);
        assertThat(SiteSecret.MASKS.derivedFrom(1, mercy)).isNotEqualTo(first);
        assertThat(SiteSecret.PAIRS.derivedFrom(2, mercy)).isNotEqualTo(first);
        assertThat(SiteSecret.PAIRS.derivedFrom(1, new SiteId("st-mary"))).isNotEqualTo(first);
    }
}
