package org.asyndgan.core.drawing;

import java.util.OptionalDouble;

/**
 * What one site added to a step.
 *
 * @param norm of its parameter gradient for one unit of weight, before the cap
 * @param factor that the cap multiplied it by, in [0, 1]; 0 only where most sites' gradients are 0
 * @param agreement cosine between it and what the other sites added newest, taken together, in [-1, 1]; nothing as long as
 *     no other member has added anything since this process began, or where one of both is 0
 */
public record Contribution(double norm, double factor, OptionalDouble agreement) {}
