/**
 * A run's numbers and probe images as files for other tools.
 *
 * <p>Each file is written anew from the start of the run's topics whenever the live page starts, so that it holds every
 * record once.
 */
package org.asyndgan.live.export;
