package org.asyndgan.nn.kernel;

/** How many threads share one pass of a network or one loop, for all networks of this process. */
public final class Threads {

    private static volatile int count = initialCount();

    private Threads() {}

    /** From OMP_NUM_THREADS or else all processors, until it is set. */
    public static int count() {
        return count;
    }

    /** @param wanted at least 1; counts from the next pass on */
    public static void use(int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("The engine cannot run on " + wanted + " threads; set at least 1");
        }
        count = wanted;
    }

    /** Such as {@code 2 threads}. */
    public static String describe() {
        return count + (count == 1 ? " thread" : " threads");
    }

    private static int initialCount() {
        String asked = System.getenv("OMP_NUM_THREADS");
        if (asked != null && asked.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(asked);
        }
        return Runtime.getRuntime().availableProcessors();
    }
}
