package org.asyndgan.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Writes one slice as a DICOM file, explicit little endian; elements can be set or taken away before. */
final class DicomWriter {

    private static final int TRANSFER_SYNTAX = 0x00020010;

    private final Map<Integer, byte[]> elements = new TreeMap<>();
    private boolean isDeflated;

    /** A slice of signed pixels of 16 bits, 2 mm above the slice with the number before. */
    DicomWriter(int number, int width, int... pixels) {
        text(TRANSFER_SYNTAX, "UI", "1.2.840.10008.1.2.1");
        text(0x00100010, "PN", "Doe^Jane");
        text(0x00100020, "LO", "4711");
        text(0x0020000e, "UI", "1.2.3");
        text(0x00200013, "IS", Integer.toString(number));
        position(-100, -90, 2 * number);
        text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
        whole(0x00280002, 1);
        text(0x00280004, "CS", "MONOCHROME2");
        whole(0x00280010, pixels.length / width);
        whole(0x00280011, width);
        text(0x00280030, "DS", "0.5\\0.25");
        whole(0x00280100, 16);
        whole(0x00280101, 16);
        whole(0x00280102, 15);
        whole(0x00280103, 1);
        ByteBuffer bytes = ByteBuffer.allocate(2 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(pixels).forEach(pixel -> bytes.putShort((short) pixel));
        value(0x7fe00010, "OW", bytes.array());
    }

    DicomWriter transferSyntax(String uid) {
        return text(TRANSFER_SYNTAX, "UI", uid);
    }

    DicomWriter series(String uid) {
        return text(0x0020000e, "UI", uid);
    }

    DicomWriter position(double x, double y, double z) {
        return text(0x00200032, "DS", x + "\\" + y + "\\" + z);
    }

    DicomWriter spacing(double rows, double columns) {
        return text(0x00280030, "DS", rows + "\\" + columns);
    }

    DicomWriter rescale(double slope, double intercept) {
        return text(0x00281052, "DS", Double.toString(intercept)).text(0x00281053, "DS", Double.toString(slope));
    }

    DicomWriter text(int tag, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        if (even.length > bytes.length && !type.equals("UI")) {
            even[bytes.length] = ' ';
        }
        return value(tag, type, even);
    }

    DicomWriter whole(int tag, int number) {
        return value(tag, "US", new byte[] {(byte) number, (byte) (number >> 8)});
    }

    /** A sequence of one item, which holds an element of another writer; of undefined length if it is bracketed. */
    DicomWriter nested(int tag, DicomWriter other, int element, boolean isBracketed) {
        byte[] inner = other.elements.get(element);
        ByteBuffer bytes =
                ByteBuffer.allocate(inner.length + (isBracketed ? 24 : 8)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0xfffe).putShort((short) 0xe000).putInt(isBracketed ? -1 : inner.length);
        bytes.put(inner);
        if (isBracketed) {
            bytes.putShort((short) 0xfffe).putShort((short) 0xe00d).putInt(0);
            bytes.putShort((short) 0xfffe).putShort((short) 0xe0dd).putInt(0);
        }
        value(tag, "SQ", bytes.array());
        if (isBracketed) {
            ByteBuffer.wrap(elements.get(tag)).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
        }
        return this;
    }

    /** Pixels as one fragment behind an empty table of offsets. */
    DicomWriter compressed(String syntax, byte[] frame) {
        int length = frame.length + frame.length % 2;
        ByteBuffer bytes = ByteBuffer.allocate(12 + 8 + 8 + length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0x7fe0).putShort((short) 0x0010).put((byte) 'O').put((byte) 'B');
        bytes.putShort((short) 0).putInt(-1);
        bytes.putShort((short) 0xfffe).putShort((short) 0xe000).putInt(0);
        bytes.putShort((short) 0xfffe).putShort((short) 0xe000).putInt(length);
        bytes.put(frame).position(12 + 8 + 8 + length);
        bytes.putShort((short) 0xfffe).putShort((short) 0xe0dd).putInt(0);
        elements.put(0x7fe00010, bytes.array());
        return transferSyntax(syntax);
    }

    /** All elements behind group 2 as one stream. */
    DicomWriter deflated() {
        isDeflated = true;
        return transferSyntax("1.2.840.10008.1.2.1.99");
    }

    DicomWriter without(int... tags) {
        Arrays.stream(tags).forEach(elements::remove);
        return this;
    }

    private DicomWriter value(int tag, String type, byte[] value) {
        boolean isLong = type.equals("OW") || type.equals("SQ");
        ByteBuffer bytes = ByteBuffer.allocate((isLong ? 12 : 8) + value.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
        bytes.put(type.getBytes(StandardCharsets.US_ASCII));
        if (isLong) {
            bytes.putShort((short) 0).putInt(value.length);
        } else {
            bytes.putShort((short) value.length);
        }
        elements.put(tag, bytes.put(value).array());
        return this;
    }

    Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[128]);
        out.write("DICM".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Map.Entry<Integer, byte[]> element : elements.entrySet()) {
            (element.getKey() == TRANSFER_SYNTAX ? out : data).write(element.getValue());
        }
        out.write(isDeflated ? deflated(data.toByteArray()) : data.toByteArray());
        Files.createDirectories(file.getParent());
        return Files.write(file, out.toByteArray());
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(data);
        deflater.finish();
        byte[] room = new byte[data.length + 64];
        int length = deflater.deflate(room);
        deflater.end();
        return Arrays.copyOf(room, length);
    }
}
