/**
 * Whether a run is getting anywhere, told from a few recorded numbers: functions of what was seen and of nothing else.
 *
 * <p>{@link org.asyndgan.core.convergence.StoppingRule} alone takes part in training: a run until {@code converged} ends
 * by it. All else is for eyes; each verdict says what it rests on.
 */
package org.asyndgan.core.convergence;
