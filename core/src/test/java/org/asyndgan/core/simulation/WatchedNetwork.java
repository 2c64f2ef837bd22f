package org.asyndgan.core.simulation;

import java.util.function.Consumer;
import org.asyndgan.nn.backend.RowUse;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.tensor.FloatTensor;

/** A network that tells the input of every forward pass. */
public record WatchedNetwork(Network network, Consumer<FloatTensor> inputs) implements Network {

    @Override
    public FloatTensor forward(FloatTensor input, long... sampleSeeds) {
        inputs.accept(input);
        return network.forward(input, sampleSeeds);
    }

    @Override
    public FloatTensor inputGradient(FloatTensor outputGradient) {
        return network.inputGradient(outputGradient);
    }

    @Override
    public void accumulateGradients(FloatTensor outputGradient) {
        network.accumulateGradients(outputGradient);
    }

    @Override
    public void gradientsOfRows(FloatTensor outputGradient, RowUse use) {
        network.gradientsOfRows(outputGradient, use);
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public void close() {
        network.close();
    }
}
