package org.asyndgan.worker;

import java.util.Map;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.worker.setting.SettingsLine;

/**
 * How a worker is introduced to whoever reads its log.
 *
 * @param name of the worker, of its thread and in its messages, such as {@code generator}
 * @param labels what every line of its log carries: {@code run} and, at a site, {@code site}
 * @param effective the effective settings, one {@code key=value} after the other, without secrets
 */
public record Introduction(String name, Map<String, String> labels, String effective) {

    /** Of a worker that belongs to no site and was told these settings. */
    public static Introduction of(String name, LinkSettings link, Record... properties) {
        return new Introduction(name, Map.of("run", link.run()), SettingsLine.of(properties));
    }
}
