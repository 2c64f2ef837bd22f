package org.asyndgan.nn.torch;

import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.pytorch.Tensor;

/**
 * A layer in libtorch. Neither method writes to the tensor it is given.
 *
 * <p>What {@link #backward} needs of the forward pass is retained by the network until its next one.
 */
interface Pass {

    /**
     * Evaluates the layer.
     *
     * @param sampleSeeds one a row, or none at all to turn dropout off
     */
    Tensor forward(Tensor x, long[] sampleSeeds);

    /**
     * Adds the gradients of parameters, if they are wanted, to the network's.
     *
     * @return ∂L/∂x; undefined where only those of parameters are wanted
     */
    Tensor backward(Tensor dy, Wanted wanted);
}
