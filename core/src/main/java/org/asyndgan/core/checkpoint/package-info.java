/**
 * Snapshots: the state of a worker in one file, from which it starts again.
 *
 * <p>A file is whole or it does not count: written beside the others, forced to disk, renamed, and
 * checked by a checksum when read. The last few are kept, so that a damaged one costs replay, not the
 * run.
 */
package org.asyndgan.core.checkpoint;
