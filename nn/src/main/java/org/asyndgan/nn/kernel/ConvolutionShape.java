package org.asyndgan.nn.kernel;

/**
 * Sizes of a square convolution [B, I, H, W] → [B, O, H', W'], H' = ⌊(H + 2p − k) / s⌋ + 1.
 *
 * @param padding zeros added at each border
 */
public record ConvolutionShape(
        int batch, int inputs, int outputs, int height, int width, int kernel, int stride, int padding) {

    public ConvolutionShape {
        if (height + 2 * padding < kernel || width + 2 * padding < kernel) {
            throw new IllegalArgumentException("A map of " + height + " × " + width + " pixels is too small for a "
                    + kernel + " × " + kernel + " convolution; use larger images or fewer layers");
        }
    }

    public int outputHeight() {
        return (height + 2 * padding - kernel) / stride + 1;
    }

    public int outputWidth() {
        return (width + 2 * padding - kernel) / stride + 1;
    }

    /** Floating-point operations of one forward pass, a multiplication and an addition counted as two. */
    public long flops() {
        return 2L * batch * outputs * outputHeight() * outputWidth() * inputs * kernel * kernel;
    }
}
