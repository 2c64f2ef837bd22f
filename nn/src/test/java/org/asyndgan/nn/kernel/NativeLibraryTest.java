package org.asyndgan.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibraryTest {

    @Test
    void takesAGpuThatItsCudaBuildHasCodeFor() {
        assertThat(NativeLibrary.faultOfDevice("Tesla K80", 3, 7)).isEmpty();
        assertThat(NativeLibrary.faultOfDevice("NVIDIA A100", 8, 0)).isEmpty();
        assertThat(NativeLibrary.faultOfDevice("NVIDIA L4", 8, 9)).isEmpty();
    }

    @Test
    void refusesAGpuThatIsTooNewOrTooOld() {
        assertThat(NativeLibrary.faultOfDevice("NVIDIA H100", 9, 0))
                .contains("The GPU NVIDIA H100 has compute capability 9.0, but ND4J 1.0.0-M2.1 for CUDA 11.6 has code"
                        + " for 3.7 to 8.9 only (Kepler K80 to Ada). Hide it with CUDA_VISIBLE_DEVICES, or build"
                        + " without -Pcuda and compute on the CPU.");
        assertThat(NativeLibrary.faultOfDevice("Tesla K20", 3, 5)).isPresent();
    }
}
