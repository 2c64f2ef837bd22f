package org.asyndgan.intake.dicom;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.asyndgan.intake.dicom.DicomFile.Element;
import org.asyndgan.intake.file.IntakeException;
import org.asyndgan.intake.volume.Padding;
import org.asyndgan.intake.volume.Vector;

/**
 * One slice of a series, in the unit that its rescale slope and intercept give.
 *
 * @param file its name, for messages
 * @param series what all slices of a series have in common; empty if the file does not say
 * @param number counts the slices of a series, if the file says
 * @param place where it lies, if the file says
 * @param spacing [2], between rows and between columns in mm; [0] if the file does not say
 * @param isInverted whether the smallest value is shown white (MONOCHROME1)
 * @param rounding how far whole numbers may be off because of the slope
 * @param values [H · W], row-major; NaN where the file says that it is padding
 */
@SuppressWarnings("ArrayRecordComponent") // handed from reader to series, never compared
record DicomSlice(
        String file,
        String series,
        Optional<Double> number,
        Optional<Place> place,
        double[] spacing,
        int height,
        int width,
        boolean isInverted,
        double rounding,
        float[] values) {

    /**
     * Position and orientation as the standard has them (PS3.3, C.7.6.2.1.1).
     *
     * @param corner [3], the centre of the first pixel, mm
     * @param across [3], from a pixel to the next of its row, mm
     * @param down [3], from a pixel to the next of its column, mm
     * @param thickness of the slice, mm
     */
    record Place(double[] corner, double[] across, double[] down, double thickness) {

        /** Along the normal of the slice, mm. */
        double height() {
            return Vector.dot(corner, Vector.normal(across, down));
        }
    }

    /** @throws IntakeException ADG-635 if the file is of a kind that is not read */
    static DicomSlice of(DicomFile file, DicomSeries.Use use) {
        refuseOtherKinds(file, use);
        int height = file.number(Element.ROWS, 0);
        int width = file.number(Element.COLUMNS, 0);
        double[] spacing = several(file, Element.PIXEL_SPACING, 2).orElse(new double[0]);
        if (Arrays.stream(spacing).anyMatch(mm -> mm <= 0)) {
            throw file.refused("its pixel spacing is " + Arrays.toString(spacing) + " mm");
        }
        DicomPixels pixels = DicomPixels.of(file, height * width, use);
        return new DicomSlice(
                file.path().getFileName().toString(),
                file.text(Element.SERIES).orElse(""),
                several(file, Element.INSTANCE_NUMBER, 1).map(one -> one[0]),
                place(file, spacing),
                spacing,
                height,
                width,
                file.text(Element.PHOTOMETRIC).orElse("").equals("MONOCHROME1"),
                pixels.rounding(),
                pixels.values());
    }

    private static void refuseOtherKinds(DicomFile file, DicomSeries.Use use) {
        double frames = several(file, Element.FRAMES, 1).orElse(new double[] {1})[0];
        if (file.has(Element.SEGMENTATION_TYPE)
                || file.text(Element.MODALITY).orElse("").equals("SEG")) {
            throw file.refused("it is a segmentation object (DICOM SEG), which is not read. Write it as NIfTI with"
                    + " segimage2itkimage of dcmqi (--outputType nii --mergeSegments) and give that as the patient's"
                    + " labels");
        }
        if (frames != 1 || file.has(Element.FUNCTIONAL_GROUPS)) {
            throw file.refused("it is of the enhanced kind, with many slices a file (here " + Math.round(frames)
                    + "). Write the series as NIfTI with dcm2niix -z y -o OUT IN, or export it as classic DICOM, one"
                    + " slice a file");
        }
        String photometric = file.text(Element.PHOTOMETRIC).orElse("not given");
        if (file.number(Element.SAMPLES_PER_PIXEL, 1) != 1 || !photometric.matches("MONOCHROME[12]")) {
            throw file.refused("its pixels are " + photometric + ", but only greys are read, MONOCHROME1 and"
                    + " MONOCHROME2. Save colour pictures as PNG, TIFF or JPEG; they need no import");
        }
        if (use == DicomSeries.Use.LABEL && photometric.equals("MONOCHROME1")) {
            throw file.refused("it shows 0 as white (MONOCHROME1), so that it is not sure which of its values is the"
                    + " background. Save labels as MONOCHROME2, or as NIfTI");
        }
        if (file.has(Element.LOOKUP_TABLE)) {
            throw file.refused(
                    "a table gives its values their unit (Modality LUT), but only slope and intercept are read."
                            + " Write the series as NIfTI with dcm2niix -z y -o OUT IN");
        }
    }

    static Optional<double[]> several(DicomFile file, Element element, int count) {
        Optional<double[]> numbers = file.numbers(element);
        if (numbers.isPresent() && numbers.get().length != count) {
            throw file.refused(
                    "its element " + element + " has " + numbers.get().length + " numbers instead of " + count);
        }
        return numbers;
    }

    private static Optional<Place> place(DicomFile file, double[] spacing) {
        Optional<double[]> position = several(file, Element.POSITION, 3);
        Optional<double[]> orientation = several(file, Element.ORIENTATION, 6);
        if (position.isEmpty() || orientation.isEmpty() || spacing.length == 0) {
            return Optional.empty();
        }
        double[] cosines = orientation.get();
        double thickness = several(file, Element.THICKNESS, 1).orElse(new double[] {1})[0];
        // The spacing is given between rows first, which is the step down
        Place place = new Place(
                position.get(),
                Vector.plus(new double[3], spacing[1], Arrays.copyOfRange(cosines, 0, 3)),
                Vector.plus(new double[3], spacing[0], Arrays.copyOfRange(cosines, 3, 6)),
                thickness > 0 ? thickness : 1);
        if (!Double.isFinite(place.height())) {
            throw file.refused("its orientation " + Arrays.toString(cosines) + " is none");
        }
        return Optional.of(place);
    }

    /** Values of the pixels, after decoding and rescaling. */
    private record DicomPixels(double rounding, float[] values) {

        static DicomPixels of(DicomFile file, int count, DicomSeries.Use use) {
            int allocated = file.number(Element.BITS_ALLOCATED, 16);
            int stored = file.number(Element.BITS_STORED, allocated);
            int unused = file.number(Element.HIGH_BIT, stored - 1) + 1 - stored;
            boolean isStorable = (allocated == 8 || allocated == 16 || allocated == 32)
                    && stored >= 1
                    && unused >= 0
                    && stored + unused <= allocated;
            ByteBuffer pixels = isStorable && count > 0 ? decoded(file, count, allocated / 8) : ByteBuffer.allocate(0);
            if (!isStorable || count < 1 || pixels.remaining() < (long) count * allocated / 8) {
                throw file.refused("its " + count + " pixels of " + stored + " bits in " + allocated
                        + " do not fit into their " + pixels.remaining() + " bytes");
            }
            double slope = several(file, Element.SLOPE, 1).orElse(new double[] {1})[0];
            double intercept = several(file, Element.INTERCEPT, 1).orElse(new double[] {0})[0];
            if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
                throw file.refused("its values would be rescaled by " + slope + " and " + intercept);
            }
            boolean isSigned = file.number(Element.IS_SIGNED, 0) == 1;
            Padding padding = use == DicomSeries.Use.LABEL ? Padding.NONE : Padding.of(file, isSigned);
            float[] values = new float[count];
            int above = Long.SIZE - stored - unused;
            int around = Long.SIZE - stored;
            for (int i = 0; i < count; i++) {
                // The bits above and below those stored may hold anything, such as an overlay
                long top = raw(pixels, i, allocated) << above;
                long value = isSigned ? top >> around : top >>> around;
                values[i] = padding.has(value) ? Float.NaN : (float) (value * slope + intercept);
            }
            return new DicomPixels(slope % 1 == 0 ? 0 : Math.abs(slope) / 2, values);
        }

        private static ByteBuffer decoded(DicomFile file, int count, int bytes) {
            ByteBuffer pixels = file.bytes(Element.PIXELS);
            try {
                return switch (file.reading()) {
                    case RUN_LENGTHS -> RunLengths.decode(pixels, count, bytes);
                    case JPEG -> LosslessJpeg.decode(pixels, count, bytes);
                    default -> pixels;
                };
            } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
                throw file.refused("its compressed pixels end too early or are damaged", e);
            }
        }

        private static long raw(ByteBuffer pixels, int i, int bits) {
            return switch (bits) {
                case 8 -> pixels.get(i);
                case 16 -> pixels.getShort(2 * i);
                default -> pixels.getInt(4 * i);
            };
        }
    }

    /** Stored values that stand for no measurement, as PixelPaddingValue and its range limit say. */
    private record Padding(long from, long to) {

        static final Padding NONE = new Padding(0, -1);

        static Padding of(DicomFile file, boolean isSigned) {
            if (file.bytes(Element.PADDING).remaining() < 2) {
                return NONE;
            }
            long one = value(file.number(Element.PADDING, 0), isSigned);
            long other = file.bytes(Element.PADDING_LIMIT).remaining() < 2
                    ? one
                    : value(file.number(Element.PADDING_LIMIT, 0), isSigned);
            return new Padding(Math.min(one, other), Math.max(one, other));
        }

        private static long value(int bits, boolean isSigned) {
            return isSigned ? (short) bits : bits;
        }

        boolean has(long value) {
            return value >= from && value <= to;
        }
    }
}
