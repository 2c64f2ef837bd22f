package org.asyndgan.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.asyndgan.core");

    @Test
    void packagesHaveADirection() {
        slices().matching("org.asyndgan.core.(*)..")
                .should()
                .beFreeOfCycles()
                .because("the reader walks protocol, folding, drawing, release, generator in this order")
                .check(CLASSES);
    }

    @Test
    void theAlgorithmKnowsNoClockOfItsOwn() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .because(
                        "a run is replayed: time is handed in, and no decision but a record of the journal depends on it")
                .check(CLASSES);
    }
}
