/**
 * Whether a run is getting anywhere, told from a few recorded numbers: pure functions of what was seen, for eyes alone.
 *
 * <p>Nothing here takes part in training. Each verdict says what it rests on.
 */
package org.asyndgan.core.convergence;
