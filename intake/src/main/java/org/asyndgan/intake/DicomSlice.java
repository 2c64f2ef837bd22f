package org.asyndgan.intake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.asyndgan.intake.DicomFile.Element;

/**
 * One slice of a series, in the unit that its rescale slope and intercept give.
 *
 * @param file its name, for messages
 * @param series what all slices of a series have in common; empty if the file does not say
 * @param number counts the slices of a series, if the file says
 * @param plane where it lies, if the file says
 * @param spacing [2], between rows and between columns in mm; [0] if the file does not say
 * @param values [H · W], row-major
 */
@SuppressWarnings("ArrayRecordComponent") // handed from reader to series, never compared
record DicomSlice(
        String file,
        String series,
        Optional<Double> number,
        Optional<DicomPlane> plane,
        double[] spacing,
        int height,
        int width,
        float[] values) {

    /** @throws IntakeException ADG-635 if the file is of a kind that is not read */
    static DicomSlice of(DicomFile file) {
        refuseOtherKinds(file);
        int height = file.number(Element.ROWS, 0);
        int width = file.number(Element.COLUMNS, 0);
        double[] spacing = several(file, Element.PIXEL_SPACING, 2).orElse(new double[0]);
        if (Arrays.stream(spacing).anyMatch(mm -> mm <= 0)) {
            throw file.refused("its pixel spacing is " + Arrays.toString(spacing) + " mm");
        }
        return new DicomSlice(
                file.path().getFileName().toString(),
                file.text(Element.SERIES).orElse(""),
                several(file, Element.INSTANCE_NUMBER, 1).map(one -> one[0]),
                plane(file, spacing),
                spacing,
                height,
                width,
                values(file, height * width));
    }

    private static void refuseOtherKinds(DicomFile file) {
        double frames = several(file, Element.FRAMES, 1).orElse(new double[] {1})[0];
        if (frames != 1 || file.has(Element.FUNCTIONAL_GROUPS)) {
            throw file.refused("it is of the enhanced kind, with many slices a file (here " + Math.round(frames)
                    + "). Export the series as classic DICOM, one slice a file");
        }
        String photometric = file.text(Element.PHOTOMETRIC).orElse("not given");
        if (file.number(Element.SAMPLES_PER_PIXEL, 1) != 1 || !photometric.equals("MONOCHROME2")) {
            throw file.refused("its pixels are " + photometric + ", but only MONOCHROME2, grey on black, is read");
        }
        if (file.has(Element.LOOKUP_TABLE)) {
            throw file.refused(
                    "a table gives its values their unit (Modality LUT), but only slope and intercept are" + " read");
        }
    }

    private static Optional<double[]> several(DicomFile file, Element element, int count) {
        Optional<double[]> numbers = file.numbers(element);
        if (numbers.isPresent() && numbers.get().length != count) {
            throw file.refused(
                    "its element " + element + " has " + numbers.get().length + " numbers instead of " + count);
        }
        return numbers;
    }

    private static Optional<DicomPlane> plane(DicomFile file, double[] spacing) {
        Optional<double[]> position = several(file, Element.POSITION, 3);
        Optional<double[]> orientation = several(file, Element.ORIENTATION, 6);
        if (position.isEmpty() || orientation.isEmpty() || spacing.length == 0) {
            return Optional.empty();
        }
        DicomPlane plane = new DicomPlane(position.get(), orientation.get(), spacing);
        if (!Double.isFinite(plane.height())) {
            throw file.refused("its orientation " + Arrays.toString(orientation.get()) + " is none");
        }
        return Optional.of(plane);
    }

    private static float[] values(DicomFile file, int count) {
        int allocated = file.number(Element.BITS_ALLOCATED, 16);
        int stored = file.number(Element.BITS_STORED, allocated);
        int unused = file.number(Element.HIGH_BIT, stored - 1) + 1 - stored;
        boolean isStorable = (allocated == 8 || allocated == 16 || allocated == 32)
                && stored >= 1
                && unused >= 0
                && stored + unused <= allocated;
        ByteBuffer pixels = file.bytes(Element.PIXELS);
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
        float[] values = new float[count];
        int above = Long.SIZE - stored - unused;
        int around = Long.SIZE - stored;
        for (int i = 0; i < count; i++) {
            // The bits above and below those stored may hold anything, such as an overlay
            long top = raw(pixels, i, allocated) << above;
            long value = isSigned ? top >> around : top >>> around;
            values[i] = (float) (value * slope + intercept);
        }
        return values;
    }

    private static long raw(ByteBuffer pixels, int i, int bits) {
        return switch (bits) {
            case 8 -> pixels.get(i);
            case 16 -> pixels.getShort(2 * i);
            default -> pixels.getInt(4 * i);
        };
    }
}
