package org.asyndgan.live;

import java.util.HashMap;
import java.util.Map;
import org.asyndgan.live.web.LivePage;
import org.asyndgan.worker.Worker;

/** Serves the live page of one run until it is told to end. */
public final class LiveWorker {

    private LiveWorker() {}

    /** Flags such as {@code --asyndgan.http.port=8088} win over environment and files. */
    public static void main(String[] arguments) {
        System.exit(run(Worker.properties(arguments)));
    }

    /**
     * Runs until the process is told to end.
     *
     * @param properties such as {@code asyndgan.live.sites}; they win over environment and files
     * @return 0 when stopped in good order, 1 after a failure, which one sentence on stderr names
     */
    public static int run(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(LivePage.PROPERTY, "true");
        return Worker.run("live page", LiveSpec::of, all);
    }
}
