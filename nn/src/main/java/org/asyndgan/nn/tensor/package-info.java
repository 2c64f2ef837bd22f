/**
 * The value that crosses every boundary of the neural engine: an array of floats and its shape.
 *
 * <p>It lives on the Java heap, so nothing outside {@code nn} ever holds native memory.
 */
package org.asyndgan.nn.tensor;
