/**
 * One site's discriminator as an application of its own, inside the site's walls.
 *
 * <p>{@link org.asyndgan.discriminator.worker.DiscriminatorWorker} starts it. The real images are read
 * into memory here and nothing of them leaves it but the gradients that the core's loop computes.
 */
package org.asyndgan.discriminator.worker;
