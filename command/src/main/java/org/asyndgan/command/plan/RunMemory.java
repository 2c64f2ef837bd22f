package org.asyndgan.command.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.network.MemoryNeed;

/**
 * What the networks of a run on this machine need of memory, worked out before anything is started.
 *
 * <p>Each worker has a process of its own, and looks again with its images beside its networks.
 *
 * @param generator with as many images as it evaluates at once
 * @param discriminator of one site, with a batch of real and one of synthetic images
 * @param uNet of the segmentation trainer and of each comparison
 * @param sites number of discriminators
 */
public record RunMemory(MemoryNeed generator, MemoryNeed discriminator, MemoryNeed uNet, int sites) {

    private static final double MEBIBYTE = 1 << 20;
    private static final double GIBIBYTE = 1 << 30;

    /** @param channels of the images */
    static RunMemory of(RunSettings settings, int channels, int classes, int sites) {
        RunNetworks networks = RunNetworks.of(settings, channels, classes);
        int batch = settings.training().batchSize();
        int side = settings.images().size();
        int rows = GeneratorSettings.usualRowsPerPass(batch, side);
        return new RunMemory(
                ResnetGenerator.memory(networks.generator(), rows, side, side),
                networks.discriminator().memory(2 * batch, side, side),
                UNet.memory(networks.uNet(), settings.segmentation().batchSize(), side, side),
                sites);
    }

    /** @param data that the run trains on */
    public static RunMemory of(RunSettings settings, LocalData data) {
        return of(
                settings,
                data.images().channels(),
                data.summary().classes().classes(),
                data.sites().size());
    }

    /**
     * Insists that each process can have what it needs.
     *
     * @throws RunException ADG-610 with one sentence if one cannot
     */
    public void require() {
        for (MemoryNeed need : List.of(generator, discriminator, uNet)) {
            need.shortage().ifPresent(sentence -> {
                throw new RunException("ADG-610", sentence + ".");
            });
        }
    }

    /** Such as "Memory of the networks: generator 410 MiB, discriminators 40 MiB each, U-Net 880 MiB; 1.4 GiB in all". */
    public String describe() {
        List<String> parts = new ArrayList<>();
        parts.add("generator " + size(bytes(generator)));
        parts.add(
                sites == 1
                        ? "discriminator " + size(bytes(discriminator))
                        : "discriminators " + size(bytes(discriminator)) + " each");
        parts.add("U-Net " + size(bytes(uNet)));
        return "Memory of the networks: " + String.join(", ", parts) + "; "
                + size(bytes(generator) + sites * bytes(discriminator) + bytes(uNet)) + " in all";
    }

    private static long bytes(MemoryNeed need) {
        return need.heapBytes() + need.nativeBytes();
    }

    private static String size(long bytes) {
        return bytes < GIBIBYTE
                ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(bytes / MEBIBYTE))
                : String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE);
    }
}
