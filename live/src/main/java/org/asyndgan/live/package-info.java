/**
 * The live page of a run: a Micronaut application that reads the run's topics and shows state, sites, losses, probe images
 * and scores.
 *
 * <p>It computes nothing that the run needs, writes nothing, and may end at any moment. {@link
 * org.asyndgan.live.LiveWorker} starts it; {@link org.asyndgan.live.view.RunView} holds what is shown.
 */
package org.asyndgan.live;
