/** Passes of the generator's network: which masks a batch is drawn from, its images, and the way back through them. */
package org.asyndgan.core.drawing;
