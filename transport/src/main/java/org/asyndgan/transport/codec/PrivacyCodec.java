package org.asyndgan.transport.codec;

import java.util.List;
import java.util.Optional;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.schemas.AvroPrivacyStatement;

/** {@link PrivacyStatement} ↔ the record of the same name. */
final class PrivacyCodec {

    private PrivacyCodec() {}

    /** @return one entry, or none where nothing is said; a union with null cannot be, for its record has two names */
    static List<AvroPrivacyStatement> encode(Optional<PrivacyStatement> statement) {
        return statement.stream().map(PrivacyCodec::encode).toList();
    }

    private static AvroPrivacyStatement encode(PrivacyStatement said) {
        return AvroPrivacyStatement.newBuilder()
                .setUnit(said.unit())
                .setUnits(said.units())
                .setAdjacency(PrivacyStatement.ADJACENCY)
                .setEpsilon(said.epsilon())
                .setDelta(said.delta())
                .setNoise(said.noise())
                .setRate(said.rate())
                .setSpent(said.spent())
                .build();
    }

    /** @param entries one, or none where nothing is said */
    static Optional<PrivacyStatement> decode(List<AvroPrivacyStatement> entries) throws Refusal {
        Refusal.unless(entries.size() <= 1, () -> "makes " + entries.size() + " statements of privacy, not one");
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        AvroPrivacyStatement said = entries.get(0);
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
