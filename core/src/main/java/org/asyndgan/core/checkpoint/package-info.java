/**
 * Snapshots: the state of a worker in one file, from which it starts again.
 *
 * <p>A file is whole or it does not count: written beside the others, forced to disk, renamed, and all of it checked
 * before any of it is read. The last few are kept, so that a damaged one costs replay, not the run. It says whose
 * training it is, and another one's is refused.
 */
package org.asyndgan.core.checkpoint;
