package org.asyndgan.core.drawing;

import java.util.OptionalDouble;

/**
 * What one site added to a step.
 *
 * @param norm of its parameter gradient for one unit of weight, before the cap
 * @param factor that the cap multiplied it by, in (0, 1]
 * @param agreement cosine between it and what the other sites added newest, taken together, in [-1, 1]; nothing as long as
 *     no other site has added anything since this process began
 */
public record Contribution(double norm, double factor, OptionalDouble agreement) {}
