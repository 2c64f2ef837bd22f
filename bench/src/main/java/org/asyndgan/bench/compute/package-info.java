/**
 * The neural engine's training steps, timed beside those of libtorch and PyTorch.
 *
 * <p>Every peer is a process of its own that waits for its turn, so that no two share a thread pool and all
 * are timed within the same minutes of the same machine.
 */
package org.asyndgan.bench.compute;
