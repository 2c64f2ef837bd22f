package org.asyndgan.nn.torch;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.asyndgan.nn.backend.Declaration;
import org.asyndgan.nn.backend.Execution;
import org.asyndgan.nn.backend.RowUse;
import org.asyndgan.nn.backend.Weights;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.asyndgan.nn.tensor.FloatTensor;
import org.bytedeco.javacpp.PointerScope;

/** One network on the device; images and gradients of images cross the border, nothing else. */
final class TorchExecution implements Execution {

    private final Library library;
    private final Declaration network;
    private final TorchWeights weights;
    private final Retained activations = new Retained();
    private final Pass pass;
    private final Set<String> fitting = new HashSet<>();
    private FloatTensor evaluated;
    private long[] evaluatedWith = {};

    TorchExecution(Library library, Declaration network, long seed) {
        this.library = library;
        this.network = network;
        this.weights = new TorchWeights(
                library, network.parameters().tensors(), network.parameters().draw(seed));
        this.pass = new Passes(library, weights, activations).of(network.layer());
    }

    @Override
    public FloatTensor forward(FloatTensor input, long[] sampleSeeds) {
        if (fitting.add(Arrays.toString(input.shape()))) {
            requireFit(input);
        }
        evaluated = input;
        evaluatedWith = sampleSeeds;
        return scoped(() -> {
            activations.release();
            return library.downloadShaped(pass.forward(library.upload(input), sampleSeeds));
        });
    }

    /** A shape that a layer cannot take is refused in that layer's words, not libtorch's. */
    private void requireFit(FloatTensor input) {
        try {
            network.outputShape(input.dim(0), input.dim(2), input.dim(3));
        } catch (IllegalArgumentException misfit) {
            fitting.remove(Arrays.toString(input.shape()));
            throw misfit;
        }
    }

    @Override
    public FloatTensor inputGradient(FloatTensor outputGradient) {
        return scoped(() -> library.downloadShaped(pass.backward(library.upload(outputGradient), Wanted.INPUT)));
    }

    @Override
    public void accumulateGradients(FloatTensor outputGradient) {
        scoped(() -> pass.backward(library.upload(outputGradient), Wanted.PARAMETERS));
    }

    @Override
    public void gradientsOfRows(FloatTensor outputGradient, RowUse use) {
        FloatTensor input = evaluated;
        long[] seeds = evaluatedWith;
        for (int row = 0; row < input.dim(0); row++) {
            forward(input.rows(row, row + 1), seeds.length == 0 ? seeds : Arrays.copyOfRange(seeds, row, row + 1));
            weights.zeroGradients();
            accumulateGradients(outputGradient.rows(row, row + 1));
            use.accept(row, weights.gradients());
        }
    }

    /** Frees what was made on the way, and knows when libtorch has no memory. */
    @SuppressWarnings("try") // the scope frees what is made in it
    private <T> T scoped(Supplier<T> work) {
        library.enter();
        try (var scope = new PointerScope()) {
            return work.get();
        } catch (RuntimeException failed) {
            String message = String.valueOf(failed.getMessage());
            if (message.contains("can't allocate memory") || message.contains("out of memory")) {
                var exhausted = new OutOfMemoryError(message.lines().findFirst().orElse(""));
                exhausted.initCause(failed);
                throw exhausted;
            }
            throw failed;
        }
    }

    @Override
    public Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        activations.release();
        weights.close();
    }
}
