package org.asyndgan.intake;

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

/**
 * One DICOM file: the few elements of its top level that tell of the pixels and of where they lie.
 *
 * <p>Read after PS3.5 and PS3.10 of the standard: preamble, {@code DICM}, group 2, and a data set in one of the two
 * uncompressed little-endian transfer syntaxes. Sequences are skipped as a whole, so that nothing inside them is taken
 * for the image's own. Whatever is not an {@link Element}, such as names and dates, is never decoded.
 */
final class DicomFile {

    private static final int PREAMBLE = 128;
    private static final long MOST_BYTES = 1L << 28;
    private static final int DEEPEST = 64;
    private static final int META_GROUP = 0x0002;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final int UNDEFINED = -1;
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final Set<String> LONG_TYPES =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final Path path;
    private final Map<Element, ByteBuffer> found = new EnumMap<>(Element.class);

    private DicomFile(Path path) {
        this.path = path;
    }

    /** Whether the file says of itself that it is DICOM; one without a preamble does not. */
    static boolean isOne(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(PREAMBLE + 4);
            return start.length == PREAMBLE + 4
                    && new String(start, PREAMBLE, 4, StandardCharsets.US_ASCII).equals("DICM");
        } catch (IOException e) {
            throw new DicomFile(path).refused("it cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Reads what {@link #isOne} has found.
     *
     * @throws IntakeException ADG-635 if it is damaged or compressed
     */
    static DicomFile read(Path path) {
        DicomFile file = new DicomFile(path);
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw file.refused("its " + size + " bytes are more than one slice has");
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
            file.walk(bytes.position(PREAMBLE + 4));
            return file;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw file.refused("it ends too early or is damaged", e);
        } catch (IOException e) {
            throw file.refused("it cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private void walk(ByteBuffer bytes) {
        boolean isMeta = true;
        boolean isExplicit = true;
        while (bytes.hasRemaining() && !has(Element.PIXELS)) {
            if (isMeta && bytes.getShort(bytes.position()) != META_GROUP) {
                isMeta = false;
                isExplicit = transferSyntax().equals(EXPLICIT);
            }
            Head head = head(bytes, isExplicit);
            ByteBuffer value = ByteBuffer.allocate(0);
            if (head.length == UNDEFINED) {
                skipItems(bytes, isExplicit && !head.type.equals("UN"), 0);
            } else {
                value = take(bytes, head.length);
            }
            for (Element element : Element.values()) {
                if (element.tag == head.tag) {
                    found.put(element, value);
                }
            }
        }
    }

    private String transferSyntax() {
        String syntax = text(Element.TRANSFER_SYNTAX).orElse("");
        if (syntax.equals(IMPLICIT) || syntax.equals(EXPLICIT)) {
            return syntax;
        }
        boolean isCompressed = syntax.startsWith("1.2.840.10008.1.2.4.")
                || syntax.startsWith("1.2.840.10008.1.2.1.")
                || syntax.startsWith("1.2.840.10008.1.2.5");
        throw refused((isCompressed ? "it is compressed" : "its bytes are ordered in a way that is not read")
                + " (transfer syntax " + (syntax.isEmpty() ? "not given" : syntax)
                + "). Write the files of the series anew, uncompressed, with gdcmconv --raw IN OUT");
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

    private IntakeException refused(String why, Throwable cause) {
        return new IntakeException("ADG-635", "DICOM file " + path + " cannot be used: " + why + ".", cause);
    }

    /** What is read, by the standard's number. */
    enum Element {
        TRANSFER_SYNTAX(0x00020010),
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
        INTERCEPT(0x00281052),
        SLOPE(0x00281053),
        LOOKUP_TABLE(0x00283000),
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
