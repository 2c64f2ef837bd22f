/**
 * Networks on libtorch, on CPUs and NVIDIA's GPUs: forward and backward by explicit operations, without
 * autograd.
 *
 * <p>The only package that knows libtorch. Weights, gradient, moments and activations stay on the
 * device; the same code runs on either kind. Tensors that a call makes are freed with its scope, those
 * that a later call needs are {@link org.asyndgan.nn.torch.Retained}.
 */
package org.asyndgan.nn.torch;
