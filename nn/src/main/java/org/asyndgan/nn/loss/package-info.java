/**
 * What networks descend: values and gradients of losses, computed exactly in double on small maps.
 *
 * <p>Every gradient is with respect to the logits that the loss was given, of the mean that the value
 * is.
 */
package org.asyndgan.nn.loss;
