package org.asyndgan.nn.backend;

import org.asyndgan.nn.kernel.NativeLibrary;

/** ND4J's oneDNN convolutions beside loops over arrays of the Java heap: the default. */
final class Nd4jBackend implements Backend {

    static final String NAME = "nd4j";

    /** Values, gradient, two moments, and a copy that is rotated or handed over. */
    private static final int COPIES_ON_HEAP = 5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return NativeLibrary.describe();
    }

    @Override
    public String fingerprint() {
        return NativeLibrary.fingerprint();
    }

    @Override
    public Execution open(Declaration network, long seed) {
        return new HeapExecution(network, seed);
    }

    @Override
    public Memory memory(long parameters, long largest, long mapBytes, long operandBytes) {
        return new Memory(
                Float.BYTES * (COPIES_ON_HEAP * parameters + largest) + mapBytes,
                Float.BYTES * (2 * parameters + largest) + operandBytes);
    }
}
