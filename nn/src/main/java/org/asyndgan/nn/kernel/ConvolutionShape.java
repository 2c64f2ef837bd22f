package org.asyndgan.nn.kernel;

/**
 * Sizes of a convolution [B, I, H, W] → [B, O, H', W'], H' = ⌊(H + 2p − k) / s⌋ + 1 and W' alike.
 *
 * @param kernel rows and columns
 * @param stride down and across
 * @param padding zeros added above and below, left and right
 */
public record ConvolutionShape(
        int batch, int inputs, int outputs, int height, int width, Pair kernel, Pair stride, Pair padding) {

    public ConvolutionShape {
        if (height + 2 * padding.down() < kernel.down() || width + 2 * padding.across() < kernel.across()) {
            throw new IllegalArgumentException("A map of " + height + " × " + width + " pixels is too small for a "
                    + kernel.down() + " × " + kernel.across() + " convolution; use larger images or fewer layers");
        }
    }

    /** The same down and across. */
    public ConvolutionShape(
            int batch, int inputs, int outputs, int height, int width, int kernel, int stride, int padding) {
        this(
                batch,
                inputs,
                outputs,
                height,
                width,
                new Pair(kernel, kernel),
                new Pair(stride, stride),
                new Pair(padding, padding));
    }

    /** Two sizes, one along the height and one along the width. */
    public record Pair(int down, int across) {}

    public int outputHeight() {
        return (height + 2 * padding.down() - kernel.down()) / stride.down() + 1;
    }

    public int outputWidth() {
        return (width + 2 * padding.across() - kernel.across()) / stride.across() + 1;
    }

    /** Floating-point operations of one forward pass, a multiplication and an addition counted as two. */
    public long flops() {
        return 2L * batch * outputs * outputHeight() * outputWidth() * inputs * kernel.down() * kernel.across();
    }
}
