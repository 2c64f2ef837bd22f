package org.asyndgan.bench.compute;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * ND4J's own graph engine, SameDiff, as a peer: the same networks, losses and steps on the same
 * native library.
 *
 * <p>SameDiff has no gradient for mirrored borders, so zeros take their place, which costs no more;
 * nor one for its dropout, which is a product with drawn zeros and twos instead.
 * Weights are [kH, kW, in, out] and maps [B, C, H, W], its fastest combination here.
 */
final class SameDiffProgram {

    private static final double RATE = 2e-4;
    private static final double GAN_MEMORY = 0.5;
    private static final double SUPERVISED_MEMORY = 0.9;
    private static final double DROPOUT = 0.5;
    private static final double SLOPE = 0.2;
    private static final int CLASSES = 2;

    private static final String INPUT = "input";
    private static final String TARGET = "target";

    private SameDiffProgram() {}

    public static void main(String[] arguments) throws IOException {
        int threads = Integer.parseInt(System.getenv().getOrDefault("OMP_NUM_THREADS", "1"));
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        Nd4j.getRandom().setSeed(1);
        Steps.serve("SameDiff of ND4J 1.0.0-M2.1, " + threads + " threads", SameDiffProgram::steps);
    }

    private static Steps steps(Workload w) {
        return switch (w.kind()) {
            case GENERATOR -> generator(w);
            case DISCRIMINATOR -> discriminator(w);
            case UNET -> unet(w);
            case GEMM -> throw new IllegalArgumentException("A matrix product is no graph");
        };
    }

    private static Steps generator(Workload w) {
        var net = new Net(w.channels());
        SDVariable h = net.unit(net.input, w.channels(), w.width(), 7, 1);
        int width = w.width();
        for (int i = 0; i < 2; i++, width *= 2) {
            h = net.unit(h, width, 2 * width, 3, 2);
        }
        for (int i = 0; i < w.depth(); i++) {
            SDVariable inner = net.unit(h, width, width, 3, 1);
            inner = inner.mul(net.dropout(w.batch(), width, w.size() / 4));
            h = h.add(net.norm(net.conv(inner, width, width, 3, 1), width));
        }
        for (int i = 0; i < 2; i++, width /= 2) {
            h = net.graph.nn().relu(net.doubling(h, width, width / 2), 0);
        }
        SDVariable images = net.graph.math().tanh(net.conv(h, width, w.channels(), 7, 1));
        net.trainOn(net.pulledBy(images, w.channels()), GAN_MEMORY);
        var data = new DataSet(draw(w.batch(), w.channels(), w.size()), draw(w.batch(), w.channels(), w.size()));
        return net.steps(() -> net.graph.fit(data));
    }

    private static Steps discriminator(Workload w) {
        var net = new Net(2 * w.channels());
        SDVariable h = net.graph.nn().leakyRelu(net.conv(net.input, 2 * w.channels(), w.width(), 4, 2), SLOPE);
        int width = w.width();
        for (int n = 1; n <= w.depth(); n++) {
            int wider = w.width() << Math.min(n, 3);
            h = net.conv(h, width, wider, 4, n < w.depth() ? 2 : 1);
            h = net.graph.nn().leakyRelu(net.norm(h, wider), SLOPE);
            width = wider;
        }
        SDVariable logits = net.conv(h, width, 1, 4, 1);
        SDVariable targets = net.graph.placeHolder(TARGET, DataType.FLOAT, -1, 1, -1, -1);
        SDVariable loss = net.graph.loss().sigmoidCrossEntropy(targets, logits, null);
        net.trainOn(loss, GAN_MEMORY);
        int side = w.size() / 8 - 2;
        INDArray fake = draw(w.batch(), 2 * w.channels(), w.size());
        INDArray pairs = Nd4j.concat(0, draw(w.batch(), 2 * w.channels(), w.size()), fake);
        INDArray ones = Nd4j.ones(DataType.FLOAT, w.batch(), 1, side, side);
        var data = new DataSet(pairs, Nd4j.concat(0, ones, Nd4j.zeros(DataType.FLOAT, w.batch(), 1, side, side)));
        Map<String, INDArray> judged = Map.of(INPUT, fake, TARGET, ones);
        return net.steps(() -> {
            net.graph.fit(data);
            net.graph.calculateGradients(judged, List.of(INPUT));
        });
    }

    private static Steps unet(Workload w) {
        var net = new Net(w.channels());
        SDVariable maps = level(net, net.input, w.channels(), w.width(), w.depth());
        SDVariable logits = net.conv(maps, w.width(), CLASSES, 1, 1);
        net.trainOn(net.pulledBy(logits, CLASSES), SUPERVISED_MEMORY);
        var data = new DataSet(draw(w.batch(), w.channels(), w.size()), draw(w.batch(), CLASSES, w.size()));
        return net.steps(() -> net.graph.fit(data));
    }

    private static SDVariable level(Net net, SDVariable x, int inputs, int width, int deeper) {
        SDVariable own = twice(net, x, inputs, width);
        if (deeper == 0) {
            return own;
        }
        var halving =
                Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(false).build();
        SDVariable below = level(net, net.graph.cnn().maxPooling2d(own, halving), width, 2 * width, deeper - 1);
        SDVariable up = net.conv(net.graph.cnn().upsampling2d(below, 2, 2, true), 2 * width, width, 3, 1);
        return twice(net, net.graph.concat(1, own, up), 2 * width, width);
    }

    private static SDVariable twice(Net net, SDVariable x, int inputs, int width) {
        SDVariable h = net.unit(x, inputs, width, 3, 1);
        return net.unit(h, width, width, 3, 1);
    }

    private static INDArray draw(int batch, int channels, int size) {
        return Nd4j.math().tanh(Nd4j.randn(DataType.FLOAT, batch, channels, size, size));
    }

    /** A graph that grows layer by layer. */
    private static final class Net {

        private static final double SPREAD = 0.02;
        private static final double EPSILON = 1e-5;

        final SameDiff graph = SameDiff.create();
        final SDVariable input;
        private int named;

        Net(int channels) {
            input = graph.placeHolder(INPUT, DataType.FLOAT, -1, channels, -1, -1);
        }

        private SDVariable variable(INDArray start) {
            return graph.var("p" + named++, start);
        }

        private SDVariable weight(long... shape) {
            return variable(Nd4j.randn(DataType.FLOAT, shape).muli(SPREAD));
        }

        SDVariable conv(SDVariable x, int inputs, int outputs, int kernel, int stride) {
            int margin = (kernel - 1) / 2;
            var config = Conv2DConfig.builder()
                    .kH(kernel)
                    .kW(kernel)
                    .sH(stride)
                    .sW(stride)
                    .pH(margin)
                    .pW(margin)
                    .dataFormat(Conv2DConfig.NCHW)
                    .build();
            SDVariable bias = variable(Nd4j.zeros(DataType.FLOAT, outputs));
            return graph.cnn().conv2d(x, weight(kernel, kernel, inputs, outputs), bias, config);
        }

        /** Zeros and twos at random; SameDiff's own inverted dropout has no gradient. */
        SDVariable dropout(int batch, int channels, int side) {
            return graph.random()
                    .bernoulli(1 - DROPOUT, DataType.FLOAT, batch, channels, side, side)
                    .mul(1 / (1 - DROPOUT));
        }

        SDVariable doubling(SDVariable x, int inputs, int outputs) {
            var config = DeConv2DConfig.builder()
                    .kH(3)
                    .kW(3)
                    .sH(2)
                    .sW(2)
                    .isSameMode(true)
                    .dataFormat(DeConv2DConfig.NCHW)
                    .build();
            SDVariable bias = variable(Nd4j.zeros(DataType.FLOAT, outputs));
            return norm(graph.cnn().deconv2d(x, weight(3, 3, outputs, inputs), bias, config), outputs);
        }

        SDVariable norm(SDVariable x, int channels) {
            SDVariable centred = x.sub(x.mean(true, 2, 3));
            SDVariable variance = graph.math().square(centred).mean(true, 2, 3);
            SDVariable scale = variable(Nd4j.ones(DataType.FLOAT, 1, channels, 1, 1));
            SDVariable shift = variable(Nd4j.zeros(DataType.FLOAT, 1, channels, 1, 1));
            return centred.mul(graph.math().rsqrt(variance.add(EPSILON)))
                    .mul(scale)
                    .add(shift);
        }

        /** Convolution, norm and ReLU. */
        SDVariable unit(SDVariable x, int inputs, int outputs, int kernel, int stride) {
            return graph.nn().relu(norm(conv(x, inputs, outputs, kernel, stride), outputs), 0);
        }

        /** A loss whose gradient with respect to the output is what is fed as the target. */
        SDVariable pulledBy(SDVariable output, int channels) {
            SDVariable gradient = graph.placeHolder(TARGET, DataType.FLOAT, -1, channels, -1, -1);
            return output.mul(gradient).sum();
        }

        void trainOn(SDVariable loss, double memory) {
            graph.setLossVariables(loss);
            graph.setTrainingConfig(TrainingConfig.builder()
                    .updater(new Adam(RATE, memory, 0.999, 1e-8))
                    .dataSetFeatureMapping(INPUT)
                    .dataSetLabelMapping(TARGET)
                    .build());
        }

        Steps steps(Runnable step) {
            return new Steps() {
                @Override
                public void step() {
                    step.run();
                }

                @Override
                public void close() {
                    // The graph's arrays go with the process.
                }
            };
        }
    }
}
