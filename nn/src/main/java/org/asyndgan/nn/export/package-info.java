/**
 * Weights out of the engine and into it, as {@code .safetensors} files with the tensor names and
 * layouts of the reference's PyTorch modules.
 */
package org.asyndgan.nn.export;
