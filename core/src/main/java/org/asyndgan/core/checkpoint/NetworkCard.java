package org.asyndgan.core.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.DiscriminatorNetwork;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import org.asyndgan.nn.architecture.SegmentingSettings;
import org.asyndgan.nn.network.Network;

/**
 * Says beside snapshots, in {@code network.properties}, what network their weights belong to: a
 * snapshot itself holds a bare vector.
 */
public final class NetworkCard {

    /** Which network it is. */
    public enum Kind {
        GENERATOR,
        DISCRIMINATOR
    }

    private static final String FILE = "network.properties";
    private static final String KIND = "kind";
    private static final String INPUTS = "input-channels";
    private static final String OUTPUTS = "output-channels";
    private static final String WIDTH = "width";
    private static final String DEPTH = "depth";
    private static final String NORM_LAYER = "norm-layer";
    /** What older files call {@link #NORM_LAYER}. */
    private static final String NORM_LAYER_BEFORE = "normalization";

    private static final String DROPOUT = "dropout";
    private static final String DECODER = "decoder";
    private static final String NOISE = "noise";
    private static final String SITE_CODE = "site-code.";
    private static final String DISCRIMINATOR = "discriminator";
    private static final String CLASSES = "classes";

    private final Map<String, String> entries;

    private NetworkCard(Map<String, String> entries) {
        this.entries = entries;
    }

    public static NetworkCard of(ResnetSettings g) {
        var entries = entries(Kind.GENERATOR, g.inputChannels(), g.width(), g.blocks(), g.normLayer());
        entries.put(OUTPUTS, Integer.toString(g.outputChannels()));
        entries.put(DROPOUT, Double.toString(g.dropout()));
        entries.put(DECODER, g.decoder().name());
        entries.put(NOISE, Integer.toString(g.noise()));
        return new NetworkCard(entries);
    }

    /** @param siteCodes what the network is given beside the masks of each site, by name; see SiteCode */
    public static NetworkCard of(ResnetSettings g, SortedMap<String, float[]> siteCodes) {
        NetworkCard card = of(g);
        siteCodes.forEach((site, code) -> card.entries.put(SITE_CODE + site, Arrays.toString(code)));
        return card;
    }

    public static NetworkCard of(DiscriminatorNetwork d) {
        return d instanceof SegmentingSettings segmenting ? of(segmenting) : of((PatchSettings) d);
    }

    private static NetworkCard of(PatchSettings d) {
        return new NetworkCard(entries(Kind.DISCRIMINATOR, d.inputChannels(), d.width(), d.layers(), d.normLayer()));
    }

    private static NetworkCard of(SegmentingSettings d) {
        var entries = new LinkedHashMap<String, String>();
        entries.put(KIND, Kind.DISCRIMINATOR.name());
        entries.put(DISCRIMINATOR, d.kind().name());
        entries.put(INPUTS, Integer.toString(d.inputChannels()));
        entries.put(CLASSES, Integer.toString(d.classes()));
        entries.put(WIDTH, Integer.toString(d.width()));
        return new NetworkCard(entries);
    }

    private static Map<String, String> entries(Kind kind, int inputs, int width, int depth, NormLayer normLayer) {
        var entries = new LinkedHashMap<String, String>();
        entries.put(KIND, kind.name());
        entries.put(INPUTS, Integer.toString(inputs));
        entries.put(WIDTH, Integer.toString(width));
        entries.put(DEPTH, Integer.toString(depth));
        entries.put(NORM_LAYER, normLayer.name());
        return entries;
    }

    /**
     * Writes the card, or writes it again.
     *
     * @throws SnapshotException ADG-301 if the folder cannot be written
     */
    public void writeTo(Path folder) {
        var text = new StringBuilder();
        entries.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(FILE), text);
        } catch (IOException e) {
            throw new SnapshotException(
                    "ADG-301",
                    FILE + " could not be written to " + folder + " (" + FileTrouble.reason(e)
                            + "). Free space or fix the folder's permissions.",
                    e);
        }
    }

    /** Says whether a state folder has one: a worker has started there. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * Reads the card of a state folder.
     *
     * @throws SnapshotException ADG-613 if there is none or it cannot be read; what it lacks is found when it is asked for
     */
    public static NetworkCard readFrom(Path folder) {
        var entries = new TreeMap<String, String>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    String key = line.substring(0, equals).trim();
                    entries.put(
                            key.equals(NORM_LAYER_BEFORE) ? NORM_LAYER : key,
                            line.substring(equals + 1).trim());
                }
            }
        } catch (IOException e) {
            throw new SnapshotException(
                    "ADG-613",
                    folder + " has no readable " + FILE + " (" + FileTrouble.reason(e)
                            + "), so it is not the state folder of a generator or a site. Give the folder that was the"
                            + " worker's --state.",
                    e);
        }
        return new NetworkCard(entries);
    }

    public Kind kind() {
        return Kind.valueOf(entry(KIND));
    }

    /** The network in words for a file of its weights: its settings by name. */
    public Map<String, String> metadata() {
        var metadata = new TreeMap<>(entries);
        metadata.remove(KIND);
        metadata.put("network", kind().name().toLowerCase(Locale.ROOT));
        if (metadata.containsKey(DEPTH)) {
            metadata.put(kind() == Kind.GENERATOR ? "blocks" : "layers", metadata.remove(DEPTH));
        }
        return metadata;
    }

    /** A network of these settings with initial weights; the caller closes it. */
    public Network open() {
        if (kind() == Kind.DISCRIMINATOR) {
            return discriminator().open(0);
        }
        return new ResnetGenerator(
                new ResnetSettings(
                        number(INPUTS),
                        number(OUTPUTS),
                        number(WIDTH),
                        number(DEPTH),
                        NormLayer.valueOf(entry(NORM_LAYER)),
                        Double.parseDouble(entry(DROPOUT)),
                        // Cards written before there were others lack both.
                        Decoder.valueOf(entries.getOrDefault(DECODER, Decoder.TRANSPOSED.name())),
                        Integer.parseInt(entries.getOrDefault(NOISE, "0"))),
                0);
    }

    private DiscriminatorNetwork discriminator() {
        DiscriminatorKind kind =
                DiscriminatorKind.valueOf(entries.getOrDefault(DISCRIMINATOR, DiscriminatorKind.PATCH.name()));
        return kind.segments()
                ? new SegmentingSettings(number(INPUTS), number(CLASSES), number(WIDTH), kind)
                : new PatchSettings(number(INPUTS), number(WIDTH), number(DEPTH), NormLayer.valueOf(entry(NORM_LAYER)));
    }

    private int number(String key) {
        return Integer.parseInt(entry(key));
    }

    private String entry(String key) {
        String value = entries.get(key);
        if (value == null) {
            throw new SnapshotException(
                    "ADG-613",
                    FILE + " lacks " + key + "; it was changed by hand or belongs to another version.",
                    null);
        }
        return value;
    }
}
