package org.asyndgan.command;

import java.util.Map;
import org.asyndgan.command.report.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class VersionLines implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Map<String, String> versions = Versions.all();
        return new String[] {
            "asyndgan " + versions.get("asyndgan"),
            "Java " + versions.get("java") + ", Kafka " + versions.get("kafka") + ", ND4J " + versions.get("nd4j")
                    + ", Apicurio Registry " + versions.get("registry")
        };
    }
}
