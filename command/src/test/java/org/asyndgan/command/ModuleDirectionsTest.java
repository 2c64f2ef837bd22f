package org.asyndgan.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which; the only place that sees them all. */
@AnalyzeClasses(packages = "org.asyndgan", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleDirectionsTest {

    @ArchTest
    static final ArchRule theEngineKnowsNobody = classes()
            .that()
            .resideInAPackage("org.asyndgan.nn..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.asyndgan.failure..", "org.asyndgan.nn..", "org.nd4j..", "org.bytedeco..")
            .because("nn knows no GAN and no Kafka, so that its numbers can be checked by themselves");

    @ArchTest
    static final ArchRule onlyTheKernelTouchesNd4j = noClasses()
            .that()
            .resideOutsideOfPackages("org.asyndgan.nn.kernel..", "org.asyndgan.nn.torch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
            .because("layouts and native memory are the business of one package a backend");

    @ArchTest
    static final ArchRule theAlgorithmKnowsOnlyTheEngine = classes()
            .that()
            .resideInAPackage("org.asyndgan.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.asyndgan.failure..",
                    "org.asyndgan.core..",
                    "org.asyndgan.imaging..",
                    "org.asyndgan.nn..")
            .because("the algorithm must run and be tested without Kafka, Avro or a framework");

    @ArchTest
    static final ArchRule privacyKnowsOnlyMathematics = classes()
            .that()
            .resideInAPackage("org.asyndgan.privacy..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "org.asyndgan.failure..",
                    "org.asyndgan.privacy..",
                    "org.apache.commons.math3..")
            .because("what is promised to a data-protection officer must be read and checked by itself")
            .allowEmptyShould(false);

    @ArchTest
    static final ArchRule imagingKnowsNoGan = classes()
            .that()
            .resideInAPackage("org.asyndgan.imaging..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.imageio..",
                    "com.twelvemonkeys.imageio..",
                    "org.asyndgan.failure..",
                    "org.asyndgan.imaging..",
                    "org.asyndgan.nn..")
            .because("data sets, images and metrics serve every part and change for reasons of their own");

    @ArchTest
    static final ArchRule aSitesPageHasNoWayToTheWire = noClasses()
            .that()
            .resideInAPackage("org.asyndgan.discriminator.page..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.asyndgan.transport..", "org.asyndgan.schemas..", "org.apache.kafka..", "java.net.http..")
            .because("it shows real images, which nothing sends anywhere")
            .allowEmptyShould(false);

    @ArchTest
    static final ArchRule intakeKnowsOnlyImaging = noClasses()
            .that()
            .resideInAPackage("org.asyndgan.intake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.asyndgan.core..", "org.asyndgan.transport..", "org.asyndgan.experiment..")
            .because("a file of a scanner becomes images without a GAN");

    @ArchTest
    static final ArchRule federationKnowsNoWorker = noClasses()
            .that()
            .resideInAPackage("org.asyndgan.federation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.asyndgan.worker..", "org.asyndgan.command..")
            .because("kits and rights are made before any worker runs");

    @ArchTest
    static final ArchRule transportKnowsNoApplication = noClasses()
            .that()
            .resideInAPackage("org.asyndgan.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.asyndgan.worker..",
                    "org.asyndgan.generator..",
                    "org.asyndgan.discriminator..",
                    "org.asyndgan.segmentation..",
                    "org.asyndgan.command..",
                    "io.micronaut..")
            .because("adapters stand below the applications");

    @ArchTest
    static final ArchRule workersDoNotKnowEachOther = slices().matching(
                    "org.asyndgan.(generator|discriminator|segmentation|live)..")
            .should()
            .notDependOnEachOther()
            .because("each runs in a process of its own, at another organisation");

    @ArchTest
    static final ArchRule packagesOfTheAlgorithmHaveNoCycles = slices().matching("org.asyndgan.core.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a stranger reads them in one direction");

    @ArchTest
    static final ArchRule packagesOfImagingHaveNoCycles = slices().matching("org.asyndgan.imaging.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a stranger reads them in one direction");
}
