package org.asyndgan.bench.compute;

import java.util.List;

/**
 * Networks of one size.
 *
 * @param threads for each peer; 0 takes all processors
 */
record Setting(String name, int threads, List<Workload> workloads) {

    /** 64 × 64, the size of a run on a small machine. */
    static final Setting A = new Setting(
            "a",
            0,
            List.of(
                    new Workload(Workload.Kind.GENERATOR, 64, 1, 32, 6, 8),
                    new Workload(Workload.Kind.DISCRIMINATOR, 64, 1, 32, 3, 8),
                    new Workload(Workload.Kind.UNET, 64, 1, 32, 3, 8)));

    static final Setting B = new Setting(
            "b",
            0,
            List.of(
                    new Workload(Workload.Kind.GENERATOR, 128, 3, 32, 9, 4),
                    new Workload(Workload.Kind.DISCRIMINATOR, 128, 3, 32, 3, 4),
                    new Workload(Workload.Kind.UNET, 128, 3, 32, 4, 4)));

    /** The paper's. */
    static final Setting C = new Setting(
            "c",
            0,
            List.of(
                    new Workload(Workload.Kind.GENERATOR, 256, 3, 64, 9, 1),
                    new Workload(Workload.Kind.DISCRIMINATOR, 256, 3, 64, 3, 1),
                    new Workload(Workload.Kind.UNET, 256, 3, 64, 4, 1)));

    /** What {@code asyndgan demo} runs, each worker on one thread. */
    static final Setting DEMO = new Setting(
            "demo",
            1,
            List.of(
                    new Workload(Workload.Kind.GENERATOR, 64, 1, 16, 4, 4),
                    new Workload(Workload.Kind.DISCRIMINATOR, 64, 1, 32, 3, 4),
                    new Workload(Workload.Kind.UNET, 64, 1, 12, 3, 8)));

    static final List<Setting> ALL = List.of(A, B, C, DEMO);
}
