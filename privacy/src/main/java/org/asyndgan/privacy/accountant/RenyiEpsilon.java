package org.asyndgan.privacy.accountant;

/**
 * The ε that Rényi accounting finds for a δ.
 *
 * @param value ε, at least 0
 * @param order α that gave it
 */
public record RenyiEpsilon(double value, int order) {}
