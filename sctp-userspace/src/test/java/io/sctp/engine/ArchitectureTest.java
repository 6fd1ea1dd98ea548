package io.sctp.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;

/** What keeps the engine provable: nothing in it that a simulator cannot control. */
@AnalyzeClasses(packages = "io.sctp.engine", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule ENGINE_READS_NO_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.time..");

    @ArchTest
    static final ArchRule ENGINE_DRAWS_NO_RANDOM_NUMBERS_OF_ITS_OWN = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.SplittableRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule ENGINE_STARTS_NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..");

    @ArchTest
    static final ArchRule ENGINE_OPENS_NO_SOCKETS_OR_FILES =
            noClasses().should().dependOnClassesThat(describe("do I/O", ArchitectureTest::doesIo));

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ONE_WAY =
            slices().matching("io.sctp.engine.(*)..").should().beFreeOfCycles();

    private static boolean doesIo(final JavaClass type) {
        final String name = type.getPackageName();
        return name.startsWith("java.net")
                || name.startsWith("java.nio.channels")
                || name.startsWith("java.nio.file")
                || type.getFullName().startsWith("java.io.File");
    }
}
