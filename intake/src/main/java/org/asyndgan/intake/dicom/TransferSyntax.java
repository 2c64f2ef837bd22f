package org.asyndgan.intake.dicom;

import java.util.Arrays;
import java.util.Optional;

/** How a DICOM file's bytes are written: the syntaxes of PS3.6 that images come in, and which of them are read. */
enum TransferSyntax {
    IMPLICIT("1.2.840.10008.1.2", "implicit VR little endian", Reading.RAW),
    EXPLICIT("1.2.840.10008.1.2.1", "explicit VR little endian", Reading.RAW),
    DEFLATED("1.2.840.10008.1.2.1.99", "deflated explicit VR little endian", Reading.RAW),
    BIG_ENDIAN("1.2.840.10008.1.2.2", "explicit VR big endian", Reading.GDCM),
    RLE("1.2.840.10008.1.2.5", "RLE", Reading.RUN_LENGTHS),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG baseline, with loss", Reading.GDCM),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG extended, with loss", Reading.GDCM),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG lossless", Reading.JPEG),
    JPEG_LOSSLESS_FIRST_ORDER("1.2.840.10008.1.2.4.70", "JPEG lossless", Reading.JPEG),
    JPEG_LS("1.2.840.10008.1.2.4.80", "JPEG-LS lossless", Reading.GDCM),
    JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless", Reading.GDCM),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 lossless", Reading.GDCM),
    JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Reading.GDCM),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 lossless", Reading.PYDICOM),
    HTJ2K_RPCL("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 lossless", Reading.PYDICOM),
    HTJ2K("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Reading.PYDICOM);

    private static final String VIDEO = "1.2.840.10008.1.2.4.10";

    private final String uid;
    private final String title;
    private final Reading reading;

    TransferSyntax(String uid, String title, Reading reading) {
        this.uid = uid;
        this.title = title;
        this.reading = reading;
    }

    static Optional<TransferSyntax> of(String uid) {
        return Arrays.stream(values()).filter(syntax -> syntax.uid.equals(uid)).findFirst();
    }

    Reading reading() {
        return reading;
    }

    /**
     * Why a file is not read and what to do about it.
     *
     * @return completes the sentence "The file cannot be used: …", without its full stop
     */
    static String refusal(String uid) {
        Optional<TransferSyntax> known = of(uid);
        if (known.isEmpty()) {
            return uid.startsWith(VIDEO)
                    ? "it is a video (transfer syntax " + uid + "). Export single images"
                    : "its transfer syntax is " + (uid.isEmpty() ? "not given" : uid + ", which is not read")
                            + ". Write the files of the series anew, uncompressed, with " + Reading.GDCM.tool;
        }
        String what = known.get() == BIG_ENDIAN ? "its bytes are ordered as " : "it is compressed as ";
        return what + known.get().title + " (transfer syntax " + uid
                + "). Write the files of the series anew, uncompressed, with " + known.get().reading.tool;
    }

    /** Who decodes the pixels. */
    enum Reading {
        RAW(""),
        RUN_LENGTHS(""),
        JPEG(""),
        GDCM("gdcmconv --raw IN OUT"),
        PYDICOM("pydicom decompress IN OUT (pydicom 3 with pylibjpeg-openjpeg)");

        private final String tool;

        Reading(String tool) {
            this.tool = tool;
        }

        boolean isOurs() {
            return tool.isEmpty();
        }
    }
}
