package org.asyndgan.nn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {

    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        var tensors = new LinkedHashMap<String, FloatTensor>();
        tensors.put("model.1.weight", FloatTensor.of(new float[] {1, -2, 3.5f, Float.MIN_VALUE, 0, 6}, 2, 3));
        tensors.put("a \"quoted\" \\ name", FloatTensor.of(new float[] {7}, 1));
        Path file = folder.resolve("a.safetensors");

        SafeTensors.write(file, tensors, Map.of("made-by", "a test"));

        assertThat(SafeTensors.read(file)).isEqualTo(tensors);
    }

    @Test
    void writesTheDocumentedBytes() throws IOException {
        Path file = folder.resolve("a.safetensors");

        SafeTensors.write(file, Map.of("x", FloatTensor.of(new float[] {1, 2}, 2)), Map.of());

        // The header is padded with spaces to a multiple of 8; 1 and 2 are 3f80 0000 and 4000 0000.
        String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}  ";
        byte[] bytes = Files.readAllBytes(file);
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
                .isEqualTo(header.length());
        assertThat(new String(bytes, 8, header.length(), StandardCharsets.UTF_8))
                .isEqualTo(header);
        assertThat(java.util.Arrays.copyOfRange(bytes, 8 + header.length(), bytes.length))
                .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40);
    }

    @Test
    void leavesOutTensorsOfOtherTypes() throws IOException {
        Path file = write("{\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}", 8);

        assertThat(SafeTensors.read(file)).isEmpty();
    }

    @Test
    void refusesAFileThatIsSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("b"), "short");

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "File " + file + " is not a .safetensors file: it has 5 bytes. Export or download it again.");
    }

    @Test
    void refusesATensorThatReachesBeyondTheEnd() throws IOException {
        Path file = write("{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 8);

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("File " + file + " is not a .safetensors file: its header does not describe its content."
                        + " Export or download it again.");
    }

    @Test
    void refusesOffsetsThatAreNone() throws IOException {
        for (String offsets : new String[] {"[0]", "[0,99999999999]", "[]", "7"}) {
            Path file = write("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + offsets + "}}", 8);

            assertThatThrownBy(() -> SafeTensors.read(file)).as(offsets).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAHeaderThatIsNotJson() throws IOException {
        Path file = write("{\"x\":{\"dtype\"", 8);

        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(IOException.class);
    }

    private Path write(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        return Files.write(folder.resolve("c"), bytes.array());
    }
}
