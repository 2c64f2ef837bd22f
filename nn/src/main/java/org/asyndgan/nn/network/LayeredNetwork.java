package org.asyndgan.nn.network;

import java.util.Arrays;
import java.util.function.Function;
import org.asyndgan.nn.backend.Backend;
import org.asyndgan.nn.backend.Declaration;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.backend.Execution;
import org.asyndgan.nn.backend.RowUse;
import org.asyndgan.nn.kernel.EngineException;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.Workspace;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Signal;
import org.asyndgan.nn.tensor.FloatTensor;

/** A layer made a network: has the engine's backend evaluate it, and keeps the order of calls honest. */
public class LayeredNetwork implements Network {

    private final Declaration declaration;
    private final Execution execution;
    private final NetworkParameters parameters;
    private int[] outputShape;
    private long evaluatedAt;
    private boolean closed;

    /**
     * Opens the network.
     *
     * @param name completes "the …" in messages
     * @param layer is made once, and declares its parameters
     */
    protected LayeredNetwork(String name, int channels, Function<ParameterVector, Layer> layer, long seed) {
        ParameterVector vector = new ParameterVector();
        this.declaration = new Declaration(name, channels, vector, layer.apply(vector));
        this.execution = Engine.backend().open(declaration, seed);
        this.parameters = new NetworkParameters(vector.tensors(), execution.weights());
    }

    @Override
    public final FloatTensor forward(FloatTensor input, long... sampleSeeds) {
        requireOpen();
        requireFit(input, sampleSeeds);
        outputShape = null;
        FloatTensor output;
        try {
            output = execution.forward(input, sampleSeeds);
        } catch (OutOfMemoryError exhausted) {
            throw noMemory(input, exhausted);
        }
        outputShape = output.shape();
        evaluatedAt = execution.weights().version();
        return output;
    }

    private void requireFit(FloatTensor input, long[] sampleSeeds) {
        int channels = declaration.channels();
        if (input.rank() != 4 || input.dim(0) < 1 || input.dim(1) != channels) {
            throw new IllegalArgumentException("The " + name() + " takes [B, " + channels + ", H, W] with B at least 1,"
                    + " but was given " + input);
        }
        if (sampleSeeds.length != 0 && sampleSeeds.length != input.dim(0)) {
            throw new IllegalArgumentException("The " + name() + " was given " + sampleSeeds.length
                    + " dropout seeds for " + input.dim(0) + " rows; give one a row, or none to turn dropout off");
        }
    }

    private EngineException noMemory(FloatTensor input, OutOfMemoryError exhausted) {
        MemoryNeed need = need(
                declaration.parameters(), declaration.layer(), input.dim(0), input.dim(1), input.dim(2), input.dim(3));
        return new EngineException(
                "ADG-612",
                "No memory is left for the " + name() + " on " + input + ", which needs " + need
                        + "; use smaller batches or images, or raise -Xmx.",
                exhausted);
    }

    @Override
    public final FloatTensor inputGradient(FloatTensor outputGradient) {
        requireGradient(outputGradient);
        return execution.inputGradient(outputGradient);
    }

    @Override
    public final void accumulateGradients(FloatTensor outputGradient) {
        requireGradient(outputGradient);
        execution.accumulateGradients(outputGradient);
    }

    @Override
    public final void gradientsOfRows(FloatTensor outputGradient, RowUse use) {
        requireGradient(outputGradient);
        if (declaration.layer().couplesRows()) {
            throw new IllegalStateException("Batch norm makes the rows of the " + name()
                    + "'s batches depend on each other, so that none has a gradient of its own");
        }
        outputShape = null;
        execution.gradientsOfRows(outputGradient, use);
    }

    private void requireGradient(FloatTensor outputGradient) {
        requireOpen();
        if (outputShape == null || evaluatedAt != execution.weights().version()) {
            throw new IllegalStateException("The " + name()
                    + (outputShape == null ? " has not been evaluated" : " has changed")
                    + " since its last forward pass; call forward before asking for gradients");
        }
        if (!Arrays.equals(outputGradient.shape(), outputShape)) {
            throw new IllegalArgumentException("The " + name() + " returned float32" + Arrays.toString(outputShape)
                    + ", so its gradient cannot be " + outputGradient);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The " + name() + " has been closed");
        }
    }

    private String name() {
        return declaration.name();
    }

    @Override
    public final Parameters parameters() {
        return parameters;
    }

    /** What a network with this layer needs to train with Adam on one input shape. */
    protected static MemoryNeed need(
            Function<ParameterVector, Layer> layer, int batch, int channels, int height, int width) {
        ParameterVector vector = new ParameterVector();
        return need(vector, layer.apply(vector), batch, channels, height, width);
    }

    private static MemoryNeed need(
            ParameterVector vector, Layer layer, int batch, int channels, int height, int width) {
        try (var workspace = Workspace.measuring()) {
            layer.bind(workspace, Signal.allocate(workspace, batch, channels, height, width));
            Backend.Memory memory = Engine.backend()
                    .memory(vector.count(), vector.largest(), workspace.heapBytes(), workspace.nativeBytes());
            return new MemoryNeed(memory.heapBytes(), memory.nativeBytes());
        }
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            execution.close();
        }
    }
}
