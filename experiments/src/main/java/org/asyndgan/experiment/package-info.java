/**
 * The paper's comparison on one machine: several arms, one U-Net, one budget, one held-out test set.
 *
 * <p>{@link org.asyndgan.experiment.Experiment} leads; an {@link org.asyndgan.experiment.Arm} says what a U-Net is
 * trained on; {@link org.asyndgan.experiment.gan} draws the synthetic pairs with the same generator, folding and
 * discriminators that run behind Kafka; {@link org.asyndgan.experiment.result} keeps what came out, one file an arm
 * and seed; {@link org.asyndgan.experiment.report} shows it.
 */
package org.asyndgan.experiment;
