package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairChoiceFileTest {

    @TempDir
    Path state;

    @Test
    void isTheSitesOwnForANewRun() {
        assertThat(new PairChoiceFile(state).settled(Optional.empty())).isEqualTo(PairChoice.OWN);
    }

    @Test
    void isWhatTheRunBeganWith() {
        new PairChoiceFile(state).keep(PairChoice.NAMED_BY_GENERATOR);

        assertThat(new PairChoiceFile(state).settled(Optional.empty())).isEqualTo(PairChoice.NAMED_BY_GENERATOR);
    }

    @Test
    void doesNotChangeWithinARun() {
        new PairChoiceFile(state).keep(PairChoice.OWN);

        assertThatThrownBy(() -> new PairChoiceFile(state).settled(Optional.of(PairChoice.NAMED_BY_GENERATOR)))
                .hasMessageContaining(
                        "began with asyndgan.site.real-pairs=own and cannot go on with named-by-generator");
    }

    @Test
    void letsARunThatBeganBeforeGoOnOnlyWhereTheSiteSaysSo() {
        NetworkCard.of(new PatchSettings(3, 4, 1, NormLayer.INSTANCE)).writeTo(state);

        assertThatThrownBy(() -> new PairChoiceFile(state).settled(Optional.empty()))
                .hasMessageContaining("Set asyndgan.site.real-pairs=named-by-generator");
        assertThat(new PairChoiceFile(state).settled(Optional.of(PairChoice.NAMED_BY_GENERATOR)))
                .isEqualTo(PairChoice.NAMED_BY_GENERATOR);
    }
}
