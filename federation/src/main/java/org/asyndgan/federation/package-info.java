/**
 * Who may do what in a run between several organisations: certificates, passwords, access rights and start-up kits.
 *
 * <p>{@link org.asyndgan.federation.Federation} is a folder that the operator keeps: the run's authority, the
 * brokers' and the operator's own keys, and one kit a party. {@link org.asyndgan.federation.AccessRules} is
 * the one place that says what a party may do; {@link org.asyndgan.federation.Cluster} makes Kafka say the
 * same. {@link org.asyndgan.federation.RegistryProxy} lets sites read the schema registry and no more.
 */
package org.asyndgan.federation;
