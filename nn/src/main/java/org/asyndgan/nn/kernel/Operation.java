package org.asyndgan.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;

/**
 * One native operation with its operands and arguments bound once, so that running it costs a single
 * native call.
 */
final class Operation implements AutoCloseable {

    private final String name;
    private final long hash;
    private final OpContext context;

    Operation(String name, INDArray[] inputs, INDArray[] outputs, long... arguments) {
        NativeLibrary.ops();
        this.name = name;
        this.hash = DynamicCustomOp.builder(name).build().opHash();
        this.context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(inputs);
        context.setOutputArrays(outputs);
        context.setIArguments(arguments);
    }

    void run() {
        NativeOps ops = NativeLibrary.ops();
        int status = ops.execCustomOp2(null, hash, context.contextPointer());
        if (status != 0 || ops.lastErrorCode() != 0) {
            throw new IllegalStateException(
                    "The native operation " + name + " failed with status " + status + ": " + ops.lastErrorMessage());
        }
    }

    @Override
    public void close() {
        try {
            context.close();
        } catch (Exception broken) {
            throw new IllegalStateException("The native operation " + name + " could not be released", broken);
        }
    }
}
