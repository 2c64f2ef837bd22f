package org.asyndgan.nn.layer;

import java.util.Arrays;
import org.asyndgan.nn.kernel.Convolution;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/**
 * Padding of maps [H, W] to [H + 2p, W + 2p], and its adjoint.
 *
 * <p>Both run map by map, so that a map is still in the cache when it is copied to or from the
 * convolution.
 *
 * @param kind what lies beyond the border
 * @param padding p; for {@link Padding#REFLECT} smaller than H and W
 * @param padded scratch of the padded shape
 */
record Border(Padding kind, int padding, FeatureMaps padded) {

    /** That of maps like x, its scratch for so many rows of them. */
    static Border around(Workspace workspace, Conv2d.Geometry geometry, FeatureMaps x, int rows) {
        int margin = geometry.margin();
        return new Border(
                geometry.padding(),
                margin,
                workspace.scratch(rows, x.channels(), x.height() + 2 * margin, x.width() + 2 * margin));
    }

    /** Pads x and hands it to a convolution. */
    void load(FeatureMaps x, Convolution convolution) {
        int plane = padded.plane();
        ParallelFor.share(x.planes(), padded.size(), (from, to) -> {
            for (int p = from; p < to; p++) {
                pad(x, p);
                convolution.loadInput(p * plane, padded.values(), p * plane, plane);
            }
        });
    }

    /** Fetches the gradient of the padded input and folds the border back into dx. */
    void store(Convolution convolution, FeatureMaps dx) {
        int plane = padded.plane();
        ParallelFor.share(dx.planes(), padded.size(), (from, to) -> {
            for (int p = from; p < to; p++) {
                convolution.storeInputGradient(p * plane, padded.values(), p * plane, plane);
                fold(dx, p);
            }
        });
    }

    /** Writes map p of x into map p of the scratch. */
    void pad(FeatureMaps x, int p) {
        pad(x, p, p);
    }

    /** Writes map p of x into map q of the scratch. */
    void pad(FeatureMaps x, int p, int q) {
        if (kind == Padding.REFLECT) {
            mirrorOut(x, p, q);
            return;
        }
        int plane = padded.plane();
        Arrays.fill(padded.values(), q * plane, (q + 1) * plane, 0);
        for (int row = 0; row < x.height(); row++) {
            System.arraycopy(x.values(), p * x.plane() + row * x.width(), padded.values(), inner(q, row), x.width());
        }
    }

    private void mirrorOut(FeatureMaps x, int p, int q) {
        int width = x.width();
        int paddedWidth = padded.width();
        float[] source = x.values();
        float[] target = padded.values();
        for (int row = 0; row < padded.height(); row++) {
            int from = p * x.plane() + mirror(row - padding, x.height()) * width;
            int to = q * padded.plane() + row * paddedWidth + padding;
            System.arraycopy(source, from, target, to, width);
            for (int i = 1; i <= padding; i++) {
                target[to - i] = source[from + i];
                target[to + width - 1 + i] = source[from + width - 1 - i];
            }
        }
    }

    /** Where the row of an unpadded map lies within the scratch. */
    private int inner(int p, int row) {
        return p * padded.plane() + (row + padding) * padded.width() + padding;
    }

    /** Folds map p of the scratch, a gradient, back into dx. */
    void fold(FeatureMaps dx, int p) {
        int start = p * dx.plane();
        for (int row = 0; row < dx.height(); row++) {
            System.arraycopy(padded.values(), inner(p, row), dx.values(), start + row * dx.width(), dx.width());
        }
        if (kind == Padding.REFLECT) {
            mirrorIn(dx, p);
        }
    }

    private void mirrorIn(FeatureMaps dx, int p) {
        int width = dx.width();
        int start = p * dx.plane();
        float[] target = dx.values();
        float[] source = padded.values();
        for (int row = 0; row < padded.height(); row++) {
            int to = start + mirror(row - padding, dx.height()) * width;
            int from = p * padded.plane() + row * padded.width() + padding;
            boolean border = row < padding || row >= padding + dx.height();
            if (border) {
                for (int i = 0; i < width; i++) {
                    target[to + i] += source[from + i];
                }
            }
            for (int i = 1; i <= padding; i++) {
                target[to + i] += source[from - i];
                target[to + width - 1 - i] += source[from + width - 1 + i];
            }
        }
    }

    private static int mirror(int position, int size) {
        int inside = Math.abs(position);
        return inside < size ? inside : 2 * (size - 1) - inside;
    }
}
