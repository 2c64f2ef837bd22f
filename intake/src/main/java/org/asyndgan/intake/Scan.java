package org.asyndgan.intake;

/**
 * Consecutive slices of one patient, or a single picture, with their labels.
 *
 * @param patient whose they are; stays in the manifest at the site
 * @param split {@code train} or {@code test} where the source says so, else empty
 * @param channels 1, or 3 for colour
 * @param images [slices][C · H · W], row-major, in any unit
 * @param labels [slices][H · W], whole numbers of 0 … 65535
 */
@SuppressWarnings("ArrayRecordComponent") // handed from reader to writer, never compared
record Scan(String patient, String split, int channels, int height, int width, float[][] images, int[][] labels) {

    int slices() {
        return images.length;
    }
}
