/**
 * Random numbers as functions of a seed and a counter.
 *
 * <p>Nothing in a run is drawn from the clock or from a generator whose state is not part of the
 * run's state, so that every step can be repeated.
 */
package org.asyndgan.nn.random;
