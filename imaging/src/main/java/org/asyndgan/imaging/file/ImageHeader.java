package org.asyndgan.imaging.file;

import java.util.Optional;

/**
 * What an image file says of itself before any pixel is decoded.
 *
 * @param height as shown, pixels
 * @param width as shown, pixels
 * @param colours 1 or 3, without alpha; 3 also for a palette with colours
 * @param samples a pixel as stored, alpha included
 * @param bytes a sample takes as decoded
 * @param palette of an indexed image
 */
public record ImageHeader(int height, int width, int colours, int samples, int bytes, Optional<Palette> palette) {

    /** Bytes of the decoded file in memory. */
    public long decodedBytes() {
        return (long) height * width * samples * bytes;
    }
}
