package org.asyndgan.worker.setting;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.type.Argument;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.asyndgan.core.checkpoint.TrainingIdentity;

/** The settings that a worker was started with, from flags, environment and files. */
public final class Settings {

    private static final int OVER_ALL_OTHERS = 1000;

    private final ApplicationContext context;

    public Settings(ApplicationContext context) {
        this.context = context;
    }

    /**
     * Binds the settings under the prefix of a properties record.
     *
     * @throws SettingsException if one is missing, unreadable, out of its range or not known
     */
    public <T extends Record> T bind(Class<T> type) {
        String prefix = prefixOf(type);
        requireToday(prefix, type);
        requireKnown(prefix, type);
        requireReadable(prefix, type);
        try {
            return context.getBean(type);
        } catch (BeanInstantiationException e) {
            throw refusal(prefix, e);
        }
    }

    /** A bean of the application that the worker fills and others read, such as what its page shows. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /**
     * What settings are bound from: application.yml, the environment, system properties.
     *
     * @param properties that win over all others
     */
    public static ApplicationContext contextOf(Map<String, Object> properties) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(PropertySource.of("given", properties, OVER_ALL_OTHERS))
                .start();
    }

    /**
     * Binds the settings of a command that is no worker, on top of the environment and system properties.
     *
     * @param properties that win over all others
     * @throws SettingsException as {@link #bind(Class)}
     */
    public static <T extends Record> T bind(Map<String, Object> properties, Class<T> type) {
        try (ApplicationContext context = contextOf(properties)) {
            return new Settings(context).bind(type);
        }
    }

    /**
     * Makes settings of the core out of bound ones, naming the prefix where the core refuses them.
     *
     * @throws SettingsException if the values cannot be or contradict each other
     */
    public static <T> T mapped(String prefix, Supplier<T> mapping) {
        try {
            return mapping.get();
        } catch (IllegalArgumentException e) {
            throw SettingsException.refused(prefix, e);
        }
    }

    /**
     * Adds the bound settings of a record to a training's identity.
     *
     * @param without components that its state does not depend on; whatever is added to the record later belongs to the
     *     identity unless it is named here
     */
    public static TrainingIdentity identify(TrainingIdentity training, Record bound, Set<String> without) {
        TrainingIdentity all = training;
        for (RecordComponent component : bound.getClass().getRecordComponents()) {
            if (!without.contains(component.getName())) {
                try {
                    all = all.with(
                            prefixOf(bound.getClass()) + "." + NameUtils.hyphenate(component.getName()),
                            component.getAccessor().invoke(bound));
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
        return all;
    }

    private static RuntimeException refusal(String prefix, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException known) {
                return known;
            }
            if (cause instanceof IllegalArgumentException why) {
                return SettingsException.refused(prefix, why);
            }
        }
        return failure;
    }

    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a duration such as 30s or 5m";
        }
        if (List.class.isAssignableFrom(type)) {
            return "a list such as 0,255";
        }
        return type == double.class || type == Double.class ? "a number" : "a whole number";
    }

    private static String prefixOf(Class<?> type) {
        return type.getAnnotation(ConfigurationProperties.class).value();
    }

    /** Environment variables too, which {@link #requireKnown} leaves alone. */
    private void requireToday(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String now = NameUtils.hyphenate(component.getName());
            RenamedSettings.before(now)
                    .map(before -> prefix + "." + before)
                    .filter(context.getEnvironment()::containsProperty)
                    .ifPresent(before -> {
                        throw RenamedSettings.refusal(before, prefix + "." + now);
                    });
        }
    }

    /** A misspelt setting would otherwise be one that silently does nothing. */
    private void requireKnown(String prefix, Class<?> type) {
        Set<String> known = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            known.add(NameUtils.hyphenate(component.getName()));
        }
        for (PropertySource source : context.getEnvironment().getPropertySources()) {
            // One environment variable stands for every spelling it may mean, so most of them are unknown.
            if (source instanceof EnvironmentPropertySource) {
                continue;
            }
            for (String key : source) {
                String name = key.startsWith(prefix + ".") ? first(key.substring(prefix.length() + 1)) : "";
                boolean isGroup = key.length() > prefix.length() + 1 + name.length();
                if (!name.isEmpty()
                        && !known.contains(NameUtils.hyphenate(name))
                        && !(isGroup && prefix.equals(ProcessProperties.PREFIX))) {
                    throw SettingsException.unknown(prefix + "." + name, String.join(", ", known));
                }
            }
        }
    }

    /** Binding itself takes the default, without a word, in place of a value that it cannot read. */
    private void requireReadable(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + NameUtils.hyphenate(component.getName());
            if (!Map.class.isAssignableFrom(component.getType())) {
                ArgumentConversionContext<?> reading = ConversionContext.of(Argument.of(component.getGenericType()));
                context.getEnvironment().getProperty(name, reading);
                reading.getLastError().ifPresent(error -> {
                    throw SettingsException.unreadable(
                            name, error.getOriginalValue().orElse(""), wanted(component.getType()), error.getCause());
                });
            }
        }
    }

    private static String first(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        return name.substring(0, end);
    }
}
