/** Losses on the small maps that networks end in: value and gradient, in plain Java. */
package org.asyndgan.nn.loss;
