package org.asyndgan.worker.setting;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.naming.NameUtils;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.asyndgan.failure.PrintedUrl;

/** Writes bound settings in one line, every value that may be a secret replaced by stars. */
public final class SettingsLine {

    private static final Pattern SECRET = Pattern.compile(
            "password|secret|jaas|token|credential|user\\.info|mask-seed|\\.key$", Pattern.CASE_INSENSITIVE);
    private static final String STARS = "***";

    private SettingsLine() {}

    /** {@code prefix.setting=value} of every component, space between; what is not set is left out. */
    public static String of(Record... properties) {
        StringJoiner line = new StringJoiner(" ");
        entries(properties).forEach((key, value) -> line.add(key + "=" + value));
        return line.toString();
    }

    /** The same by name, in the order of components. */
    public static Map<String, String> entries(Record... properties) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (Record record : properties) {
            String prefix = record.getClass()
                    .getAnnotation(ConfigurationProperties.class)
                    .value();
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                add(entries, prefix + "." + NameUtils.hyphenate(component.getName()), valueOf(component, record));
            }
        }
        return entries;
    }

    private static void add(Map<String, String> entries, String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            new TreeMap<>(map).forEach((name, one) -> add(entries, key + "." + name, one));
        } else if (value != null && !value.toString().isEmpty()) {
            entries.put(key, SECRET.matcher(key).find() ? STARS : text(value));
        }
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
        }
        if (value instanceof Enum<?> one) {
            return one.name().toLowerCase(Locale.ROOT);
        }
        return withoutUser(value.toString());
    }

    /** A URL, or several separated by commas, without user and password; a password with a slash or an at sign too. */
    public static String withoutUser(String url) {
        return PrintedUrl.withoutUser(url, STARS + "@");
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Component " + component + " of a settings record cannot be read", e);
        }
    }
}
