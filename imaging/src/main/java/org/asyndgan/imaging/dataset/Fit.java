package org.asyndgan.imaging.dataset;

/** How an image of any size becomes the square a network sees. */
public enum Fit {
    /**
     * The shorter side is scaled to the network's size; along the longer side training draws a window
     * anywhere, and tests take the middle. The aspect is kept: a round nucleus stays round.
     */
    RESIZE,
    /**
     * Windows at the file's own resolution, or after scaling the shorter side to {@code loadSize}:
     * training draws one anywhere, and tests take the fewest that cover the image.
     */
    CROP
}
