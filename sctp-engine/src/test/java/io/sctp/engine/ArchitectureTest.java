package io.sctp.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What keeps the engine provable: nothing in it that a simulator cannot control. */
final class ArchitectureTest {
    private static JavaClasses engine;

    @BeforeAll
    static void importEngine() {
        engine = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.sctp.engine");
    }

    @Test
    void shouldReadNoClock() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.time..")
                .check(engine);
    }

    @Test
    void shouldDrawNoRandomNumbersOfItsOwn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.SplittableRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(engine);
    }

    @Test
    void shouldStartNoThreads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .check(engine);
    }

    @Test
    void shouldOpenNoSocketsOrFiles() {
        noClasses()
                .should()
                .dependOnClassesThat(describe("do I/O", ArchitectureTest::doesIo))
                .check(engine);
    }

    @Test
    void shouldHavePackagesThatDependOneWay() {
        slices().matching("io.sctp.engine.(*)..").should().beFreeOfCycles().check(engine);
    }

    /** An extension is a package of its own, which neither the core nor another extension knows. */
    @Test
    void shouldLetNobodyKnowAnExtension() {
        for (final JavaClass extension : engine) {
            if (extension.getAllRawSuperclasses().stream()
                    .anyMatch(type -> type.getSimpleName().equals("Extension"))) {
                classes()
                        .that()
                        .resideInAPackage(extension.getPackageName())
                        .should()
                        .onlyHaveDependentClassesThat(describe(
                                "are of the same package, or the engine that puts all together",
                                type -> type.getPackageName().equals(extension.getPackageName())
                                        || type.getSimpleName().equals("SctpEngine")))
                        .check(engine);
            }
        }
    }

    /** Procedures are given what they call; all of them are for those who take packets, polls, timers and calls. */
    @Test
    void shouldGiveNoProcedureAllOthers() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SctpEngine")
                .and()
                .doNotHaveSimpleName("Procedures")
                .and()
                .doNotHaveSimpleName("Tcb")
                .and()
                .doNotHaveSimpleName("UserAssociation")
                .and()
                .areNotAssignableTo("io.sctp.engine.association.Extension")
                .and()
                .doNotHaveSimpleName("Opening")
                .and()
                .doNotHaveSimpleName("Reception")
                .and()
                .doNotHaveSimpleName("Transmission")
                .and()
                .doNotHaveSimpleName("Expiry")
                .and()
                .doNotHaveSimpleName("EventDelivery")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("Procedures")
                .check(engine);
    }

    /** What sends and what receives is tested class by class; interfaces, records and enums have nothing to test. */
    @Test
    void shouldHaveATestOfItsOwnForEachClassThatSendsOrReceives() {
        classes()
                .that()
                .resideInAnyPackage("io.sctp.engine.send", "io.sctp.engine.receive")
                .and()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotRecords()
                .and()
                .doNotHaveSimpleName("package-info")
                .should(haveATestOfTheirName())
                .check(engine);
    }

    private static ArchCondition<JavaClass> haveATestOfTheirName() {
        return new ArchCondition<>("have a test of their name") {
            @Override
            public void check(final JavaClass type, final ConditionEvents events) {
                final String test = type.getName().replace('.', '/') + "Test.class";
                final boolean exists = ArchitectureTest.class.getClassLoader().getResource(test) != null;
                events.add(new SimpleConditionEvent(type, exists, type.getName() + " has no " + test));
            }
        };
    }

    private static boolean doesIo(final JavaClass type) {
        final String name = type.getPackageName();
        return name.startsWith("java.net")
                || name.startsWith("java.nio.channels")
                || name.startsWith("java.nio.file")
                || type.getFullName().startsWith("java.io.File");
    }
}
