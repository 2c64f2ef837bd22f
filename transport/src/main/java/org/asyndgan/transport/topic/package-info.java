/**
 * Which topics a run has, how they are made and how large their records can be.
 *
 * <p>Each topic has a single partition: the order of its records is part of the training. The channels
 * of a run are in {@link org.asyndgan.transport.topic.Channel}; {@link
 * org.asyndgan.transport.topic.Topics} gives their names; {@link
 * org.asyndgan.transport.topic.TopicProvisioner} makes and checks them.
 */
package org.asyndgan.transport.topic;
