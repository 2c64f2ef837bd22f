package org.asyndgan.federation;

import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;

/** Ways to brokers and registry. */
public record Reach(BrokerSettings brokers, RegistrySettings registry) {}
