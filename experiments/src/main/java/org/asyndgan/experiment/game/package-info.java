/**
 * GANs in one process: the central generator against the sites' discriminators, and what it is compared with.
 *
 * <p>{@link org.asyndgan.experiment.game.Game} plays AsynDGAN with the classes that run behind Kafka, folding in sync
 * mode; with one site that has all images it is an ordinary GAN. {@link
 * org.asyndgan.experiment.game.AveragedGame} averages whole GANs. Every game ends in a {@link
 * org.asyndgan.experiment.game.SyntheticSet}.
 */
package org.asyndgan.experiment.game;
