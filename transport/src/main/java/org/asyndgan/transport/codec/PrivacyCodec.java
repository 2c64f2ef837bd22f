package org.asyndgan.transport.codec;

import java.util.Optional;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.schemas.AvroPrivacyStatement;

/** {@link PrivacyStatement} ↔ the record of the same name. */
final class PrivacyCodec {

    private PrivacyCodec() {}

    /** @return null where nothing is said, as Avro has it */
    static AvroPrivacyStatement encode(Optional<PrivacyStatement> statement) {
        return statement
                .map(said -> AvroPrivacyStatement.newBuilder()
                        .setUnit(said.unit())
                        .setUnits(said.units())
                        .setAdjacency(PrivacyStatement.ADJACENCY)
                        .setEpsilon(said.epsilon())
                        .setDelta(said.delta())
                        .setNoise(said.noise())
                        .setRate(said.rate())
                        .setSpent(said.spent())
                        .build())
                .orElse(null);
    }

    /** @param said null where nothing is said */
    static Optional<PrivacyStatement> decode(AvroPrivacyStatement said) throws Refusal {
        if (said == null) {
            return Optional.empty();
        }
        Refusal.unless(
                said.getAdjacency().equals(PrivacyStatement.ADJACENCY),
                () -> "speaks of adjacency " + Refusal.quoted(said.getAdjacency()) + ", not "
                        + PrivacyStatement.ADJACENCY);
        return Optional.of(new PrivacyStatement(
                Refusal.text("privacy unit", said.getUnit()),
                said.getUnits(),
                said.getEpsilon(),
                said.getDelta(),
                said.getNoise(),
                said.getRate(),
                said.getSpent()));
    }
}
