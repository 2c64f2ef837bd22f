package org.asyndgan.worker.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lays out an event as one line of JSON.
 *
 * <p>Fields in this order: {@code time} (UTC), {@code level}, {@code logger}, {@code thread}, {@code message}, what the
 * worker's thread carries ({@code run}, {@code worker}, at a site {@code site}, {@code step}), the {@code key=value}
 * pairs of the message, and {@code stack} where something was thrown. A pair of the message wins over one of the
 * thread. All values are strings, so that one field never has two types.
 */
public final class JsonLines extends LayoutBase<ILoggingEvent> {

    private static final Pattern PAIR = Pattern.compile("(?<!\\S)([A-Za-z][\\w.-]*)=(\"[^\"]*\"|\\S*)");

    private final ThrowableProxyConverter stacks = new ThrowableProxyConverter();

    @Override
    public void start() {
        stacks.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", event.getInstant().toString());
        fields.put("level", event.getLevel().toString());
        String logger = event.getLoggerName();
        fields.put("logger", logger.substring(logger.lastIndexOf('.') + 1));
        fields.put("thread", event.getThreadName());
        fields.put("message", event.getFormattedMessage());
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        pairs(event.getFormattedMessage(), event.getMDCPropertyMap(), fields);
        if (event.getThrowableProxy() != null) {
            fields.put("stack", stacks.convert(event));
        }
        return json(fields);
    }

    private static void pairs(String message, Map<String, String> carried, Map<String, String> fields) {
        Matcher pair = PAIR.matcher(message);
        while (pair.find()) {
            String value = pair.group(2);
            boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            if (carried.containsKey(pair.group(1)) || !fields.containsKey(pair.group(1))) {
                fields.put(pair.group(1), isQuoted ? value.substring(1, value.length() - 1) : value);
            }
        }
    }

    private static String json(Map<String, String> fields) {
        StringBuilder json = new StringBuilder(256).append('{');
        fields.forEach((key, value) -> {
            json.append(json.length() > 1 ? "," : "");
            quote(key, json);
            json.append(':');
            quote(value, json);
        });
        return json.append("}\n").toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
