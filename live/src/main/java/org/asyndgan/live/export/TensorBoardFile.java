package org.asyndgan.live.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.live.view.ProbeImage;
import org.asyndgan.worker.page.Drawing;

/**
 * An event file of TensorBoard: a scalar for every number of a step, an image for every probe.
 *
 * <p>The format is TensorFlow's TFRecord (length, masked CRC-32C of the length, data, masked CRC-32C of the data, all
 * little-endian) of {@code Event} messages (tensorflow/core/util/event.proto). Tags and steps are those of
 * {@link Numbers}.
 */
public final class TensorBoardFile implements RunExport {

    static final String NAME = "events.out.tfevents.0000000000.asyndgan";

    private static final int MASK_DELTA = 0xa282ead8;

    private final Path folder;
    private final OutputStream out;

    /**
     * Begins the file in a folder, which is made where there is none.
     *
     * @throws UncheckedIOException if it cannot be made
     */
    public TensorBoardFile(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(NAME)));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be written", e);
        }
        write(new ProtoMessage().number(1, 0.0).text(3, "brain.Event:2"));
    }

    @Override
    public void event(RunEvent event) {
        Numbers.of(event).ifPresent(numbers -> {
            ProtoMessage summary = new ProtoMessage();
            numbers.byTag()
                    .forEach((tag, value) ->
                            summary.message(1, new ProtoMessage().text(1, tag).number(2, value.floatValue())));
            write(event(event.at(), numbers.step()).message(5, summary));
        });
    }

    @Override
    public void preview(ProbeImage preview, Instant at) {
        ProtoMessage image = new ProtoMessage()
                .number(1, (long) preview.labels().height())
                .number(2, (long) preview.labels().width())
                .number(3, (long) preview.channels())
                .bytes(4, preview.png(Drawing.IMAGE));
        ProtoMessage value = new ProtoMessage()
                .text(1, "probe/" + (preview.probe() + 1) + "-" + preview.site())
                .message(4, image);
        write(event(at, preview.step()).message(5, new ProtoMessage().message(1, value)));
    }

    private static ProtoMessage event(Instant at, long step) {
        return new ProtoMessage().number(1, at.toEpochMilli() / 1000.0).number(2, step);
    }

    private void write(ProtoMessage event) {
        byte[] data = event.toByteArray();
        ByteBuffer head = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(data.length);
        head.putInt(masked(head.array(), Long.BYTES));
        ByteBuffer tail = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt(masked(data, data.length));
        try {
            out.write(head.array());
            out.write(data);
            out.write(tail.array());
        } catch (IOException e) {
            throw Unwritten.of(folder, "--tensorboard", e);
        }
    }

    /** CRC-32C, rotated and shifted as TFRecord has it. */
    static int masked(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        int value = (int) crc.getValue();
        return Integer.rotateRight(value, 15) + MASK_DELTA;
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw Unwritten.of(folder, "--tensorboard", e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw Unwritten.of(folder, "--tensorboard", e);
        }
    }
}
