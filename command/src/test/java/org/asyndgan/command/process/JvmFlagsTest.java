package org.asyndgan.command.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmFlagsTest {

    @Test
    void areKnownToTheJavaThatGetsThem() {
        // The first Java with --enable-native-access that warns without it is 22, with the other flag 23.
        assertThat(JvmFlags.quiet(17)).isEmpty();
        assertThat(JvmFlags.quiet(21)).isEmpty();
        assertThat(JvmFlags.quiet(22)).containsExactly("--enable-native-access=ALL-UNNAMED");
        assertThat(JvmFlags.quiet(25))
                .containsExactly("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }
}
