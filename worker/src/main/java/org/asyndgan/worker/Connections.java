package org.asyndgan.worker;

import jakarta.inject.Singleton;

/** placeholder until the links land. */
@Singleton
public final class Connections {}
