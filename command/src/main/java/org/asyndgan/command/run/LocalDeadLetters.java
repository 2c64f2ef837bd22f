package org.asyndgan.command.run;

import java.nio.file.Path;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.process.LocalCluster;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.transport.link.DeadLetters;

/** The dead letters of a run on this machine; broker and registry are started on the run's own data to read them. */
public final class LocalDeadLetters {

    private LocalDeadLetters() {}

    /**
     * The newest ones.
     *
     * @param runs folder of the runs
     * @param most to read, 1 or more
     * @throws RunException ADG-322 if there is no such run
     * @throws org.asyndgan.localstack.LocalStackException if the run is still on, whose broker holds its data
     */
    public static DeadLetters newest(Path runs, String name, int most) {
        try (LocalStack stack = LocalStack.open(RunFolder.existing(runs, name).path())) {
            return DeadLetters.newest(new LocalCluster(stack, name).link(), most);
        }
    }
}
