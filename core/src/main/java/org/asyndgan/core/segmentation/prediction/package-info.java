/** From an image to its labels: inputs of the network, tiles, averages over flips, size of the network. */
package org.asyndgan.core.segmentation.prediction;
