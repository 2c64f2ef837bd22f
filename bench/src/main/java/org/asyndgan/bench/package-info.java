/**
 * Measurements that a command repeats: {@code asyndgan bench COMMAND}.
 *
 * <p>Never shipped: the product's class path knows nothing of this module or of the peers it measures against.
 */
package org.asyndgan.bench;
