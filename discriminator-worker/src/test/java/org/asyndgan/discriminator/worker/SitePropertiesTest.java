package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.convert.ConversionService;
import org.asyndgan.core.site.mask.PairChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SitePropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"named-by-generator", "named_by_generator", "NAMED_BY_GENERATOR"})
    void readsTheChoiceOfPairsAsPagesAndFlagsSpellIt(String word) {
        assertThat(ConversionService.SHARED.convertRequired(word, PairChoice.class))
                .isEqualTo(PairChoice.NAMED_BY_GENERATOR);
    }
}
