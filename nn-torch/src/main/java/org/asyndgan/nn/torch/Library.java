package org.asyndgan.nn.torch;

import org.asyndgan.nn.kernel.EngineException;
import org.asyndgan.nn.kernel.Threads;
import org.asyndgan.nn.tensor.FloatTensor;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * libtorch as this process uses it: one device, one precision, the same bits from run to run.
 *
 * <p>Operations without a deterministic form on a GPU are not used; should one slip in, libtorch refuses
 * it. TensorFloat-32 is off. So is oneDNN on a CPU where {@link ConvolutionCheck} finds its gradients wrong.
 */
final class Library {

    private static final String CUDA = "cuda";

    /** The number of threads libtorch was told on this thread; OpenMP keeps it for every caller apart. */
    private static final ThreadLocal<Integer> TOLD = ThreadLocal.withInitial(() -> 0);

    private final Device device;
    private final ScalarType precision;
    private final boolean isOnGpu;
    private final String description;

    private Library(String device, ScalarType precision) {
        this.device = new Device(device);
        this.precision = precision;
        this.isOnGpu = device.equals(CUDA);
        String place = isOnGpu
                ? "CUDA, cuDNN " + Context.versionCuDNN()
                : "CPU " + torch.get_cpu_capability().getString()
                        + (torch.globalContext().userEnabledMkldnn() ? "" : " without oneDNN");
        this.description = "libtorch " + version() + " " + place + ", " + name(precision);
    }

    /**
     * Loads it.
     *
     * @throws EngineException ADG-639 if there is no such device, or the natives cannot be loaded
     */
    static Library load(String device, ScalarType precision) {
        setUnlessGiven("org.bytedeco.javacpp.maxBytes", "0");
        // Tensors are freed by their owner; JavaCPP's own limit would cut at the heap's size.
        setUnlessGiven("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            if (device.equals(CUDA)) {
                requireGpu();
            }
            Context context = torch.globalContext();
            context.setDeterministicAlgorithms(true, false);
            // Every element is written before it is read.
            context.setDeterministicFillUninitializedMemory(false);
            if (device.equals(CUDA)) {
                context.setDeterministicCuDNN(true);
                context.setBenchmarkCuDNN(false);
                context.setAllowTF32CuDNN(false);
                context.setAllowTF32CuBLAS(false);
            } else {
                ConvolutionCheck.settle(context);
            }
            return new Library(device, precision);
        } catch (LinkageError broken) {
            throw new EngineException(
                    "ADG-639",
                    "libtorch cannot be loaded: " + broken.getMessage() + ". It needs glibc 2.35 or later"
                            + (device.equals(CUDA) ? ", CUDA 13 and cuDNN 9" : "")
                            + "; see docs/gpu.md, or leave --engine out.",
                    broken);
        }
    }

    private static void requireGpu() {
        try {
            // Where the libraries lie apart from the jars, as docs/gpu.md says for bare machines.
            String library = System.getProperty("asyndgan.engine.libtorch-cuda");
            if (library != null) {
                System.load(library);
            } else {
                Loader.load(org.bytedeco.pytorch.presets.torch.class);
            }
        } catch (LinkageError absent) {
            throw noGpu(absent);
        }
        if (!torch.cuda_is_available()) {
            throw noGpu(null);
        }
    }

    private static EngineException noGpu(LinkageError cause) {
        return new EngineException(
                "ADG-639",
                "libtorch sees no CUDA device here" + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + "; leave --device cuda out to compute on the CPU, or see docs/gpu.md for what a GPU needs.",
                cause);
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String version() {
        String version = torch.class.getPackage().getImplementationVersion();
        return version == null ? "of an unknown version" : version;
    }

    private static String name(ScalarType precision) {
        return precision == ScalarType.Float ? "float32" : precision.name();
    }

    /** Such as {@code libtorch 2.10.0-1.5.13 CPU AVX2, float32}. */
    String describe() {
        return description;
    }

    boolean isOnGpu() {
        return isOnGpu;
    }

    /** To be called before work on any thread. */
    void enter() {
        int threads = Threads.count();
        if (TOLD.get() != threads) {
            torch.set_num_threads(threads);
            // OpenBLAS, which libtorch multiplies matrices with, has a number of its own, and bits that depend on it.
            openblas_nolapack.blas_set_num_threads(threads);
            TOLD.set(threads);
        }
    }

    /** A tensor of the device that nobody has written to. */
    Tensor empty(long... shape) {
        return torch.empty(shape, new TensorOptions(precision), null).to(device, precision);
    }

    /** Zeros of the device. */
    Tensor zeros(long... shape) {
        return torch.zeros(shape, new TensorOptions(precision)).to(device, precision);
    }

    /** Copies the first elements of an array to the device. */
    Tensor upload(float[] values, long... shape) {
        int size = 1;
        for (long length : shape) {
            size = Math.multiplyExact(size, Math.toIntExact(length));
        }
        Tensor host = torch.empty(shape);
        try (FloatPointer data = host.data_ptr_float()) {
            data.put(values, 0, size);
        }
        return host.to(device, precision);
    }

    Tensor upload(FloatTensor values) {
        int[] shape = values.shape();
        long[] sizes = new long[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            sizes[axis] = shape[axis];
        }
        return upload(values.toArray(), sizes);
    }

    /** Copies a tensor of the device to an array. */
    float[] download(Tensor values) {
        Tensor host = values.to(new Device("cpu"), ScalarType.Float).contiguous();
        float[] copy = new float[Math.toIntExact(host.numel())];
        try (FloatPointer data = host.data_ptr_float()) {
            data.get(copy, 0, copy.length);
        }
        return copy;
    }

    FloatTensor downloadShaped(Tensor values) {
        int[] shape = new int[Math.toIntExact(values.dim())];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = Math.toIntExact(values.size(axis));
        }
        return FloatTensor.adopt(download(values), shape);
    }
}
