package org.asyndgan.nn.backend;

import org.asyndgan.nn.kernel.EngineException;

/** A library that evaluates networks: on which device, in which precision. Thread-safe. */
public interface Backend {

    /** As settings name it, such as {@code nd4j}. */
    String name();

    /** One line for a start-up log. */
    String describe();

    /**
     * What results depend on, to the bit, beside what is computed: backend, versions, kind of device,
     * precision and number of threads. Snapshots hold it, and a run goes on with the same one only.
     */
    String fingerprint();

    /** A network with weights drawn from the seed; the caller closes it. */
    Execution open(Declaration network, long seed);

    /**
     * Memory to train a network with Adam on one input shape.
     *
     * @param parameters number of them
     * @param largest of them in one tensor
     * @param mapBytes of all feature maps and their gradients, 4 bytes an element
     * @param operandBytes of all operands of convolutions, the same
     */
    Memory memory(long parameters, long largest, long mapBytes, long operandBytes);

    /**
     * What a network takes.
     *
     * @param heapBytes on the Java heap
     * @param nativeBytes outside it, on the host or on a device
     */
    record Memory(long heapBytes, long nativeBytes) {}

    /** How a backend of another module is found. */
    interface Provider {

        /** As settings name the backend. */
        String name();

        /**
         * Loads it.
         *
         * @param device {@code cpu} or {@code cuda}
         * @throws EngineException if this machine has no such device, or its libraries cannot be loaded
         */
        Backend start(String device);
    }
}
