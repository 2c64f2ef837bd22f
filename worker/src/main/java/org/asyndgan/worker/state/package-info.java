/**
 * What a worker finds on its machine before it starts: its state folder, initial weights, memory enough.
 *
 * <p>Whatever does not suit ends the worker with a {@link org.asyndgan.worker.WorkerException}.
 */
package org.asyndgan.worker.state;
