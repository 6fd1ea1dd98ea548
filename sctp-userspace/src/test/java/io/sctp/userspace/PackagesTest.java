package io.sctp.userspace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
final class PackagesTest {
    private static JavaClasses provider;

    @BeforeAll
    static void importProvider() {
        provider = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.sctp.userspace");
    }

    @Test
    void shouldHavePackagesThatDependOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("stack")
                .definedBy("io.sctp.userspace")
                .layer("channel")
                .definedBy("io.sctp.userspace.channel")
                .layer("option")
                .definedBy("io.sctp.userspace.option")
                .layer("driver")
                .definedBy("io.sctp.userspace.driver")
                .layer("address")
                .definedBy("io.sctp.userspace.address")
                .layer("config")
                .definedBy("io.sctp.userspace.config")
                .whereLayer("stack")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("channel")
                .mayOnlyBeAccessedByLayers("stack")
                .whereLayer("option")
                .mayOnlyBeAccessedByLayers("channel")
                .whereLayer("driver")
                .mayOnlyBeAccessedByLayers("stack", "channel")
                .whereLayer("address")
                .mayOnlyBeAccessedByLayers("channel", "option", "driver")
                .check(provider);
    }

    /** What a program may observe of time and chance is the engine's business; sockets are the drivers'. */
    @Test
    void shouldUseSocketsInDriversAlone() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.sctp.userspace.channel", "io.sctp.userspace.option", "io.sctp.userspace.address")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.sctp.udp.UdpSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.sctp.udp.DatagramBatch")
                .check(provider);
    }
}
