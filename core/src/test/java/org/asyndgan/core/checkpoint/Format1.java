package org.asyndgan.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Writes snapshots as versions before format 2 did. */
public final class Format1 {

    private Format1() {}

    public static void write(Path file, SnapshotOutput.Writing content) throws IOException {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        content.writeTo(new DataOutputStream(parts));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x41444753);
        out.writeInt(1);
        out.writeInt(parts.size());
        parts.writeTo(out);
        CRC32C crc = new CRC32C();
        crc.update(parts.toByteArray());
        out.writeLong(crc.getValue());
        Files.write(file, bytes.toByteArray());
    }
}
