package org.asyndgan.discriminator.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.site.SiteInbox;
import org.asyndgan.core.site.SiteOutbox;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.LabelFile;
import org.asyndgan.schemas.AvroDeadLetter;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.schemas.AvroSiteGradient;
import org.asyndgan.transport.codec.RunCodec;
import org.asyndgan.worker.WorkerException;
import org.asyndgan.worker.page.Drawing;

/**
 * A folder that takes what a site publishes by joining, in place of its topics, so that people see it before it leaves.
 *
 * <p>It is an outbox as the broker's is, filled by the same loop, and what it holds is made of the same records: the fields
 * are theirs, no list of its own. Batches come in from nowhere, and there is no snapshot.
 *
 * <ul>
 *   <li>{@code summary.txt}: sentences for whoever decides
 *   <li>{@code masks/ID.png}: each mask in colours, its palette's index the class; {@code masks.json}: their other fields
 *   <li>{@code manifest.json}, {@code events.json}: these records, whole
 *   <li>{@code later.txt}: the fields of what the site would write while it takes part
 *   <li>{@code settings.txt}: what all this follows from
 * </ul>
 */
final class DryRun implements SiteInbox, SiteOutbox, SnapshotStore {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter JSON = MAPPER.writerWithDefaultPrettyPrinter();

    private final Path folder;
    private final String run;
    private final RunCodec codec;
    private final List<SharedMask> masks = new ArrayList<>();
    private final List<Object> events = new ArrayList<>();
    private Optional<SiteManifest> manifest = Optional.empty();
    private String summary = "";

    /**
     * What of the site's own decides what the sentences say.
     *
     * @param patients of the training images; nothing where that is not known of all of them
     * @param pairs who chooses the real pairs
     * @param settings that all this follows from, by name, without secrets
     */
    record Home(OptionalInt patients, PairChoice pairs, SiteProperties properties, Map<String, String> settings) {}

    /**
     * Takes a folder, which is made where there is none.
     *
     * @param run that the site would join
     * @throws WorkerException ADG-424 if it holds something, or cannot be made
     */
    DryRun(Path folder, String run, RunCodec codec) {
        this.folder = folder.toAbsolutePath();
        this.run = run;
        this.codec = codec;
        try {
            Files.createDirectories(this.folder);
            try (Stream<Path> held = Files.list(this.folder)) {
                if (held.findAny().isPresent()) {
                    throw new WorkerException(
                            "ADG-424",
                            "Folder " + folder + " of the dry run is not empty, and what lies there would be taken for"
                                    + " what the site publishes. Name another with --dry-run, or empty it.",
                            null);
                }
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void share(List<SharedMask> shared) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (SharedMask mask : shared) {
            Path file = Path.of("masks", mask.id() + ".png");
            draw(mask.labels(), folder.resolve(file));
            records.add(fields(codec.encode(mask), file.toString().replace('\\', '/')));
        }
        masks.addAll(shared);
        write("masks.json", json(records));
    }

    private void draw(LabelMap labels, Path file) {
        try {
            LabelFile.writeColoured(file, labels, Drawing.colours(labels.classes()));
        } catch (UncheckedIOException e) {
            throw unwritable(e.getCause());
        }
    }

    @Override
    public void present(SiteManifest presented) {
        manifest = Optional.of(presented);
        write("manifest.json", json(fields(codec.encode(presented), "")));
    }

    /** Takes an event in place of the site's topic of events. */
    void emit(RunEvent event) {
        events.add(fields(codec.encode(event), ""));
        write("events.json", json(events));
    }

    /** Writes what is not a record: what comes later, the settings, the sentences. */
    void conclude(Home home) {
        write("later.txt", later());
        write(
                "settings.txt",
                "What the site publishes follows from these settings. The list itself stays at the site; what of it the\n"
                        + "generator reads stands in manifest.json and events.json.\n\n"
                        + home.settings().entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                                .collect(Collectors.joining()));
        summary = sentences(home);
        write("summary.txt", summary + "\n");
    }

    /** Sentences for whoever decides about taking part. */
    String summary() {
        return summary;
    }

    private String sentences(Home home) {
        SiteManifest presented = manifest.orElseThrow();
        String patients = home.patients().isPresent()
                ? " of " + counted(home.patients().getAsInt(), "patient")
                : ", of how many patients is not known, because manifest.csv does not name one for each";
        return String.join(
                "\n",
                "By joining run " + run + ", site " + presented.site() + " would publish "
                        + counted(masks.size(), "mask") + drawnFrom(home) + counted(presented.images(), "image")
                        + patients + ". Each mask is " + presented.height() + " x " + presented.width()
                        + " pixels of " + presented.classes()
                        + " classes, as it is in the folder masks; what is beside it there is in masks.json.",
                "It would also publish one manifest with the fields "
                        + String.join(", ", names(codec.encode(presented).getSchema()))
                        + " (manifest.json), and " + counted(events.size(), "event") + " (events.json).",
                "For every batch of synthetic images that it answers it would then send the fields "
                        + String.join(", ", names(AvroSiteGradient.getClassSchema()))
                        + ", and now and then an event; later.txt says what each of them is.",
                scores(home),
                privacy(presented, home),
                "What stays at the site: its images, "
                        + (home.properties().maskSource() == MaskSource.MORPHED ? "its own masks, " : "")
                        + "the network that judges images, names of files, ids of patients, and"
                        + " which mask belongs to which image.",
                "All this is in " + folder + ". Nothing was sent and nothing connected.");
    }

    private static String drawnFrom(Home home) {
        return home.properties().maskSource() == MaskSource.MORPHED
                ? ", none of them anybody's (mask-source=morphed), made of those drawn around "
                : " drawn around ";
    }

    private static String scores(Home home) {
        List<String> sent = new ArrayList<>();
        if (home.properties().sendRealScores()) {
            sent.add("how it judges its real images and how long it computed (send-real-scores)");
        }
        if (home.properties().judgeEvery() > 0) {
            sent.add("every " + home.properties().judgeEvery()
                    + " answers a distance between synthetic and real images (judge-every)");
        }
        return sent.isEmpty()
                ? "It keeps how it judges its real images and how long it computed: these fields are sent empty."
                : "It also sends " + String.join(", and ", sent) + ".";
    }

    private static String privacy(SiteManifest presented, Home home) {
        String pairs = home.pairs() == PairChoice.OWN
                ? ""
                : " The generator chooses which of its images a step learns from (real-pairs).";
        return presented
                .privacy()
                .map(statement -> "Its images are protected by differential privacy: " + statement.words() + ", for "
                        + counted(statement.units(), statement.unit()) + ". The masks are not.")
                .orElse("Neither its images nor its masks are protected by differential privacy (privacy=none): answers"
                        + " carry something of its images, mixed over all." + pairs);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String later() {
        return Stream.of(
                        AvroSiteGradient.getClassSchema(),
                        AvroRunEvent.getClassSchema(),
                        AvroDeadLetter.getClassSchema())
                .map(schema -> schema.getName() + ": " + schema.getDoc() + "\n"
                        + schema.getFields().stream()
                                .map(field -> "  " + field.name() + ": " + field.doc() + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> names(Schema schema) {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    /** @param file that holds the record's bytes, if it has any */
    private static Map<String, Object> fields(SpecificRecord record, String file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            fields.put(field.name(), value instanceof ByteBuffer ? file : plain(value));
        }
        return fields;
    }

    private static Object plain(Object value) {
        if (value instanceof SpecificRecord inner) {
            return fields(inner, "");
        }
        if (value instanceof List<?> many) {
            return many.stream().map(DryRun::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((key, one) -> all.put(key.toString(), plain(one)));
            return all;
        }
        return value instanceof Number || value == null ? value : value.toString();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Numbers and texts are JSON", impossible);
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private WorkerException unwritable(IOException why) {
        return new WorkerException(
                "ADG-424",
                "Folder " + folder + " of the dry run cannot be written: " + FileTrouble.reason(why)
                        + ". Name another with --dry-run.",
                why);
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public void answer(SiteGradient gradient, long position) {
        throw unasked();
    }

    @Override
    public void refuse(Delivery record, Rejection why, long position) {
        throw unasked();
    }

    private static IllegalStateException unasked() {
        return new IllegalStateException("Nobody asks a site anything in a dry run");
    }

    @Override
    public void startAt(long offset) {
        // There is nothing to read.
    }

    @Override
    public List<Delivery> poll() {
        return List.of();
    }

    @Override
    public void save(long step, Content content) {
        // A dry run leaves no state.
    }

    @Override
    public <T> Optional<T> newest(Reader<T> reader) {
        return Optional.empty();
    }
}
