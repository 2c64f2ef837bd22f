package org.asyndgan.imaging.metric;

/** Square roots and eigenvalues of small symmetric matrices, by Jacobi's rotations. */
final class Symmetric {

    private static final int MOST_SWEEPS = 60;
    private static final double NOTHING = 1e-22;

    private Symmetric() {}

    /** R with R R = A, of a positive semidefinite A; eigenvalues that rounding made negative count 0. */
    static double[][] root(double[][] a) {
        Decomposition parts = decompose(a);
        int n = a.length;
        double[][] root = new double[n][n];
        for (int k = 0; k < n; k++) {
            double value = Math.sqrt(Math.max(0, parts.diagonal[k][k]));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    root[i][j] += value * parts.vectors[i][k] * parts.vectors[j][k];
                }
            }
        }
        return root;
    }

    static double[] eigenvalues(double[][] a) {
        double[][] diagonal = decompose(a).diagonal;
        double[] values = new double[a.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = diagonal[i][i];
        }
        return values;
    }

    /** R A R. */
    static double[][] sandwich(double[][] r, double[][] a) {
        return product(product(r, a), r);
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] product = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static Decomposition decompose(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][];
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i] = matrix[i].clone();
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > NOTHING * trace(a) * trace(a); sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        return new Decomposition(a, v);
    }

    private static double offDiagonal(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += a[i][j] * a[i][j];
            }
        }
        return sum;
    }

    private static double trace(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i][i];
        }
        return sum;
    }

    /** One rotation that makes a[p][q] 0 (Golub and Van Loan, section 8.5). */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, tau) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
            double vp = v[k][p];
            double vq = v[k][q];
            v[k][p] = c * vp - s * vq;
            v[k][q] = s * vp + c * vq;
        }
    }

    /** A = V · diagonal · Vᵀ. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next
    private record Decomposition(double[][] diagonal, double[][] vectors) {}
}
