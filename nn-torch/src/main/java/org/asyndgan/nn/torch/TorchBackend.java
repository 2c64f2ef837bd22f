package org.asyndgan.nn.torch;

import org.asyndgan.nn.backend.Backend;
import org.asyndgan.nn.backend.Declaration;
import org.asyndgan.nn.backend.Execution;
import org.asyndgan.nn.kernel.Threads;

/** libtorch on one device in one precision. */
final class TorchBackend implements Backend {

    static final String NAME = "torch";

    /** Values, gradient and two moments. */
    private static final int COPIES = 4;

    /** Vectors that are handed over at the border: one of the host's and one of the device's. */
    private static final int COPIES_AT_THE_BORDER = 2;

    private final Library library;

    TorchBackend(Library library) {
        this.library = library;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return fingerprint();
    }

    @Override
    public String fingerprint() {
        return library.describe() + ", " + Threads.describe();
    }

    @Override
    public Execution open(Declaration network, long seed) {
        return new TorchExecution(library, network, seed);
    }

    @Override
    public Memory memory(long parameters, long largest, long mapBytes, long operandBytes) {
        return new Memory(
                Float.BYTES * parameters,
                Float.BYTES * (COPIES + COPIES_AT_THE_BORDER) * parameters + mapBytes + operandBytes);
    }
}
