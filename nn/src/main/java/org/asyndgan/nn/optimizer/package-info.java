/** Turns gradients into better parameters. */
package org.asyndgan.nn.optimizer;
