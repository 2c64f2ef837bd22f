package org.asyndgan.intake.dicom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.intake.file.IntakeException;

/**
 * One DICOM file: the few elements of its top level that tell of the pixels and of where they lie.
 *
 * <p>Read after PS3.5 and PS3.10 of the standard: preamble, {@code DICM}, group 2, and a data set in one of the
 * {@linkplain TransferSyntax transfer syntaxes that are read}. A file without the preamble, or without group 2 too, is
 * read if it begins with an element of group 2 or 8. Sequences are skipped as a whole, so that nothing inside them is
 * taken for the image's own. Whatever is not an {@link Element}, such as names and dates, is never decoded.
 */
public final class DicomFile {

    private static final int PREAMBLE = 128;
    private static final long MOST_BYTES = 1L << 28;
    private static final int DEEPEST = 64;
    private static final int META_GROUP = 0x0002;
    private static final int FIRST_GROUP = 0x0008;
    private static final int LAST_FIRST_ELEMENT = 0x0018;
    private static final int LONGEST_FIRST_VALUE = 128;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final int UNDEFINED = -1;
    private static final Set<String> LONG_TYPES =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final Path path;
    private TransferSyntax syntax = TransferSyntax.EXPLICIT;
    private final Map<Element, ByteBuffer> found = new EnumMap<>(Element.class);

    private DicomFile(Path path) {
        this.path = path;
    }

    /** Whether the file begins as DICOM does, with a preamble or without. */
    public static boolean isOne(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(PREAMBLE + 4);
            return hasPreamble(start) || beginsWithAnElement(start);
        } catch (IOException e) {
            throw new DicomFile(path).refused("it cannot be read (" + FileTrouble.reason(e) + ")", e);
        }
    }

    private static boolean hasPreamble(byte[] start) {
        return start.length >= PREAMBLE + 4 && new String(start, PREAMBLE, 4, StandardCharsets.US_ASCII).equals("DICM");
    }

    private static boolean beginsWithAnElement(byte[] bytes) {
        if (bytes.length < 8) {
            return false;
        }
        ByteBuffer start = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int group = start.getShort(0) & 0xffff;
        int element = start.getShort(2) & 0xffff;
        int length = start.getInt(4);
        boolean isImplicit = length >= 0 && length <= LONGEST_FIRST_VALUE && length % 2 == 0;
        return group == META_GROUP
                ? element <= LAST_FIRST_ELEMENT && isExplicit(start, 0)
                : group == FIRST_GROUP && element <= LAST_FIRST_ELEMENT && (isExplicit(start, 0) || isImplicit);
    }

    /** Whether the element at a place tells its type. */
    private static boolean isExplicit(ByteBuffer bytes, int at) {
        return Character.isUpperCase(bytes.get(at + 4)) && Character.isUpperCase(bytes.get(at + 5));
    }

    /**
     * Reads what {@link #isOne} has found.
     *
     * @throws IntakeException ADG-635 if it is damaged or compressed in a way that is not read
     */
    static DicomFile read(Path path) {
        DicomFile file = new DicomFile(path);
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw file.refused("its " + size + " bytes are more than one slice has");
            }
            byte[] content = Files.readAllBytes(path);
            ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
            file.walk(hasPreamble(content) ? bytes.position(PREAMBLE + 4) : bytes);
            return file;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ZipException e) {
            throw file.refused("it ends too early or is damaged", e);
        } catch (IOException e) {
            throw file.refused("it cannot be read (" + FileTrouble.reason(e) + ")", e);
        }
    }

    private void walk(ByteBuffer whole) throws IOException {
        ByteBuffer bytes = whole;
        if (!bytes.hasRemaining()) {
            return;
        }
        boolean isMeta = bytes.getShort(bytes.position()) == META_GROUP;
        boolean isExplicit = isMeta || isExplicit(bytes, bytes.position());
        while (bytes.hasRemaining() && !has(Element.PIXELS)) {
            if (isMeta && bytes.getShort(bytes.position()) != META_GROUP) {
                isMeta = false;
                syntax = transferSyntax();
                isExplicit = syntax != TransferSyntax.IMPLICIT;
                bytes = syntax == TransferSyntax.DEFLATED ? inflated(bytes) : bytes;
            }
            Head head = head(bytes, isExplicit);
            ByteBuffer value = ByteBuffer.allocate(0);
            if (head.length != UNDEFINED) {
                value = take(bytes, head.length);
            } else if (head.tag == Element.PIXELS.tag) {
                value = frame(bytes);
            } else {
                skipItems(bytes, isExplicit && !head.type.equals("UN"), 0);
            }
            for (Element element : Element.values()) {
                if (element.tag == head.tag) {
                    found.put(element, value);
                }
            }
        }
    }

    private TransferSyntax transferSyntax() {
        String uid = text(Element.TRANSFER_SYNTAX).orElse("");
        return TransferSyntax.of(uid)
                .filter(known -> known.reading().isOurs())
                .orElseThrow(() -> refused(TransferSyntax.refusal(uid)));
    }

    private static ByteBuffer inflated(ByteBuffer bytes) throws IOException {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(rest), new Inflater(true))) {
            byte[] whole = in.readNBytes((int) MOST_BYTES);
            return ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Compressed pixels, behind their head: a table of offsets, then the fragments of the one frame. */
    private ByteBuffer frame(ByteBuffer bytes) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        boolean isTable = true;
        for (Head item = head(bytes, false); item.tag != SEQUENCE_END; item = head(bytes, false)) {
            if (item.tag != ITEM) {
                throw refused("it is damaged before byte " + bytes.position() + ", inside its pixels");
            }
            ByteBuffer fragment = take(bytes, item.length);
            if (!isTable) {
                byte[] part = new byte[fragment.remaining()];
                fragment.get(part);
                frame.writeBytes(part);
            }
            isTable = false;
        }
        return ByteBuffer.wrap(frame.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Head head(ByteBuffer bytes, boolean isExplicit) {
        int at = bytes.position();
        int tag = (bytes.getShort() & 0xffff) << 16 | (bytes.getShort() & 0xffff);
        if (!isExplicit || tag >>> 16 == ITEM >>> 16) {
            return new Head(tag, "", bytes.getInt());
        }
        String type = "" + (char) bytes.get() + (char) bytes.get();
        if (!type.matches("[A-Z]{2}")) {
            throw refused("it is damaged at byte " + at + ", where no element begins");
        }
        if (!LONG_TYPES.contains(type)) {
            return new Head(tag, type, bytes.getShort() & 0xffff);
        }
        bytes.getShort();
        return new Head(tag, type, bytes.getInt());
    }

    private static ByteBuffer take(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer value = bytes.slice(bytes.position(), length).order(bytes.order());
        bytes.position(bytes.position() + length);
        return value;
    }

    /** Skips a sequence of undefined length, behind its head. */
    private void skipItems(ByteBuffer bytes, boolean isExplicit, int depth) {
        for (Head item = head(bytes, isExplicit); item.tag != SEQUENCE_END; item = head(bytes, isExplicit)) {
            if (item.tag != ITEM || depth > DEEPEST) {
                throw refused("it is damaged before byte " + bytes.position() + ", inside a sequence");
            }
            if (item.length == UNDEFINED) {
                skipElements(bytes, isExplicit, depth);
            } else {
                take(bytes, item.length);
            }
        }
    }

    private void skipElements(ByteBuffer bytes, boolean isExplicit, int depth) {
        for (Head head = head(bytes, isExplicit); head.tag != ITEM_END; head = head(bytes, isExplicit)) {
            if (head.length == UNDEFINED) {
                skipItems(bytes, isExplicit && !head.type.equals("UN"), depth + 1);
            } else {
                take(bytes, head.length);
            }
        }
    }

    Path path() {
        return path;
    }

    /** How the bytes of {@link Element#PIXELS} are written. */
    TransferSyntax.Reading reading() {
        return syntax.reading();
    }

    boolean has(Element element) {
        return found.containsKey(element);
    }

    /** Bytes of an element, little-endian; none if it is not there. */
    ByteBuffer bytes(Element element) {
        return found.getOrDefault(element, ByteBuffer.allocate(0)).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Text without its padding, unless there is none. */
    Optional<String> text(Element element) {
        String text = StandardCharsets.US_ASCII.decode(bytes(element)).toString();
        return Optional.of(text.replace('\0', ' ').strip()).filter(some -> !some.isEmpty());
    }

    /** Numbers that are written as text, unless there are none. */
    Optional<double[]> numbers(Element element) {
        try {
            return text(element).map(text -> Arrays.stream(text.split("\\\\"))
                    .mapToDouble(Double::parseDouble)
                    .toArray());
        } catch (NumberFormatException e) {
            throw refused("its element " + element + " holds no number", e);
        }
    }

    /** A binary whole number of 16 bits. */
    int number(Element element, int otherwise) {
        ByteBuffer bytes = bytes(element);
        return bytes.remaining() < 2 ? otherwise : bytes.getShort(0) & 0xffff;
    }

    /** @param why completes the sentence "The DICOM file cannot be used: …", without its full stop */
    IntakeException refused(String why) {
        return refused(why, null);
    }

    IntakeException refused(String why, Throwable cause) {
        return new IntakeException("ADG-635", "DICOM file " + path + " cannot be used: " + why + ".", cause);
    }

    /** What is read, by the standard's number. */
    enum Element {
        TRANSFER_SYNTAX(0x00020010),
        MODALITY(0x00080060),
        THICKNESS(0x00180050),
        SERIES(0x0020000e),
        INSTANCE_NUMBER(0x00200013),
        POSITION(0x00200032),
        ORIENTATION(0x00200037),
        SAMPLES_PER_PIXEL(0x00280002),
        PHOTOMETRIC(0x00280004),
        FRAMES(0x00280008),
        ROWS(0x00280010),
        COLUMNS(0x00280011),
        PIXEL_SPACING(0x00280030),
        BITS_ALLOCATED(0x00280100),
        BITS_STORED(0x00280101),
        HIGH_BIT(0x00280102),
        IS_SIGNED(0x00280103),
        PADDING(0x00280120),
        PADDING_LIMIT(0x00280121),
        INTERCEPT(0x00281052),
        SLOPE(0x00281053),
        LOOKUP_TABLE(0x00283000),
        SEGMENTATION_TYPE(0x00620001),
        FUNCTIONAL_GROUPS(0x52009229),
        PIXELS(0x7fe00010);

        private final int tag;

        Element(int tag) {
            this.tag = tag;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** What stands before a value; the type is empty where the file does not give it. */
    private record Head(int tag, String type, int length) {}
}
