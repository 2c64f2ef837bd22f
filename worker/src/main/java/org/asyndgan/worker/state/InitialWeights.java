package org.asyndgan.worker.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.worker.WorkerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights of a {@code .safetensors} file that a training begins with, instead of weights drawn from its seed.
 *
 * <p>A worker copies them into its state folder, as {@code initial.safetensors}, when it starts for the first time, and
 * begins with the copy ever after: whatever becomes of the file, a restart without a snapshot and a replay begin with
 * the same weights. Without file and copy the weights stay as they were drawn.
 */
public final class InitialWeights {

    private static final Logger LOG = LoggerFactory.getLogger(InitialWeights.class);
    private static final String COPY = "initial.safetensors";

    private final Path state;
    private final String setting;
    private final Optional<Path> given;
    private final boolean isKept;

    private InitialWeights(Path state, String setting, String file, boolean isKept) {
        this.state = state;
        this.setting = setting;
        this.given = Optional.ofNullable(file).filter(name -> !name.isBlank()).map(Path::of);
        this.isKept = isKept;
    }

    /**
     * Those of a worker, which keeps a copy.
     *
     * @param state its folder
     * @param setting that names the file, for messages
     * @param file null or blank where the setting is not set
     */
    public static InitialWeights keptIn(Path state, String setting, String file) {
        return new InitialWeights(state, setting, file, true);
    }

    /**
     * Those of a worker that is replayed; nothing is written.
     *
     * @param state the worker's folder; where it holds no copy, the file is taken
     * @param setting that names the file, for messages
     * @param file null or blank where the setting is not set
     */
    public static InitialWeights lookedUpIn(Path state, String setting, String file) {
        return new InitialWeights(state, setting, file, false);
    }

    /**
     * Insists that a file can be read, as far as that can be said without the network.
     *
     * @throws WorkerException ADG-616 if not
     */
    public static void requireReadable(String setting, Path file) {
        named(setting, file);
    }

    private static WeightsFile named(String setting, Path file) {
        return new WeightsFile(file, setting + " names " + file);
    }

    /**
     * Gives a network its initial weights, if they are a file's.
     *
     * @param shaping names of the settings that decide the network's shape, for messages
     * @return CRC-32C of the weights, hexadecimal, as the journal has it; nothing where they stay as they were drawn
     * @throws WorkerException ADG-616 if the file cannot be read or its weights are not finite, ADG-617 if they are
     *     another network's, ADG-618 if a training that did not begin with a file has left snapshots in the state
     *     folder, ADG-511 if the copy cannot be written
     */
    public Optional<String> assignTo(Parameters parameters, String shaping) {
        Path copy = state.resolve(COPY);
        if (Files.exists(copy)) {
            WeightsFile begun = new WeightsFile(copy, "The training began with " + copy);
            begun.assignTo(parameters, shaping);
            given.ifPresent(file -> warnIfOther(file, begun));
            return Optional.of(logged(copy, parameters));
        }
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Path file = given.get();
        if (isKept) {
            requireBeginning(file);
        }
        WeightsFile weights = named(setting, file);
        weights.assignTo(parameters, shaping);
        if (isKept) {
            keep(weights, copy);
        }
        return Optional.of(logged(file, parameters));
    }

    private void warnIfOther(Path file, WeightsFile begun) {
        try {
            if (!begun.hasTensorsOf(named(setting, file))) {
                LOG.warn("Not used file={} because=\"the training began with other weights\" state={}", file, state);
            }
        } catch (WorkerException gone) {
            LOG.debug("Not looked at file={} because=\"{}\"", file, gone.getMessage());
        }
    }

    private void requireBeginning(Path file) {
        if (SnapshotFolder.isUsed(state)) {
            throw new WorkerException(
                    "ADG-618",
                    setting + " names " + file + ", but the training in the state folder " + state
                            + " began with other weights: it has snapshots and no " + COPY
                            + ". Leave the setting out to go on with it, or take another state folder and another run to"
                            + " begin anew.",
                    null);
        }
    }

    private static void keep(WeightsFile weights, Path copy) {
        try {
            WholeFile.write(copy, weights::writeTo);
        } catch (IOException e) {
            throw new WorkerException(
                    "ADG-511",
                    "The weights that the training begins with cannot be kept in " + copy + " (" + FileTrouble.reason(e)
                            + "). Free space or fix the folder's permissions.",
                    e);
        }
    }

    private static String logged(Path file, Parameters parameters) {
        String checksum = String.format("%08x", WeightsChecksum.of(parameters.values()));
        LOG.info("Initial weights file={} checksum={}", file, checksum);
        return checksum;
    }
}
