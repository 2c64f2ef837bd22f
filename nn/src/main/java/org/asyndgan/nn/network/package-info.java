/** Whole networks as the algorithm sees them: what goes in, what comes out, and the gradients that flow back. */
package org.asyndgan.nn.network;
