package org.asyndgan.bench.libtorch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch with autograd as a peer: the same networks, losses and steps as AsynDGAN's engine takes.
 *
 * <p>Speaks the coordinator's protocol on standard input and output.
 */
public final class LibtorchProgram {

    private LibtorchProgram() {}

    public static void main(String[] arguments) throws IOException {
        torch.set_num_threads(Integer.parseInt(System.getenv().getOrDefault("OMP_NUM_THREADS", "1")));
        torch.manual_seed(1);
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("bench hello libtorch 2.10.0, autograd");
        Runnable step = null;
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            if (line.startsWith("prepare ")) {
                step = steps(line.substring("prepare ".length()).trim().split(" +", -1));
                System.out.println("bench ready");
            } else if (line.startsWith("run ") && step != null) {
                System.out.println("bench nanos" + time(step, Integer.parseInt(line.substring("run ".length()))));
            }
        }
        System.out.flush();
        // The native tear-down crashes now and then; nothing is left to do.
        Runtime.getRuntime().halt(0);
    }

    /** Natives that a step made are freed with it. */
    @SuppressWarnings("try")
    private static String time(Runnable step, int count) {
        var nanos = new StringBuilder();
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            try (var scope = new PointerScope()) {
                step.run();
            }
            nanos.append(' ').append(System.nanoTime() - began);
        }
        return nanos.toString();
    }

    private static Runnable steps(String[] words) {
        int size = Integer.parseInt(words[1]);
        int channels = Integer.parseInt(words[2]);
        int width = Integer.parseInt(words[3]);
        int depth = Integer.parseInt(words[4]);
        int batch = Integer.parseInt(words[5]);
        return switch (words[0]) {
            case "generator" -> generator(size, channels, width, depth, batch);
            case "discriminator" -> discriminator(size, channels, width, depth, batch);
            case "unet" -> unet(size, channels, width, depth, batch);
            default -> throw new IllegalArgumentException("There is no network called " + words[0]);
        };
    }

    private static Runnable generator(int size, int channels, int width, int blocks, int batch) {
        var net = new Net();
        net.conv(channels, width, 7);
        net.norm(width);
        net.conv(width, 2 * width, 3);
        net.norm(2 * width);
        net.conv(2 * width, 4 * width, 3);
        net.norm(4 * width);
        for (int i = 0; i < 2 * blocks; i++) {
            net.conv(4 * width, 4 * width, 3);
            net.norm(4 * width);
        }
        // the weight of a transposed convolution is [in, out, k, k]
        net.transposed(4 * width, 2 * width);
        net.norm(2 * width);
        net.transposed(2 * width, width);
        net.norm(width);
        net.conv(width, channels, 7);
        Adam adam = net.adam(0.5);
        Tensor x = torch.randn(batch, channels, size, size).tanh();
        Tensor gradient = torch.randn(batch, channels, size, size);
        return () -> {
            adam.zero_grad();
            net.rewind();
            Tensor h = torch.relu_(net.norm(net.conv(torch.reflection_pad2d(x, 3, 3, 3, 3), 1, 0)));
            h = torch.relu_(net.norm(net.conv(h, 2, 1)));
            h = torch.relu_(net.norm(net.conv(h, 2, 1)));
            for (int i = 0; i < blocks; i++) {
                Tensor f = torch.relu_(net.norm(net.conv(torch.reflection_pad2d(h, 1, 1, 1, 1), 1, 0)));
                f = torch.dropout(f, 0.5, true);
                f = net.norm(net.conv(torch.reflection_pad2d(f, 1, 1, 1, 1), 1, 0));
                h = h.add(f);
            }
            h = torch.relu_(net.norm(net.transposed(h)));
            h = torch.relu_(net.norm(net.transposed(h)));
            backward(torch.tanh(net.conv(torch.reflection_pad2d(h, 3, 3, 3, 3), 1, 0)), gradient);
            adam.step();
        };
    }

    private static Runnable discriminator(int size, int channels, int width, int layers, int batch) {
        var net = new Net();
        net.conv(2 * channels, width, 4);
        int from = width;
        for (int n = 1; n <= layers; n++) {
            int to = width << Math.min(n, 3);
            net.conv(from, to, 4);
            net.norm(to);
            from = to;
        }
        net.conv(from, 1, 4);
        Adam adam = net.adam(0.5);
        Tensor real = torch.randn(batch, 2L * channels, size, size).tanh();
        Tensor masks = torch.randn(batch, channels, size, size).tanh();
        Tensor images = torch.randn(batch, channels, size, size).tanh();
        return () -> {
            adam.zero_grad();
            Tensor fake = torch.cat(new TensorVector(masks, images), 1);
            Tensor logits = judge(net, torch.cat(new TensorVector(real, fake), 0), layers);
            Tensor ofReal = logits.narrow(0, 0, batch);
            Tensor ofFake = logits.narrow(0, batch, batch);
            torch.binary_cross_entropy_with_logits(ofReal, torch.ones_like(ofReal))
                    .add(torch.binary_cross_entropy_with_logits(ofFake, torch.zeros_like(ofFake)))
                    .multiply(new Scalar(0.5f))
                    .backward();
            adam.step();
            net.requireGradients(false);
            Tensor own = images.detach().requires_grad_(true);
            Tensor judged = judge(net, torch.cat(new TensorVector(masks, own), 1), layers);
            torch.binary_cross_entropy_with_logits(judged, torch.ones_like(judged))
                    .backward();
            own.grad();
            net.requireGradients(true);
        };
    }

    private static Tensor judge(Net net, Tensor pairs, int layers) {
        net.rewind();
        var slope = new Scalar(0.2f);
        Tensor h = torch.leaky_relu_(net.conv(pairs, 2, 1), slope);
        for (int n = 1; n <= layers; n++) {
            h = torch.leaky_relu_(net.norm(net.conv(h, n < layers ? 2 : 1, 1)), slope);
        }
        return net.conv(h, 1, 1);
    }

    private static Runnable unet(int size, int channels, int width, int depth, int batch) {
        var net = new Net();
        declareLevel(net, channels, width, depth, 0);
        net.conv(width, 2, 1);
        Adam adam = net.adam(0.9);
        Tensor x = torch.randn(batch, channels, size, size).tanh();
        Tensor gradient = torch.randn(batch, 2, size, size);
        return () -> {
            adam.zero_grad();
            net.rewind();
            backward(net.conv(level(net, x, depth, 0), 1, 0), gradient);
            adam.step();
        };
    }

    private static void declareLevel(Net net, int inputs, int width, int depth, int level) {
        declareTwice(net, inputs, width);
        if (level < depth) {
            declareLevel(net, width, 2 * width, depth, level + 1);
            net.conv(2 * width, width, 3);
            declareTwice(net, 2 * width, width);
        }
    }

    private static void declareTwice(Net net, int inputs, int outputs) {
        net.conv(inputs, outputs, 3);
        net.norm(outputs);
        net.conv(outputs, outputs, 3);
        net.norm(outputs);
    }

    private static Tensor level(Net net, Tensor x, int depth, int level) {
        Tensor own = twice(net, x);
        if (level == depth) {
            return own;
        }
        Tensor below = level(net, torch.max_pool2d(own, 2, 2), depth, level + 1);
        Tensor up = net.conv(torch.upsample_nearest2d(below, own.size(2), own.size(3)), 1, 1);
        return twice(net, torch.cat(new TensorVector(own, up), 1));
    }

    private static Tensor twice(Net net, Tensor x) {
        Tensor h = torch.relu_(net.norm(net.conv(x, 1, 1)));
        return torch.relu_(net.norm(net.conv(h, 1, 1)));
    }

    private static void backward(Tensor y, Tensor gradient) {
        y.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
    }

    /** Parameters in the order in which a pass takes them. */
    private static final class Net {

        private final List<Tensor> parameters = new ArrayList<>();
        private int next;

        void conv(int inputs, int outputs, int kernel) {
            add(torch.randn(outputs, inputs, kernel, kernel).multiply_(new Scalar(0.02f)));
            add(torch.zeros(outputs));
        }

        void transposed(int inputs, int outputs) {
            add(torch.randn(inputs, outputs, 3, 3).multiply_(new Scalar(0.02f)));
            add(torch.zeros(outputs));
        }

        void norm(int channels) {
            add(torch.zeros(channels).add_(new Scalar(1)));
            add(torch.zeros(channels));
        }

        private void add(Tensor parameter) {
            parameters.add(parameter.requires_grad_(true));
        }

        Adam adam(double beta1) {
            var options = new AdamOptions(2e-4);
            options.betas().put(0, beta1).put(1, 0.999);
            return new Adam(new TensorVector(parameters.toArray(Tensor[]::new)), options);
        }

        void requireGradients(boolean wanted) {
            parameters.forEach(parameter -> parameter.requires_grad_(wanted));
        }

        void rewind() {
            next = 0;
        }

        private Tensor take() {
            return parameters.get(next++);
        }

        Tensor conv(Tensor x, long stride, long padding) {
            Tensor weight = take();
            return torch.conv2d(
                    x,
                    weight,
                    new TensorOptional(take()),
                    new long[] {stride, stride},
                    new long[] {padding, padding},
                    new long[] {1, 1},
                    1);
        }

        Tensor transposed(Tensor x) {
            Tensor weight = take();
            long[] two = {2, 2};
            long[] one = {1, 1};
            return torch.conv_transpose2d(x, weight, new TensorOptional(take()), two, one, one, 1, 1, 1);
        }

        Tensor norm(Tensor x) {
            Tensor weight = take();
            return torch.instance_norm(
                    x,
                    new TensorOptional(weight),
                    new TensorOptional(take()),
                    new TensorOptional(),
                    new TensorOptional(),
                    true,
                    0.1,
                    1e-5,
                    false);
        }
    }
}
