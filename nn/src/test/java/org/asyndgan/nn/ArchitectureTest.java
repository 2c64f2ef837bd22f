package org.asyndgan.nn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.asyndgan.nn");

    @Test
    void onlyTheKernelKnowsNd4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.asyndgan.nn.kernel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
                .because("another native backend must be a matter of one package")
                .check(CLASSES);
    }

    @Test
    void theEngineKnowsNoGanAndNoKafka() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.asyndgan.core..", "org.apache..", "io..", "org.slf4j..")
                .because("the engine is a function of arrays; logs, messages and the algorithm are others' business")
                .check(CLASSES);
    }

    @Test
    void packagesHaveADirection() {
        slices().matching("org.asyndgan.nn.(*)..")
                .should()
                .beFreeOfCycles()
                .because("the reader walks tensor, kernel, layer, backend, network, architecture in this order")
                .check(CLASSES);
    }
}
