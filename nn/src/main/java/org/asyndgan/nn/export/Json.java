package org.asyndgan.nn.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much JSON as a {@code .safetensors} header needs: objects, arrays, strings and integers. */
final class Json {

    private static final int DEEPEST = 8;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** An object as a map of strings, longs, lists and maps. Throws IllegalArgumentException. */
    static Map<String, Object> parse(String text) {
        var parser = new Json(text);
        Map<String, Object> object = parser.object(0);
        if (parser.peek() != '\0') {
            throw parser.unexpected("the end");
        }
        return object;
    }

    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw unexpected("less nesting");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> integer();
        };
    }

    private Map<String, Object> object(int depth) {
        var object = new LinkedHashMap<String, Object>();
        take('{');
        if (peek() != '}') {
            do {
                String key = string();
                take(':');
                object.put(key, value(depth + 1));
            } while (skip(','));
        }
        take('}');
        return object;
    }

    private List<Object> array(int depth) {
        var array = new ArrayList<Object>();
        take('[');
        if (peek() != ']') {
            do {
                array.add(value(depth + 1));
            } while (skip(','));
        }
        take(']');
        return array;
    }

    private String string() {
        take('"');
        var string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        take('"');
        return string.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : '\0';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, Math.min(at, text.length())), 16);
            }
            default -> throw unexpected("an escape");
        };
    }

    private long integer() {
        int start = at;
        while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        if (start == at) {
            throw unexpected("a value");
        }
        return Long.parseLong(text.substring(start, at));
    }

    private boolean skip(char wanted) {
        boolean present = peek() == wanted;
        at += present ? 1 : 0;
        return present;
    }

    private void take(char wanted) {
        if (!skip(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    /** The next character that is not white space; NUL at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("Expected " + wanted + " at character " + at + " of the header");
    }
}
