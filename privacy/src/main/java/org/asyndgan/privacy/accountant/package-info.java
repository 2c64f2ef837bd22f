/**
 * What differentially private training costs: ε and δ of steps that add Gaussian noise to a Poisson sample.
 *
 * <p>{@link org.asyndgan.privacy.accountant.RenyiBudget} decides; {@link org.asyndgan.privacy.accountant.PrivacyLoss} is
 * tighter and shown beside it. Adjacency is zero-out: one unit's contribution becomes nothing, the number of units is
 * public.
 */
package org.asyndgan.privacy.accountant;
