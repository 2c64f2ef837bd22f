package org.asyndgan.nn.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyndgan.nn.kernel.EngineException;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.Workspace;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Signal;
import org.asyndgan.nn.layer.Stage;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A layer made a network: binds it to each input shape once, copies at the border, and keeps the
 * order of calls honest.
 */
class LayeredNetwork implements Network {

    /** Shapes whose buffers are kept; a run alternates between a few batch sizes. */
    private static final int SHAPES_KEPT = 4;

    private final String name;
    private final int channels;
    private final Layer layer;
    private final ParameterVector vector;
    private final NetworkParameters parameters;
    private final Map<String, Bound> bound = new LinkedHashMap<>(SHAPES_KEPT, 0.75f, true);
    private Bound last;
    private long evaluatedAt;
    private boolean closed;

    /** @param name completes "the …" in messages */
    LayeredNetwork(String name, int channels, ParameterVector vector, Layer layer, long seed) {
        this.name = name;
        this.channels = channels;
        this.layer = layer;
        this.vector = vector;
        vector.initialize(seed);
        this.parameters = new NetworkParameters(vector);
    }

    @Override
    public final FloatTensor forward(FloatTensor input, long... sampleSeeds) {
        requireOpen();
        requireFit(input, sampleSeeds);
        last = null;
        vector.publish();
        Bound current = bound(input);
        FeatureMaps x = current.input().value();
        input.copyTo(0, x.values(), 0, x.size());
        current.stage().forward(sampleSeeds);
        last = current;
        evaluatedAt = vector.version();
        return copyOf(current.stage().output().value());
    }

    private void requireFit(FloatTensor input, long[] sampleSeeds) {
        if (input.rank() != 4 || input.dim(0) < 1 || input.dim(1) != channels) {
            throw new IllegalArgumentException("The " + name + " takes [B, " + channels + ", H, W] with B at least 1,"
                    + " but was given " + input);
        }
        if (sampleSeeds.length != 0 && sampleSeeds.length != input.dim(0)) {
            throw new IllegalArgumentException("The " + name + " was given " + sampleSeeds.length
                    + " dropout seeds for " + input.dim(0) + " rows; give one a row, or none to turn dropout off");
        }
    }

    private Bound bound(FloatTensor input) {
        String shape = Arrays.toString(input.shape());
        Bound present = bound.get(shape);
        if (present != null) {
            return present;
        }
        if (bound.size() == SHAPES_KEPT) {
            String eldest = bound.keySet().iterator().next();
            bound.remove(eldest).workspace().close();
        }
        Bound created = bind(input);
        bound.put(shape, created);
        return created;
    }

    private Bound bind(FloatTensor input) {
        var workspace = new Workspace();
        try {
            var signal = Signal.allocate(workspace, input.dim(0), input.dim(1), input.dim(2), input.dim(3));
            return new Bound(workspace, signal, layer.bind(workspace, signal));
        } catch (OutOfMemoryError exhausted) {
            workspace.close();
            MemoryNeed need = need(vector, layer, input.dim(0), input.dim(1), input.dim(2), input.dim(3));
            throw new EngineException(
                    "ADG-612",
                    "No memory is left for the " + name + " on " + input + ", which needs " + need
                            + "; use smaller batches or images, or raise -Xmx.",
                    exhausted);
        } catch (RuntimeException | Error failed) {
            workspace.close();
            throw failed;
        }
    }

    @Override
    public final FloatTensor inputGradient(FloatTensor outputGradient) {
        backward(outputGradient, Wanted.INPUT);
        return copyOf(last.input().gradient());
    }

    @Override
    public final void accumulateGradients(FloatTensor outputGradient) {
        backward(outputGradient, Wanted.PARAMETERS);
    }

    private void backward(FloatTensor outputGradient, Wanted wanted) {
        requireOpen();
        if (last == null || evaluatedAt != vector.version()) {
            throw new IllegalStateException("The " + name + (last == null ? " has not been evaluated" : " has changed")
                    + " since its last forward pass; call forward before asking for gradients");
        }
        FeatureMaps dy = last.stage().output().gradient();
        if (!Arrays.equals(outputGradient.shape(), dy.shape())) {
            throw new IllegalArgumentException("The " + name + " returned float32" + Arrays.toString(dy.shape())
                    + ", so its gradient cannot be " + outputGradient);
        }
        outputGradient.copyTo(0, dy.values(), 0, dy.size());
        last.stage().backward(wanted);
    }

    private static FloatTensor copyOf(FeatureMaps maps) {
        return FloatTensor.of(maps.values(), maps.shape());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The " + name + " has been closed");
        }
    }

    @Override
    public final Parameters parameters() {
        return parameters;
    }

    /** What a network with this layer needs to train with Adam on one input shape. */
    static MemoryNeed need(ParameterVector vector, Layer layer, int batch, int channels, int height, int width) {
        try (var workspace = Workspace.measuring()) {
            layer.bind(workspace, Signal.allocate(workspace, batch, channels, height, width));
            return MemoryNeed.of(vector.count(), vector.largest(), workspace.heapBytes(), workspace.nativeBytes());
        }
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            bound.values().forEach(b -> b.workspace().close());
            vector.close();
        }
    }

    /** The layer at one input shape. */
    private record Bound(Workspace workspace, Signal input, Stage stage) {}
}
