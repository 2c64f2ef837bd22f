/**
 * Who computes: the seam between a network as it is declared and the library that evaluates it.
 *
 * <p>{@link org.asyndgan.nn.backend.Engine} holds the one choice of a process. The nd4j backend is here;
 * others are found by {@link java.util.ServiceLoader} where their module is on the class path.
 */
package org.asyndgan.nn.backend;
