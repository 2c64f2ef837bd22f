package org.asyndgan.nn.kernel;

/** What a parameter is before training. */
public sealed interface Initializer {

    /** The value at a position of the tensor. */
    double at(CounterRandom random, long position);

    /** N(mean, deviation²). */
    record Normal(double mean, double deviation) implements Initializer {

        @Override
        public double at(CounterRandom random, long position) {
            return mean + deviation * random.gaussian(position);
        }
    }

    /** The same number everywhere. */
    record Constant(double value) implements Initializer {

        @Override
        public double at(CounterRandom random, long position) {
            return value;
        }
    }
}
