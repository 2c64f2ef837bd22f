package org.asyndgan.transport.codec;

import java.time.temporal.ChronoUnit;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroRunEvent;

/** {@link RunEvent} ↔ the record of the same name; times are cut to whole milliseconds. */
final class EventCodec {

    private EventCodec() {}

    static AvroRunEvent encode(String run, RunEvent event) {
        return AvroRunEvent.newBuilder()
                .setRun(run)
                .setSource(event.source())
                .setAt(event.at().truncatedTo(ChronoUnit.MILLIS))
                .setType(event.type())
                .setStep(event.step())
                .setValues(event.values())
                .setTexts(event.texts())
                .build();
    }

    /** @param topic the site whose topic the event lies in, and who must have told it */
    static RunEvent decode(String run, SiteId topic, AvroRunEvent event) throws Refusal {
        Refusal.unless(
                event.getSource().equals(RunEvent.sourceOf(topic)),
                () -> "names source " + Refusal.quoted(event.getSource()) + ", but lies in the topic of site " + topic);
        return decode(run, event);
    }

    static RunEvent decode(String run, AvroRunEvent event) throws Refusal {
        Refusal.unlessOf(run, event.getRun());
        return new RunEvent(
                Refusal.text("source", event.getSource()),
                event.getAt(),
                Refusal.text("type", event.getType()),
                Refusal.atLeast(0, "step", event.getStep()),
                event.getValues(),
                event.getTexts());
    }
}
