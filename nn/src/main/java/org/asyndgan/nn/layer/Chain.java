package org.asyndgan.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.nn.kernel.Workspace;

/** Layers one after the other: y = fₙ(… f₂(f₁(x))). */
public record Chain(List<Layer> layers) implements Layer {

    public Chain {
        layers = List.copyOf(layers);
    }

    public static Chain of(Layer... layers) {
        return new Chain(List.of(layers));
    }

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        var stages = new ArrayList<Stage>();
        Signal signal = input;
        for (Layer layer : layers) {
            Stage stage = layer.bind(workspace, signal);
            stages.add(stage);
            signal = stage.output();
        }
        return new Bound(List.copyOf(stages));
    }

    @Override
    public boolean couplesRows() {
        return layers.stream().anyMatch(Layer::couplesRows);
    }

    private record Bound(List<Stage> stages) implements Stage {

        @Override
        public Signal output() {
            return stages.get(stages.size() - 1).output();
        }

        @Override
        public void forward(long[] sampleSeeds) {
            for (Stage stage : stages) {
                stage.forward(sampleSeeds);
            }
        }

        @Override
        public void backward(Wanted wanted) {
            for (int i = stages.size() - 1; i > 0; i--) {
                stages.get(i).backward(wanted.further());
            }
            stages.get(0).backward(wanted);
        }

        @Override
        public void addRowGradients(int row) {
            stages.forEach(stage -> stage.addRowGradients(row));
        }
    }
}
