package org.asyndgan.worker.state;

import org.asyndgan.nn.network.MemoryNeed;
import org.asyndgan.worker.WorkerException;

/** Looks, before the first step, whether a network's need of memory can be met at all. */
public final class EnoughMemory {

    private EnoughMemory() {}

    /**
     * Compares with the heap's limit and with the memory of the machine or container.
     *
     * @throws WorkerException with one sentence if it is not enough
     */
    public static void require(MemoryNeed need) {
        need.shortage().ifPresent(sentence -> {
            throw new WorkerException("ADG-610", sentence + ".", null);
        });
    }
}
