/**
 * GANs in one process: the central generator against the sites' discriminators, and what it is compared with.
 *
 * <p>{@link org.asyndgan.experiment.gan.InProcessTraining} plays AsynDGAN with the classes that run behind Kafka, folding in sync
 * mode; with one site that has all images it is an ordinary GAN. {@link
 * org.asyndgan.experiment.gan.FedAvgGan} averages whole GANs. Every GAN ends in a {@link
 * org.asyndgan.experiment.gan.SyntheticSet}.
 */
package org.asyndgan.experiment.gan;
