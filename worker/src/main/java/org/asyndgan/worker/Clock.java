package org.asyndgan.worker;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Hands the wall clock to those who ask for one. */
@Factory
final class Clock {

    @Singleton
    InstantSource wall() {
        return InstantSource.system();
    }
}
