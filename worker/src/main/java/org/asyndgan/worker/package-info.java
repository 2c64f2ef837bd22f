/**
 * What the three workers have in common: settings, the run loop, health, metrics, the process.
 *
 * <p>{@link org.asyndgan.worker.Worker} runs one of them from its settings to its exit code. A worker
 * itself is an {@link org.asyndgan.worker.WorkerSpec}, checked before anything connects, and the {@link
 * org.asyndgan.worker.Agent} that the spec opens on the worker's own thread.
 */
package org.asyndgan.worker;
