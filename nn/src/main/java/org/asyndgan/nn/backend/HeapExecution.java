package org.asyndgan.nn.backend;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.Workspace;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Signal;
import org.asyndgan.nn.layer.Stage;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.asyndgan.nn.tensor.FloatTensor;

/** Binds the layers to each input shape once and copies at the border. */
final class HeapExecution implements Execution {

    /** Shapes whose buffers are kept; a run alternates between a few batch sizes. */
    private static final int SHAPES_KEPT = 4;

    private final Layer layer;
    private final ParameterVector vector;
    private final HeapWeights weights;
    private final Map<String, Bound> bound = new LinkedHashMap<>(SHAPES_KEPT, 0.75f, true);
    private Bound last;

    HeapExecution(Declaration network, long seed) {
        this.layer = network.layer();
        this.vector = network.parameters();
        vector.initialize(seed);
        this.weights = new HeapWeights(vector);
    }

    @Override
    public FloatTensor forward(FloatTensor input, long[] sampleSeeds) {
        vector.publish();
        Bound current = bound(input);
        FeatureMaps x = current.input().value();
        input.copyTo(0, x.values(), 0, x.size());
        current.stage().forward(sampleSeeds);
        last = current;
        return copyOf(current.stage().output().value());
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
        } catch (RuntimeException | Error failed) {
            workspace.close();
            throw failed;
        }
    }

    @Override
    public FloatTensor inputGradient(FloatTensor outputGradient) {
        backward(outputGradient, Wanted.INPUT);
        return copyOf(last.input().gradient());
    }

    @Override
    public void accumulateGradients(FloatTensor outputGradient) {
        backward(outputGradient, Wanted.PARAMETERS);
    }

    @Override
    public void gradientsOfRows(FloatTensor outputGradient, RowUse use) {
        backward(outputGradient, Wanted.ROWS);
        for (int row = 0; row < outputGradient.dim(0); row++) {
            vector.zeroGradients();
            last.stage().addRowGradients(row);
            use.accept(row, vector.gradients());
        }
    }

    private void backward(FloatTensor outputGradient, Wanted wanted) {
        FeatureMaps dy = last.stage().output().gradient();
        outputGradient.copyTo(0, dy.values(), 0, dy.size());
        last.stage().backward(wanted);
    }

    private static FloatTensor copyOf(FeatureMaps maps) {
        return FloatTensor.of(maps.values(), maps.shape());
    }

    @Override
    public Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        bound.values().forEach(b -> b.workspace().close());
        vector.close();
    }

    /** The layer at one input shape. */
    private record Bound(Workspace workspace, Signal input, Stage stage) {}
}
