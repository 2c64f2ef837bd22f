/** The networks of the product by their settings: generator, discriminators, U-Net, perceptron. */
package org.asyndgan.nn.architecture;
