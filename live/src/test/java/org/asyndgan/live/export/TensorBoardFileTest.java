package org.asyndgan.live.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.live.view.ProbeImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read here again as TensorBoard's loader reads it, by the published format alone. */
class TensorBoardFileTest {

    @TempDir
    Path folder;

    @Test
    void masksAChecksumAsTheFormatSays() {
        // CRC-32C of eight zero bytes is 0x8C28B28A; rotated right by 15 and 0xA282EAD8 added.
        int crc = 0x8C28B28A;
        assertThat(TensorBoardFile.masked(new byte[8], 8)).isEqualTo(((crc >>> 15) | (crc << 17)) + 0xa282ead8);
    }

    @Test
    void holdsScalarsAndImagesByStep() throws Exception {
        Instant at = Instant.parse("2026-11-01T10:00:00.500Z");
        byte[] pixels = {0, 127, (byte) 255, 64};
        try (TensorBoardFile file = new TensorBoardFile(folder)) {
            file.event(new RunEvent("generator", at, "stepped", 12, Map.of("adversarialLoss.mercy", 0.75), Map.of()));
            file.event(new RunEvent("generator", at, "member", 12, Map.of("images", 4.0), Map.of()));
            file.event(new RunEvent(
                    "segmenter",
                    at,
                    "validated",
                    0,
                    Map.of("segmentationStep", 300.0, "validationDice", 0.5),
                    Map.of()));
            file.preview(new ProbeImage(12, 1, "mercy", LabelMap.of(2, 2, 2, new byte[] {0, 1, 1, 0}), 1, pixels), at);
        }

        List<byte[]> records = records(Files.readAllBytes(folder.resolve(TensorBoardFile.NAME)));
        assertThat(records).hasSize(4);
        assertThat(text(fields(records.get(0)).get(3))).isEqualTo("brain.Event:2");

        Map<Integer, List<Object>> step = fields(records.get(1));
        assertThat(step.get(1)).containsExactly(at.toEpochMilli() / 1000.0);
        assertThat(step.get(2)).containsExactly(12L);
        Map<Integer, List<Object>> scalar =
                fields((byte[]) fields((byte[]) step.get(5).get(0)).get(1).get(0));
        assertThat(text(scalar.get(1))).isEqualTo("adversarialLoss/mercy");
        assertThat(scalar.get(2)).containsExactly(0.75f);

        assertThat(fields(records.get(2)).get(2)).containsExactly(300L);

        Map<Integer, List<Object>> value = fields((byte[])
                fields((byte[]) fields(records.get(3)).get(5).get(0)).get(1).get(0));
        assertThat(text(value.get(1))).isEqualTo("probe/2-mercy");
        Map<Integer, List<Object>> image = fields((byte[]) value.get(4).get(0));
        assertThat(image.get(1)).containsExactly(2L);
        assertThat(image.get(2)).containsExactly(2L);
        var shown = ImageIO.read(new ByteArrayInputStream((byte[]) image.get(4).get(0)));
        assertThat(shown.getRGB(1, 0) & 0xFF).isEqualTo(127);
        assertThat(shown.getRGB(0, 1) & 0xFF).isEqualTo(255);
    }

    private static List<byte[]> records(byte[] file) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(masked(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(data);
            assertThat(in.getInt()).isEqualTo(masked(data));
            records.add(data);
        }
        return records;
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        return (int) ((((value >>> 15) | (value << 17)) & 0xFFFFFFFFL) + 0xa282ead8L);
    }

    private static String text(List<Object> field) {
        return new String((byte[]) field.get(0), StandardCharsets.UTF_8);
    }

    private static Map<Integer, List<Object>> fields(byte[] message) {
        Map<Integer, List<Object>> fields = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value =
                    switch ((int) (key & 7)) {
                        case 0 -> varint(in);
                        case 1 -> in.getDouble();
                        case 5 -> in.getFloat();
                        case 2 -> {
                            byte[] bytes = new byte[(int) varint(in)];
                            in.get(bytes);
                            yield bytes;
                        }
                        default -> throw new AssertionError("wire type of key " + key);
                    };
            fields.computeIfAbsent((int) (key >>> 3), field -> new ArrayList<>())
                    .add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
