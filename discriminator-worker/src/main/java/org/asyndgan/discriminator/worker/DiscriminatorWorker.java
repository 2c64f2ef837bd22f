package org.asyndgan.discriminator.worker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.asyndgan.discriminator.page.SitePage;
import org.asyndgan.worker.Worker;

/** Trains one site's discriminator and answers the generator's batches. */
public final class DiscriminatorWorker {

    private DiscriminatorWorker() {}

    /** Flags such as {@code --asyndgan.site.name=mercy} win over environment and files. */
    public static void main(String[] arguments) {
        System.exit(run(Worker.properties(arguments)));
    }

    /**
     * Runs until the generator declares the run over, or the process is told to end.
     *
     * @param properties such as {@code asyndgan.site.name}; they win over environment and files
     * @return 0 when done or stopped in good order, 1 after a failure, which one sentence on stderr names
     */
    public static int run(Map<String, Object> properties) {
        return Worker.run("site", SiteSpec::of, withPage(properties));
    }

    /**
     * Writes to a folder what the site would publish by joining, and connects to nothing.
     *
     * @param properties as for {@link #run(Map)}
     * @param folder that does not exist, or is empty
     * @return sentences for whoever decides about taking part
     * @throws org.asyndgan.worker.setting.SettingsException if the settings cannot be
     * @throws org.asyndgan.worker.WorkerException ADG-424 if the folder holds something or cannot be written
     */
    public static String dryRun(Map<String, Object> properties, Path folder) {
        return Worker.aside(withPage(properties), (settings, context) -> SiteSpec.alone(settings)
                .rehearse(context, folder)
                .summary());
    }

    private static Map<String, Object> withPage(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(SitePage.PROPERTY, "true");
        return all;
    }
}
