package org.asyndgan.nn.layer;

/**
 * A function of one number, and its derivative from its result.
 *
 * <p>Every loop is written so that the JIT compiler vectorises it: no branches, but a mask
 * min(1, max(0, y · 10³⁸)), which is 1 for every positive y from 10⁻³⁸ on and 0 for the others.
 */
public enum Activation {
    /** y = x. */
    NONE {
        @Override
        void forward(float[] x, int at, int length) {
            // nothing to change
        }

        @Override
        void backward(float[] y, float[] dy, int at, int length) {
            // nothing to change
        }
    },

    /** y = max(0, x). */
    RELU {
        @Override
        void forward(float[] x, int at, int length) {
            for (int i = at; i < at + length; i++) {
                x[i] = Math.max(0, x[i]);
            }
        }

        @Override
        void backward(float[] y, float[] dy, int at, int length) {
            for (int i = at; i < at + length; i++) {
                dy[i] *= Math.min(1, y[i] * HUGE);
            }
        }
    },

    /** y = max(x, 0.2 · x), the slope of the reference's discriminator. */
    LEAKY_RELU {
        @Override
        void forward(float[] x, int at, int length) {
            leak(SLOPE, x, at, length);
        }

        @Override
        void backward(float[] y, float[] dy, int at, int length) {
            leakGradient(SLOPE, y, dy, at, length);
        }
    },

    /** y = max(x, 0.01 · x), the slope of nnU-Net (Isensee et al. 2021). */
    SLIGHTLY_LEAKY_RELU {
        @Override
        void forward(float[] x, int at, int length) {
            leak(SLIGHT_SLOPE, x, at, length);
        }

        @Override
        void backward(float[] y, float[] dy, int at, int length) {
            leakGradient(SLIGHT_SLOPE, y, dy, at, length);
        }
    },

    /** y = tanh x, dy/dx = 1 − y². */
    TANH {
        @Override
        void forward(float[] x, int at, int length) {
            for (int i = at; i < at + length; i++) {
                x[i] = (float) Math.tanh(x[i]);
            }
        }

        @Override
        void backward(float[] y, float[] dy, int at, int length) {
            for (int i = at; i < at + length; i++) {
                dy[i] *= 1 - y[i] * y[i];
            }
        }
    };

    public static final float SLOPE = 0.2f;
    public static final float SLIGHT_SLOPE = 0.01f;
    private static final float HUGE = 1e38f;

    /** Replaces x by y. */
    abstract void forward(float[] x, int at, int length);

    /** Replaces ∂L/∂y by ∂L/∂x. */
    abstract void backward(float[] y, float[] dy, int at, int length);

    private static void leak(float slope, float[] x, int at, int length) {
        for (int i = at; i < at + length; i++) {
            x[i] = Math.max(x[i], slope * x[i]);
        }
    }

    private static void leakGradient(float slope, float[] y, float[] dy, int at, int length) {
        for (int i = at; i < at + length; i++) {
            dy[i] *= slope + (1 - slope) * Math.min(1, Math.max(0, y[i] * HUGE));
        }
    }
}
